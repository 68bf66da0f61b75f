"""POST /v1/checks/batch: each item stands for itself."""

from __future__ import annotations

from typing import Any

from service.api import ApiLimits
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

GOOD = {"statement": "More than 5,000 people were arrested."}


def batch(client: ContractClient, *statements: object, **more: object) -> list[Any]:
    response = client.post("/v1/checks/batch", json={"statements": statements, **more})
    assert response.status_code == 200
    checks: list[Any] = response.json["checks"]
    return checks


def test_the_answers_come_in_the_order_asked(client: ContractClient) -> None:
    answers = batch(client, {"statement": "One."}, GOOD, {"statement": "Three."})

    texts = [answer["check"]["statement"]["text"] for answer in answers]
    assert texts == ["One.", GOOD["statement"], "Three."]


def test_bad_items_never_fail_their_neighbours(client: ContractClient) -> None:
    bad = [{}, None, 7, "text", {"statement": "\x00"}, {"statement": "a", "limit": True}]
    crash = {"statement": "crash"}

    answers = batch(client, GOOD, *bad, crash, GOOD)

    assert [answer["status"] for answer in answers] == [200, *[422] * 6, 500, 200]
    assert all(("check" in answer) != ("problem" in answer) for answer in answers)


def test_the_pointer_of_an_item_leads_into_the_batch(client: ContractClient) -> None:
    _, refused = batch(client, GOOD, {"statement": "a", "filters": {"sources": [1]}})

    (error,) = refused["problem"]["errors"]
    assert error["pointer"] == "/statements/1/filters/sources/0"


def test_nothing_is_saved_unless_asked(client: ContractClient) -> None:
    (answer,) = batch(client, GOOD)

    assert answer["check"]["id"] is None
    assert client.get("/v1/checks").json["checks"] == []


def test_save_saves_what_was_answered(client: ContractClient) -> None:
    answers = batch(client, GOOD, {}, {"statement": "Two."}, save=True)

    saved = [answer["check"] for answer in answers if answer["status"] == 200]
    assert client.get("/v1/checks").json["checks"] == saved
    assert all(check["id"] for check in saved)


def test_an_empty_batch_has_no_answers(client: ContractClient) -> None:
    assert batch(client) == []


def test_a_batch_is_as_large_as_the_limit_and_no_larger(edge: Edge) -> None:
    client = edge.app(ApiLimits(max_batch=2)).test_client()

    sizes = {
        n: client.post("/v1/checks/batch", json={"statements": [GOOD] * n}).status_code
        for n in (2, 3)
    }

    assert sizes == {2: 200, 3: 422}
