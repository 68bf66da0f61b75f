"""A request with an Idempotency-Key is done once, however often it is sent."""

from __future__ import annotations

import io
from typing import Any

import pytest

from service.api import ApiLimits
from service.api.idempotency import FingerprintStream
from service.domain.corpus import RecordQuery
from service.domain.errors import StoreUnavailable
from service.domain.kept_answers import AnswerSlot, KeptAnswer, Lease
from service.domain.keys import Scope
from service.storage.memory_access import MemoryAnswerKeeper
from tests.api.test_keys import CLAIM
from tests.api.test_problems import assert_problem
from tests.fakes_access import GuardedEdge, bearer
from tests.openapi_contract import ContractClient

STATEMENT = {"statement": "5,000 were arrested."}
SOURCES = "".join(
    f'{{"kind": "source", "id": "i{n}", "publisher": null, "title": "T", "url": null,'
    f' "published_at": null, "language": "en", "origin": "i{n}"}}\n'
    for n in range(3)
)


@pytest.fixture
def client(guarded: GuardedEdge) -> ContractClient:
    return guarded.client(auth=False)


def once(key: str = "k-1", **more: str) -> dict[str, str]:
    return {"Idempotency-Key": key, **more}


def test_a_check_sent_twice_is_saved_once_and_answered_alike(client: ContractClient) -> None:
    first = client.post("/v1/checks", json=STATEMENT, headers=once())
    second = client.post("/v1/checks", json=STATEMENT, headers=once())

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.data == first.data
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["X-Request-ID"] != first.headers["X-Request-ID"]
    assert len(client.get("/v1/checks").json["checks"]) == 1


def test_a_page_that_is_sent_again_keeps_its_style(client: ContractClient) -> None:
    pages = [
        client.post("/v1/checks?format=html", json=STATEMENT, headers=once()) for _ in range(2)
    ]

    first, second = (page.headers["Content-Security-Policy"] for page in pages)
    assert "style-src 'sha256-" in first
    assert second == first


def test_a_record_created_twice_is_no_conflict(client: ContractClient) -> None:
    answers = [client.post("/v1/claims", json=CLAIM, headers=once()) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]


def test_an_import_sent_twice_is_done_once(guarded: GuardedEdge, client: ContractClient) -> None:
    sent: dict[str, Any] = {"data": SOURCES, "content_type": "application/x-ndjson"}
    first = client.post("/v1/imports", **sent, headers=once())
    guarded.edge.corpus.move()
    second = client.post("/v1/imports", **sent, headers=once())

    assert first.json["accepted"] == 3
    assert second.data == first.data


def test_an_import_longer_than_other_bodies_is_recognised_again(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False, limits=ApiLimits(max_body_bytes=1_000))
    body = SOURCES + "\n" * 200_000

    answers = [
        client.post("/v1/imports", data=body, content_type="application/x-ndjson", headers=once())
        for _ in range(2)
    ]

    assert [one.status_code for one in answers] == [200, 200]
    assert answers[1].headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "body", "media"),
    [
        ("/v1/checks", b'{"statement": "Another one."}', "application/json"),
        ("/v1/checks?format=text", b'{"statement": "One."}', "application/json"),
        ("/v1/checks", b'{"statement": "One."}', "application/json; charset=utf-8"),
        ("/v1/checks", b"", "application/json"),
    ],
)
def test_the_same_key_for_another_request_is_422(
    client: ContractClient, path: str, body: bytes, media: str
) -> None:
    sent = {"data": b'{"statement": "One."}', "content_type": "application/json"}
    client.post("/v1/checks", **sent, headers=once())

    problem = assert_problem(client.post(path, data=body, content_type=media, headers=once()), 422)

    assert problem["type"] == "urn:factcheck:problem:reused-idempotency-key"
    assert len(client.get("/v1/checks").json["checks"]) == 1


def test_a_retraction_of_another_claim_is_another_request(client: ContractClient) -> None:
    reason = {"reason": "Withdrawn."}
    assert client.post("/v1/claims/c1/retraction", json=reason, headers=once()).status_code == 200

    assert_problem(client.post("/v1/claims/c2/retraction", json=reason, headers=once()), 422)


def test_the_same_key_on_another_route_is_another_key(client: ContractClient) -> None:
    batch = {"statements": [STATEMENT]}

    assert client.post("/v1/checks", json=STATEMENT, headers=once()).status_code == 201
    assert client.post("/v1/checks/batch", json=batch, headers=once()).status_code == 200


def test_callers_have_their_own_keys(guarded: GuardedEdge) -> None:
    client = guarded.client()

    for key in (guarded.key(Scope.CHECK), guarded.key(Scope.CHECK)):
        answer = client.post("/v1/checks", json=STATEMENT, headers=bearer(key, **once()))
        assert "Idempotent-Replayed" not in answer.headers

    assert len(client.get("/v1/checks", headers=bearer(key)).json["checks"]) == 2


def test_an_answer_is_kept_for_a_day(guarded: GuardedEdge, client: ContractClient) -> None:
    client.post("/v1/checks", json=STATEMENT, headers=once())

    guarded.pass_time(86_399)
    again = client.post("/v1/checks", json=STATEMENT, headers=once())
    assert "Idempotent-Replayed" in again.headers
    guarded.pass_time(1)
    anew = client.post("/v1/checks", json=STATEMENT, headers=once())
    assert "Idempotent-Replayed" not in anew.headers


def test_while_the_first_runs_the_second_is_409_and_told_to_wait(
    guarded: GuardedEdge, client: ContractClient
) -> None:
    slot = AnswerSlot(caller="anonymous", route="/v1/checks", key="k-1")
    until = guarded.now.replace(minute=guarded.now.minute + 2)
    guarded.access.answers.reserve(slot, token="another", now=guarded.now, until=until)

    response = client.post("/v1/checks", json=STATEMENT, headers=once())

    assert_problem(response, 409)
    assert int(response.headers["Retry-After"]) > 0
    assert client.get("/v1/checks").json["checks"] == []


def test_a_killed_process_frees_its_key_after_the_lease(
    guarded: GuardedEdge, client: ContractClient
) -> None:
    slot = AnswerSlot(caller="anonymous", route="/v1/checks", key="k-1")
    until = guarded.now.replace(minute=guarded.now.minute + 2)
    guarded.access.answers.reserve(slot, token="the killed one", now=guarded.now, until=until)

    guarded.pass_time(120)

    assert client.post("/v1/checks", json=STATEMENT, headers=once()).status_code == 201


def test_a_refusal_is_kept_too(client: ContractClient) -> None:
    first = client.post("/v1/checks", json={}, headers=once())
    second = client.post("/v1/checks", json={}, headers=once())

    assert_problem(first, 422)
    assert second.data == first.data
    assert second.headers["Idempotent-Replayed"] == "true"


def test_a_refusal_before_the_body_was_read_is_of_the_whole_request(
    client: ContractClient,
) -> None:
    assert_problem(client.post("/v1/checks?format=xml", json=STATEMENT, headers=once()), 422)
    again = client.post("/v1/checks?format=xml", json=STATEMENT, headers=once())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert_problem(client.post("/v1/checks?format=xml", json={}, headers=once()), 422)


def test_our_own_failure_is_not_kept(guarded: GuardedEdge, client: ContractClient) -> None:
    crash = {"statement": "crash"}

    assert_problem(client.post("/v1/checks", json=crash, headers=once()), 500)
    assert_problem(client.post("/v1/checks", json=crash, headers=once()), 500)

    assert len(guarded.edge.checker.asked) == 2


def test_a_body_over_the_limit_is_not_kept(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False, limits=ApiLimits(max_body_bytes=1_000))

    assert_problem(client.post("/v1/checks", json={"a": "x" * 2_000}, headers=once()), 413)
    assert client.post("/v1/checks", json=STATEMENT, headers=once()).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "with space", "ü", '"open', '"', "tab\tbed"])
def test_a_key_that_is_none_is_400(client: ContractClient, key: str) -> None:
    problem = assert_problem(client.post("/v1/checks", json=STATEMENT, headers=once(key)), 400)

    assert "Idempotency-Key" in problem["detail"]


def test_a_key_in_quotation_marks_is_the_same_key(client: ContractClient) -> None:
    client.post("/v1/checks", json=STATEMENT, headers=once("abc"))

    again = client.post("/v1/checks", json=STATEMENT, headers=once('"abc"'))

    assert again.headers["Idempotent-Replayed"] == "true"


def test_where_nothing_is_created_the_header_means_nothing(client: ContractClient) -> None:
    sent = {"data": "One sentence.", "content_type": "text/plain", "headers": once()}

    for _ in range(2):
        assert "Idempotent-Replayed" not in client.post("/", **sent).headers
    assert "Idempotent-Replayed" not in client.get("/v1/claims", headers=once()).headers


class FailingKeeper(MemoryAnswerKeeper):
    """Gives leases, and then is gone."""

    def keep(self, lease: Lease, answer: KeptAnswer, *, until: object) -> None:
        raise StoreUnavailable("the database does not answer")


def test_an_answer_that_cannot_be_kept_still_goes_out(guarded: GuardedEdge) -> None:
    old = guarded.access
    guarded.access = type(old)(
        keys=old.keys, rates=old.rates, answers=FailingKeeper(), audit=old.audit
    )

    answer = guarded.client(auth=False).post("/v1/claims", json=CLAIM, headers=once())

    assert answer.status_code == 201
    assert any(claim.id == "new" for claim in guarded.edge.corpus.claims(RecordQuery()))


def test_the_fingerprint_is_that_of_the_pieces_together() -> None:
    def fingerprint(sizes: list[int]) -> str:
        stream = FingerprintStream(io.BytesIO(b"one long body"), "/v1/imports?")
        for size in sizes:
            stream.read(size)
        return stream.fingerprint()

    assert fingerprint([-1]) == fingerprint([3, 1, 100, 5])
    assert fingerprint([-1]) != fingerprint([3])
