"""/v1/webhooks: subscribing, changing, the secret, tests, the log and replays."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.events import Event, EventType
from service.webhook_delivery import WebhookDelivery
from tests.fakes import NOW, fixed_now
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

REQUEST = {"url": "https://cms.test/hook", "events": ["check.changed"]}
ANY = {"If-Match": "*"}


def subscribed(client: ContractClient, **changes: Any) -> Any:
    return client.post("/v1/webhooks", json={**REQUEST, **changes}).json


def work(edge: Edge) -> None:
    steps = WebhookDelivery(
        edge.webhooks,
        edge.sender,
        new_id=lambda: f"w{len(edge.sender.sent)}",
        clock=fixed_now,
        timer=lambda: 0.0,
        jitter=lambda: 0.0,
    )
    while steps.deliver_some():
        pass


def test_a_subscription_is_made_and_its_secret_shown_once(client: ContractClient) -> None:
    response = client.post("/v1/webhooks", json={**REQUEST, "description": "Büro"})

    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "no-store"
    made = response.json
    assert response.headers["Location"] == f"/v1/webhooks/{made['id']}"
    assert made.pop("secret").startswith("whsec_")
    assert made["id"].startswith("whk_")
    assert (made["url"], made["events"], made["description"]) == (
        "https://cms.test/hook",
        ["check.changed"],
        "Büro",
    )
    assert (made["enabled"], made["disabled"]) == (True, None)
    got = client.get(response.headers["Location"])
    assert got.json == made
    assert "whsec" not in got.text + client.get("/v1/webhooks").text


def test_subscriptions_are_listed_by_the_page(client: ContractClient) -> None:
    ids = sorted(subscribed(client)["id"] for _ in range(3))

    first = client.get("/v1/webhooks?limit=2")
    second = client.get(first.headers["Link"].split(">")[0][1:])

    assert [one["id"] for one in first.json["webhooks"]] == ids[:2]
    assert [one["id"] for one in second.json["webhooks"]] == ids[2:]
    assert second.json["next_cursor"] is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "https://intranet/"}, "/url"),
        ({"url": ""}, "/url"),
        ({"url": 5}, "/url"),
        ({"url": None}, "/url"),
        ({"url": "https://cms.test/\u0000"}, "/url"),
        ({"url": "https://cms.test/" + "x" * 2_000}, "/url"),
        ({"events": []}, "/events"),
        ({"events": None}, "/events"),
        ({"events": "check.changed"}, "/events"),
        ({"events": ["check.changed", "check.changed"]}, "/events"),
        ({"events": ["webhook.test"]}, "/events/0"),
        ({"events": ["job.finished", {}]}, "/events/1"),
        ({"events": ["*"]}, "/events/0"),
        ({"enabled": "yes"}, "/enabled"),
        ({"enabled": None}, "/enabled"),
        ({"description": "x" * 501}, "/description"),
        ({"description": "\ud800"}, "/description"),
        ({"secret": "whsec_mine"}, "/secret"),
        ({"id": "whk_mine"}, "/id"),
    ],
)
def test_a_bad_subscription_is_refused_with_a_pointer(
    client: ContractClient, change: dict[str, Any], pointer: str
) -> None:
    stored = subscribed(client)["id"]
    for response in (
        client.post("/v1/webhooks", json={**REQUEST, **change}),
        client.put(f"/v1/webhooks/{stored}", json={**REQUEST, **change}, headers=ANY),
    ):
        assert response.status_code == 422
        assert pointer in [error["pointer"] for error in response.get_json()["errors"]]


def test_a_subscription_is_changed_by_who_has_seen_it(client: ContractClient) -> None:
    webhook = subscribed(client)["id"]
    seen = client.get(f"/v1/webhooks/{webhook}").headers["ETag"]
    body = {"url": "https://new.test/", "events": ["job.finished", "check.changed"]}

    assert client.put(f"/v1/webhooks/{webhook}", json=body).status_code == 428
    changed = client.put(f"/v1/webhooks/{webhook}", json=body, headers={"If-Match": seen})
    late = client.put(f"/v1/webhooks/{webhook}", json=REQUEST, headers={"If-Match": seen})

    assert (changed.status_code, late.status_code) == (200, 412)
    got = client.get(f"/v1/webhooks/{webhook}", headers={"If-None-Match": seen})
    assert got.json == changed.get_json()
    assert got.json["url"] == "https://new.test/"
    unchanged = client.get(
        f"/v1/webhooks/{webhook}", headers={"If-None-Match": changed.headers["ETag"]}
    )
    assert unchanged.status_code == 304


def test_a_paused_subscription_says_since_when_and_is_sent_nothing(
    client: ContractClient, edge: Edge
) -> None:
    webhook = subscribed(client)["id"]
    paused = client.put(
        f"/v1/webhooks/{webhook}", json={**REQUEST, "enabled": False}, headers=ANY
    ).get_json()

    assert paused["enabled"] is False
    assert paused["disabled"] == {"at": "2022-01-08T12:00:00Z", "reason": "Disabled by a request."}
    assert client.post(f"/v1/webhooks/{webhook}/test").status_code == 409
    client.put(f"/v1/webhooks/{webhook}", json=REQUEST, headers=ANY)
    assert client.post(f"/v1/webhooks/{webhook}/test").status_code == 202


def test_a_receiver_that_must_not_be_called_any_more_can_be_paused(
    client: ContractClient, edge: Edge
) -> None:
    path = f"/v1/webhooks/{subscribed(client)['id']}"
    edge.sender.refused = "cms.test"

    paused = client.put(path, json={**REQUEST, "enabled": False}, headers=ANY)
    enabled = client.put(path, json=REQUEST, headers=ANY)

    assert (paused.status_code, enabled.status_code) == (200, 422)


def test_a_deleted_subscription_is_gone_from_everywhere(client: ContractClient) -> None:
    webhook = subscribed(client)["id"]

    stale = client.delete(f"/v1/webhooks/{webhook}", headers={"If-Match": '"7"'})
    deleted = client.delete(f"/v1/webhooks/{webhook}")

    assert (stale.status_code, deleted.status_code) == (412, 204)
    path = f"/v1/webhooks/{webhook}"
    for response in (
        client.get(path),
        client.put(path, json=REQUEST, headers=ANY),
        client.delete(path),
        client.post(f"{path}/secret"),
        client.post(f"{path}/test"),
        client.get(f"{path}/deliveries"),
        client.post(f"{path}/deliveries/dlv_1/replay"),
    ):
        assert response.status_code == 404


@pytest.mark.parametrize("path", ["%00", "a" * 2_000, "%1b[31m", "' OR 1=1"])
def test_an_id_that_cannot_be_one_is_404(client: ContractClient, path: str) -> None:
    webhook = subscribed(client)["id"]

    assert client.get(f"/v1/webhooks/{path}").status_code == 404
    assert client.post(f"/v1/webhooks/{webhook}/deliveries/{path}/replay").status_code == 404


def test_a_new_secret_is_shown_once_and_the_old_one_told_its_end(client: ContractClient) -> None:
    made = subscribed(client)

    rotated = client.post(f"/v1/webhooks/{made['id']}/secret")

    assert rotated.status_code == 200
    assert rotated.headers["Cache-Control"] == "no-store"
    assert rotated.json["secret"] != made["secret"]
    assert rotated.json["previous_valid_until"] == "2022-01-09T12:00:00Z"


def test_a_test_event_is_sent_and_logged(client: ContractClient, edge: Edge) -> None:
    webhook = subscribed(client)["id"]

    queued = client.post(f"/v1/webhooks/{webhook}/test")
    edge.sender.status = 503
    work(edge)

    assert (queued.status_code, queued.json["state"]) == (202, "pending")
    ((url, headers, body),) = edge.sender.sent
    assert (url, headers["webhook-id"]) == (REQUEST["url"], queued.json["event_id"])
    assert b'"type":"webhook.test"' in body
    (entry,) = client.get(f"/v1/webhooks/{webhook}/deliveries").json["deliveries"]
    assert entry["id"] == queued.json["id"]
    assert (entry["event_type"], entry["state"]) == ("webhook.test", "pending")
    assert entry["next_attempt_at"] == "2022-01-08T12:00:05Z"
    assert entry["attempts"] == [
        {
            "number": 1,
            "at": "2022-01-08T12:00:00Z",
            "duration_ms": 0,
            "status": 503,
            "error": None,
        }
    ]


def test_a_delivery_is_replayed_under_the_same_event_id(client: ContractClient, edge: Edge) -> None:
    webhook = subscribed(client)["id"]
    edge.webhooks.outbox.append(
        Event(id="evt_1", type=EventType.CHECK_CHANGED, occurred_at=NOW, data={"check_id": "c"})
    )
    work(edge)
    path = f"/v1/webhooks/{webhook}/deliveries"
    (delivered,) = client.get(path).json["deliveries"]

    replayed = client.post(f"{path}/{delivered['id']}/replay")
    work(edge)

    assert replayed.status_code == 202
    assert [headers["webhook-id"] for _, headers, _ in edge.sender.sent] == ["evt_1", "evt_1"]
    first = client.get(f"{path}?limit=1")
    second = client.get(first.headers["Link"].split(">")[0][1:])
    assert [one["id"] for one in first.json["deliveries"]] == [replayed.json["id"]]
    assert [one["id"] for one in second.json["deliveries"]] == [delivered["id"]]


def test_a_cursor_of_another_list_is_refused(client: ContractClient) -> None:
    webhook = subscribed(client)["id"]
    subscribed(client)
    foreign = client.get("/v1/webhooks?limit=1").json["next_cursor"]

    for cursor in (foreign, "ZGVsaXZlcnkKLTE", "x"):
        response = client.get(f"/v1/webhooks/{webhook}/deliveries?cursor={cursor}")
        assert response.status_code == 422
