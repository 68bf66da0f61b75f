"""Whole articles over HTTP, and sources taken back with their claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from service.domain.articles import PageRequest
from service.domain.corpus import Source
from service.domain.errors import PageUnusable
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

TEXT = """61 dead after ferry capsizes off the coast of Karsola

By our staff in Ostrand

OSTRAND (NNA) – A further 38 people were still missing, commander Joris Tammel said on Thursday.
How could this happen?
The owner, Lumina Sealines, claimed that the ferry had been “in perfect condition”.
"""
ARTICLE = {"id": "ferry", "title": "61 dead", "published_at": "2023-03-16", "text": TEXT}
PATH = "/v1/sources/ferry/retraction"


@dataclass
class OnePage:
    """Stands for the use case of reading pages: one article, at one address."""

    def article(self, asked: PageRequest) -> tuple[Source, str]:
        if not asked.url.startswith("https://paper.example/"):
            raise PageUnusable("the address is not a public one")
        source = Source(
            id=asked.id,
            publisher=asked.publisher or "The Paper",
            title="61 dead",
            url=asked.url,
            published_at="2023-03-16",
            language="en",
            origin=asked.origin or asked.id,
        )
        return source, TEXT


@pytest.fixture
def held(client: ContractClient) -> ContractClient:
    assert client.post("/v1/sources", json=ARTICLE).status_code == 201
    return client


def test_an_article_becomes_a_source_with_claim_records(client: ContractClient, edge: Edge) -> None:
    made = client.post("/v1/sources?reason=first", json=ARTICLE)
    assert (made.status_code, made.headers["Location"]) == (201, "/v1/sources/ferry")
    assert made.json["source"] == client.get("/v1/sources/ferry").json
    claims = made.json["claims"]
    assert claims == client.get("/v1/claims?source=ferry").json["claims"]
    owner = next(claim for claim in claims if claim["speaker"] == "Lumina Sealines")
    start, end = owner["locator"]["span"]
    assert made.json["text"][start:end].startswith("The owner, Lumina Sealines, claimed")
    assert made.headers["ETag"] == client.get("/v1/sources/ferry").headers["ETag"]
    assert edge.embedded == [claim["id"] for claim in claims]


def test_what_was_passed_over_is_told_with_its_place(client: ContractClient) -> None:
    passed = client.post("/v1/sources", json=ARTICLE).json["passed_over"]
    assert [(one["text"], one["reason"]) for one in passed] == [
        ("By our staff in Ostrand", "not_news"),
        ("How could this happen?", "no_claim"),
    ]
    for one in passed:
        start, end = one["span"]
        assert TEXT[start:end] == one["text"]


def test_a_dry_run_shows_the_records_and_saves_nothing(client: ContractClient, edge: Edge) -> None:
    before = edge.corpus.state()
    shown = client.post("/v1/sources?dry_run=true", json=ARTICLE)
    assert shown.status_code == 200
    assert len(shown.json["claims"]) > 2
    assert edge.corpus.state() == before
    assert edge.embedded == []


def test_an_article_without_id_and_title_gets_both(client: ContractClient) -> None:
    made = client.post("/v1/sources", json={"text": TEXT})
    source = made.json["source"]
    assert made.status_code == 201
    assert source["id"].startswith("src_")
    assert source["title"] == "61 dead after ferry capsizes off the coast of Karsola"
    assert all(claim["id"].startswith(source["id"]) for claim in made.json["claims"])


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_an_article_whose_id_is_taken_is_a_conflict(held: ContractClient, query: str) -> None:
    refused = held.post(f"/v1/sources{query}", json=ARTICLE)
    assert refused.status_code == 409


def test_an_article_takes_no_claim_from_another_source(client: ContractClient, edge: Edge) -> None:
    claim = client.get("/v1/claims/c1").json
    assert client.post("/v1/claims", json={**claim, "id": "ferry-001"}).status_code == 201
    assert client.post("/v1/sources", json=ARTICLE).status_code == 409
    assert client.get("/v1/sources/ferry").status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"text": " \n "}, "/text"),
        ({"text": ""}, "/text"),
        ({"text": None}, "/text"),
        ({"text": "x" * 100_001}, "/text"),
        ({"text": "a\x00b"}, "/text"),
        ({"text": "a\ud800b"}, "/text"),
        ({"title": ""}, "/title"),
        ({"id": "a b"}, "/id"),
        ({"id": "x" * 191}, "/id"),
        ({"published_at": "Thursday"}, "/published_at"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"kind": "claim"}, "/kind"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_wrong_field_of_an_article_is_named(
    client: ContractClient, change: Any, pointer: str
) -> None:
    refused = client.post("/v1/sources", json={**ARTICLE, **change})
    assert refused.status_code in (400, 422)
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]


def test_a_text_without_a_claim_is_a_source_without_claims(client: ContractClient) -> None:
    made = client.post("/v1/sources", json={"id": "empty", "text": "What? Why? 12 34 …"})
    assert (made.status_code, made.json["claims"]) == (201, [])
    assert made.json["passed_over"]


def test_a_record_is_no_article(client: ContractClient) -> None:
    record = {**client.get("/v1/sources/s1").json, "id": "new"}
    assert client.post("/v1/sources?dry_run=true", json=record).status_code == 422
    assert client.post("/v1/sources", json=record).json == record


def test_pages_are_not_fetched_unless_that_was_allowed(client: ContractClient) -> None:
    refused = client.post("/v1/sources", json={"url": "https://paper.example/ferry"})
    assert refused.status_code == 501
    assert "FACTCHECK_FETCH" in refused.json["detail"]


def test_a_page_becomes_a_source_with_claim_records(edge: Edge) -> None:
    edge.pages = OnePage()
    client = ContractClient(edge.app(), edge.app().response_class)
    asked = {"url": "https://paper.example/ferry", "publisher": "NNA", "id": "ferry"}
    made = client.post("/v1/sources", json=asked)
    assert made.status_code == 201
    assert made.json["source"]["publisher"] == "NNA"
    assert made.json["text"] == TEXT
    assert made.json["claims"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "http://127.0.0.1/"}, "/url"),
        ({"url": "file:///etc/passwd"}, "/url"),
        ({"url": 7}, "/url"),
        ({"url": "https://paper.example/a", "published_at": "soon"}, "/published_at"),
        ({"url": "https://paper.example/a", "id": ""}, "/id"),
        ({"url": "https://paper.example/a", "colour": 1}, "/colour"),
    ],
)
def test_a_page_that_cannot_be_had_is_named(edge: Edge, body: Any, pointer: str) -> None:
    edge.pages = OnePage()
    client = ContractClient(edge.app(), edge.app().response_class)
    refused = client.post("/v1/sources", json=body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == pointer


def test_a_source_is_taken_back_and_restored_with_its_claims(held: ContractClient) -> None:
    count = len(held.get("/v1/claims?source=ferry").json["claims"])
    done = held.post(PATH, json={"reason": "The agency withdrew it."})
    retracted = {"at": "2022-01-08T12:00:00Z", "reason": "The agency withdrew it."}
    assert (done.status_code, done.json["retracted"], done.json["claims"]) == (
        200,
        retracted,
        count,
    )
    assert held.get(PATH).json == done.json
    claims = held.get("/v1/claims?source=ferry").json["claims"]
    assert [claim["retracted"] for claim in claims] == [retracted] * count
    back: Any = held.delete(f"{PATH}?reason=It+was+right", headers={"If-Match": "*"})
    assert (back.status_code, back.json["retracted"], back.json["claims"]) == (200, None, count)
    claims = held.get("/v1/claims?source=ferry").json["claims"]
    assert {claim["retracted"] for claim in claims} == {None}
    versions = held.get("/v1/sources/ferry/versions").json["versions"]
    assert [(one["action"], one["reason"]) for one in versions] == [
        ("created", None),
        ("retracted", "The agency withdrew it."),
        ("reinstated", "It was right"),
    ]


def test_a_retraction_of_a_source_names_its_reason_and_version(held: ContractClient) -> None:
    assert held.post(PATH, json={}).status_code == 422
    assert held.post(PATH, json={"reason": " "}).status_code == 422
    late = held.post(PATH, json={"reason": "Late."}, headers={"If-Match": '"1"'})
    assert late.status_code == 412
    assert held.post("/v1/sources/nothing/retraction", json={"reason": "?"}).status_code == 404
    assert held.get("/v1/sources/no%00thing/retraction").status_code == 404
