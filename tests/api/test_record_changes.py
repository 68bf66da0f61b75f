"""Sources and claims made, replaced, taken back and deleted over HTTP; every version is kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

SOURCE = {
    "kind": "source",
    "id": "town-paper",
    "publisher": "The Town Paper",
    "title": "The bridge is closed",
    "url": None,
    "published_at": "2024-03-02",
    "language": "en",
    "origin": "town-paper",
}
CLAIM = {
    "kind": "claim",
    "id": "town-paper-1",
    "source_id": "town-paper",
    "text": "The bridge was closed for 12 days.",
    "quote": None,
    "speaker": None,
    "standing": "asserted",
    "event_at": "2024-03",
    "locator": {"paragraph": 1, "span": None},
    "retracted": None,
}
ONE = "/v1/claims/town-paper-1"


@pytest.fixture
def held(client: ContractClient) -> ContractClient:
    """A corpus with one source more and its one claim."""
    assert client.post("/v1/sources", json=SOURCE).status_code == 201
    assert client.post("/v1/claims?reason=first+report", json=CLAIM).status_code == 201
    return client


def tag(client: ContractClient, path: str) -> str:
    return str(client.get(path).headers["ETag"])


def put(client: ContractClient, path: str, body: Any, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.put(path, json=body, headers=named)


def test_a_new_record_is_told_where_it_is_and_reads_back(client: ContractClient) -> None:
    made = client.post("/v1/sources", json=SOURCE)
    assert (made.status_code, made.headers["Location"]) == (201, "/v1/sources/town-paper")
    assert made.json == SOURCE
    read = client.get("/v1/sources/town-paper")
    assert (read.json, read.headers["ETag"]) == (SOURCE, made.headers["ETag"])


def test_a_record_that_has_not_changed_is_not_sent_again(held: ContractClient) -> None:
    again = held.get(ONE, headers={"If-None-Match": tag(held, ONE)})
    assert (again.status_code, again.data) == (304, b"")


def test_an_id_that_is_taken_is_a_conflict(held: ContractClient) -> None:
    refused = held.post("/v1/claims", json=CLAIM)
    assert refused.status_code == 409
    assert refused.json["type"] == "urn:factcheck:problem:conflict"


def test_a_claim_of_no_known_source_is_refused_at_its_field(client: ContractClient) -> None:
    refused = client.post("/v1/claims", json=CLAIM)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/source_id"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"title": "  "}, "/title"),
        ({"id": "a b"}, "/id"),
        ({"published_at": "2022-02-30"}, "/published_at"),
        ({"published_at": "20220107"}, "/published_at"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_wrong_field_is_named(client: ContractClient, change: Any, pointer: str) -> None:
    refused = client.post("/v1/sources", json={**SOURCE, **change})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]


def test_a_claim_is_replaced_by_those_who_have_read_it(held: ContractClient) -> None:
    seen = tag(held, ONE)
    changed = put(held, ONE, {**CLAIM, "text": "It was closed for 13 days."}, If_Match=seen)
    assert (changed.status_code, changed.json["text"]) == (200, "It was closed for 13 days.")
    assert changed.headers["ETag"] != seen
    late = put(held, ONE, {**CLAIM, "text": "For 14 days."}, If_Match=seen)
    assert late.status_code == 412
    assert held.get(ONE).json["text"] == "It was closed for 13 days."


@pytest.mark.parametrize("method", ["put", "delete"])
def test_a_change_without_if_match_is_refused(held: ContractClient, method: str) -> None:
    refused = getattr(held, method)(ONE, **({"json": CLAIM} if method == "put" else {}))
    assert refused.status_code == 428
    assert refused.json["errors"]


@pytest.mark.parametrize("given", ['"0"', 'W/"1"', "nonsense", "", '"999999999999999999"'])
def test_a_tag_that_is_not_the_records_matches_nothing(held: ContractClient, given: str) -> None:
    assert put(held, ONE, CLAIM, If_Match=given).status_code == 412
    assert held.delete(ONE, headers={"If-Match": given}).status_code == 412


def test_the_same_record_again_is_no_change(held: ContractClient, edge: Edge) -> None:
    before, seen = edge.corpus.state(), tag(held, ONE)
    same = put(held, ONE, CLAIM, If_Match=seen)
    assert (same.status_code, same.headers["ETag"]) == (200, seen)
    assert edge.corpus.state() == before


def test_a_put_makes_a_record_only_when_asked_to(client: ContractClient) -> None:
    path = "/v1/sources/town-paper"
    assert put(client, path, SOURCE, If_Match="*").status_code == 412
    assert put(client, path, SOURCE, If_None_Match="*").status_code == 201
    assert put(client, path, SOURCE, If_None_Match="*").status_code == 412


def test_the_id_of_the_body_is_that_of_the_path(held: ContractClient) -> None:
    refused = put(held, "/v1/claims/other", CLAIM, If_Match="*")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/id"


def test_a_deleted_claim_is_gone_and_its_versions_stay(held: ContractClient) -> None:
    tagged = {"If-Match": tag(held, ONE)}
    assert held.delete(f"{ONE}?reason=never+said", headers=tagged).status_code == 204
    assert held.get(ONE).status_code == 410
    assert held.delete(ONE, headers=tagged).status_code == 410
    assert held.get("/v1/claims?source=town-paper").json["claims"] == []
    versions = held.get(f"{ONE}/versions").json["versions"]
    assert [(one["action"], one["reason"]) for one in versions] == [
        ("created", "first report"),
        ("deleted", "never said"),
    ]
    assert [one["record"] for one in versions] == [CLAIM, None]
    assert {one["changed_by"] for one in versions} == {None}
    assert {one["changed_at"] for one in versions} == {"2022-01-08T12:00:00Z"}


def test_a_deleted_record_can_be_made_anew(held: ContractClient) -> None:
    held.delete(ONE, headers={"If-Match": "*"})
    assert held.post("/v1/claims", json=CLAIM).status_code == 201
    versions = held.get(f"{ONE}/versions").json["versions"]
    assert [one["action"] for one in versions] == ["created", "deleted", "created"]


def test_a_source_with_claims_goes_only_with_them(held: ContractClient, edge: Edge) -> None:
    path, any_version = "/v1/sources/town-paper", {"If-Match": "*"}
    refused: Any = held.delete(path, headers=any_version)
    assert refused.status_code == 409
    assert "one claim;" in refused.json["detail"]
    revision = edge.corpus.state().revision
    assert held.delete(f"{path}?cascade=true", headers=any_version).status_code == 204
    assert held.get(ONE).status_code == 410
    assert edge.corpus.state().revision == revision + 1


def test_a_retracted_claim_is_readable_and_no_evidence(held: ContractClient, edge: Edge) -> None:
    done = held.post(f"{ONE}/retraction", json={"reason": "The mayor took it back."})
    retracted = {"at": "2022-01-08T12:00:00Z", "reason": "The mayor took it back."}
    assert (done.status_code, done.json["retracted"]) == (200, retracted)
    assert held.get(ONE).json == {**CLAIM, "retracted": retracted}
    assert edge.corpus.frequencies(["bridge"]) == {"bridge": 0}
    listed = held.get("/v1/claims?source=town-paper").json["claims"]
    assert [claim["retracted"] for claim in listed] == [retracted]


def test_a_claim_stays_retracted_until_that_is_taken_back(held: ContractClient, edge: Edge) -> None:
    held.post(f"{ONE}/retraction", json={"reason": "Wrong."})
    held.post(f"{ONE}/retraction", json={"reason": "Said twice."})
    put(held, ONE, {**CLAIM, "text": "The bridge was closed."}, If_Match="*")
    assert held.get(ONE).json["retracted"]["reason"] == "Wrong."
    back: Any = held.delete(f"{ONE}/retraction?reason=it+was+right", headers={"If-Match": "*"})
    assert (back.status_code, back.json["retracted"]) == (200, None)
    assert edge.corpus.frequencies(["bridge"]) == {"bridge": 1}
    actions = [one["action"] for one in held.get(f"{ONE}/versions").json["versions"]]
    assert actions == ["created", "retracted", "updated", "reinstated"]


def test_a_retraction_names_its_reason_and_may_ask_for_a_version(held: ContractClient) -> None:
    path = f"{ONE}/retraction"
    assert held.post(path, json={}).status_code == 422
    assert held.post(path, json={"reason": " "}).status_code == 422
    late = held.post(path, json={"reason": "Late."}, headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert held.post("/v1/claims/nothing/retraction", json={"reason": "?"}).status_code == 404


def test_versions_come_in_pages(held: ContractClient) -> None:
    for days in range(13, 16):
        put(held, ONE, {**CLAIM, "text": f"For {days} days."}, If_Match="*")
    first = held.get(f"{ONE}/versions?limit=3").json
    rest = held.get(f"{ONE}/versions", query_string={"cursor": first["next_cursor"]}).json
    texts = [one["record"]["text"] for one in first["versions"] + rest["versions"]]
    assert texts == [CLAIM["text"], "For 13 days.", "For 14 days.", "For 15 days."]
    assert rest["next_cursor"] is None


def test_what_never_was_has_no_versions(client: ContractClient) -> None:
    assert client.get("/v1/claims/nothing/versions").status_code == 404
    assert client.get("/v1/sources/s1/versions?cursor=c291cmNlCng").status_code == 422
