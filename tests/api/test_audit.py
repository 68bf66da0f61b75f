"""What is written down of changes, and who may read it."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.audit import AuditEntry
from service.domain.errors import StoreUnavailable
from service.domain.keys import Scope
from service.storage.memory_access import MemoryAuditLog
from tests.api.test_keys import CLAIM
from tests.api.test_problems import assert_problem
from tests.fakes_access import GuardedEdge, bearer


def told(entries: list[AuditEntry]) -> list[tuple[str, str, int | None]]:
    return [(entry.action, entry.target, entry.status) for entry in entries]


def test_each_change_is_written_down_with_its_target_and_what_came_of_it(
    guarded: GuardedEdge,
) -> None:
    client, headers = guarded.client(), bearer(guarded.key(Scope.ADMIN))
    check = client.post("/v1/checks", json={"statement": "a"}, headers=headers)

    client.post("/v1/claims", json=CLAIM, headers=headers)
    client.post("/v1/claims/new/retraction", json={"reason": "Wrong."}, headers=headers)
    client.delete("/v1/claims/new", headers=headers)
    client.delete("/v1/claims/new", headers={**headers, "If-Match": "*"})
    client.delete(check.headers["Location"], headers=headers)

    assert told(guarded.audited()) == [
        ("create_claim", "/v1/claims/new", 201),
        ("retract_claim", "/v1/claims/new/retraction", 200),
        ("delete_claim", "/v1/claims/new", 428),
        ("delete_claim", "/v1/claims/new", 204),
        ("delete_check", check.headers["Location"], 204),
    ]


def test_an_entry_names_the_key_and_the_request(guarded: GuardedEdge) -> None:
    key = guarded.key(Scope.CURATE)

    guarded.client().post(
        "/v1/claims", json=CLAIM, headers=bearer(key, **{"X-Request-ID": "cms-1"})
    )

    (entry,) = guarded.audited()
    assert (entry.actor, entry.request_id, entry.at) == (
        guarded.access.keys.list()[0].id,
        "cms-1",
        guarded.now,
    )


def test_where_no_key_is_asked_for_the_actor_is_anonymous(guarded: GuardedEdge) -> None:
    guarded.client(auth=False).post("/v1/claims", json=CLAIM)

    assert [entry.actor for entry in guarded.audited()] == ["anonymous"]


def test_a_caller_who_lacks_the_scope_is_written_down_and_a_stranger_is_not(
    guarded: GuardedEdge,
) -> None:
    client, key = guarded.client(), guarded.key(Scope.READ)

    client.post("/v1/claims", json=CLAIM, headers=bearer(key))
    client.post("/v1/claims", json=CLAIM)

    assert told(guarded.audited()) == [("create_claim", "/v1/claims", 403)]


def test_neither_a_question_nor_a_saved_check_is_a_change(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False)

    client.get("/v1/claims")
    client.post("/", data="One sentence.", content_type="text/plain")
    client.post("/v1/checks", json={"statement": "a"})
    client.post("/v1/checks/batch", json={"statements": [], "save": True})
    client.post("/v1/imports?dry_run=true", data="", content_type="application/x-ndjson")
    client.delete("/v1/nowhere")

    assert guarded.audited() == []


def test_a_request_sent_again_is_written_down_once(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False)

    for _ in range(3):
        client.post("/v1/claims", json=CLAIM, headers={"Idempotency-Key": "k"})

    assert len(guarded.audited()) == 1


def test_no_text_and_no_key_reaches_the_log(guarded: GuardedEdge) -> None:
    client, key = guarded.client(), guarded.key(Scope.ADMIN)
    headers = bearer(key, **{"X-Request-ID": key})

    client.post("/v1/claims?reason=Because", json=CLAIM, headers=headers)
    client.delete(f"/v1/claims/{key}", headers={**headers, "If-Match": "*"})
    client.delete(f"/v1/claims/{'x' * 9_000}", headers={**headers, "If-Match": "*"})

    written = repr(guarded.audited())
    assert len(guarded.audited()) == 3
    assert key[10:] not in written
    assert "Because" not in written
    assert str(CLAIM["text"]) not in written
    assert len(written) < 2_000


class LostLog(MemoryAuditLog):
    """A log that takes nothing."""

    def record(self, entry: AuditEntry) -> None:
        raise StoreUnavailable("the database does not answer")


def test_a_change_that_was_made_is_answered_although_its_entry_is_lost(
    guarded: GuardedEdge,
) -> None:
    old = guarded.access
    guarded.access = type(old)(keys=old.keys, rates=old.rates, answers=old.answers, audit=LostLog())

    assert guarded.client(auth=False).post("/v1/claims", json=CLAIM).status_code == 201


def listed(guarded: GuardedEdge, query: str = "") -> Any:
    return guarded.client(auth=False).get(f"/v1/audit{query}")


def test_the_log_is_paged_newest_first(guarded: GuardedEdge) -> None:
    for number in range(5):
        guarded.access.audit.record(
            AuditEntry(at=guarded.now, actor="cli", action="import_records", target=f"{number}")
        )

    targets, query = [], "?limit=2"
    while query:
        page = listed(guarded, query).json
        targets += [entry["target"] for entry in page["entries"]]
        query = page["next_cursor"] and f"?limit=2&cursor={page['next_cursor']}"

    assert targets == ["4", "3", "2", "1", "0"]


def test_the_log_is_filtered(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False)
    client.post("/v1/claims", json=CLAIM)
    guarded.access.audit.record(
        AuditEntry(at=guarded.now, actor="cli", action="create_key", target="key_1")
    )

    def found(query: str) -> list[str]:
        return [entry["action"] for entry in listed(guarded, query).json["entries"]]

    assert found("?actor=cli") == ["create_key"]
    assert found("?action=create_claim") == ["create_claim"]
    assert found("?since=2022-01-09") == []
    assert found("?until=2022-01-07") == []
    assert found("?since=2022-01-08T12:00:00Z&until=2022-01-08T12:00:00Z") == [
        "create_key",
        "create_claim",
    ]


@pytest.mark.parametrize(
    "query",
    ["?actor=", "?limit=0", "?since=soon", "?cursor=x", "?cursor=YXVkaXQgZW50cnkKeA", "?who=me"],
)
def test_a_bad_question_is_refused(guarded: GuardedEdge, query: str) -> None:
    assert_problem(listed(guarded, query), 422)
