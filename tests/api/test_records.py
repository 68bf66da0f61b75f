"""/v1/sources and /v1/claims: read one, list, filter, page."""

from __future__ import annotations

import pytest

from service.domain.corpus import IndexedClaim, Locator
from service.domain.mentions import Span
from tests.factories import make_claim, make_source
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient


def test_a_source_reads_as_in_a_corpus_file(client: ContractClient) -> None:
    assert client.get("/v1/sources/s1").json == {
        "kind": "source",
        "id": "s1",
        "publisher": "afp",
        "title": make_source().title,
        "url": None,
        "published_at": "2022-01-07",
        "language": "en",
        "origin": "dpa",
    }


def test_a_claim_reads_as_in_a_corpus_file(client: ContractClient) -> None:
    assert client.get("/v1/claims/c3").json == {
        "kind": "claim",
        "id": "c3",
        "source_id": "s3",
        "text": make_claim().text,
        "quote": None,
        "speaker": None,
        "standing": "asserted",
        "event_at": "2022-01-07",
        "locator": {"paragraph": 4, "span": None},
        "retracted": None,
    }


def test_a_span_is_two_numbers(client: ContractClient, edge: Edge) -> None:
    locator = Locator(paragraph=None, span=Span(start=3, end=9))
    claim = make_claim(id="spanned", source_id="s1", locator=locator)
    edge.corpus.add([], [IndexedClaim(claim=claim, terms=())])

    found = client.get("/v1/claims/spanned").json["locator"]

    assert found == {"paragraph": None, "span": [3, 9]}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("publisher=afp", ["s1", "s3"]),
        ("publisher=afp&publisher=dpa", ["s0", "s1", "s2", "s3", "s4"]),
        ("source=s2&source=s3", ["s2", "s3"]),
        ("publisher=afp&source=s2", []),
        ("published_from=2022-01-08", []),
        ("published_to=2022-01-07&limit=1", ["s0"]),
        ("q=arrests", ["s0", "s1", "s2", "s3", "s4"]),
        ("q=NEAR%28", []),
    ],
)
def test_sources_can_be_filtered(client: ContractClient, query: str, ids: list[str]) -> None:
    listed = client.get(f"/v1/sources?{query}").json["sources"]

    assert [source["id"] for source in listed] == ids


def test_claims_can_be_filtered_by_speaker(client: ContractClient, edge: Edge) -> None:
    claim = make_claim(id="spoken", source_id="s1", speaker="The mayor")
    edge.corpus.add([], [IndexedClaim(claim=claim, terms=())])

    listed = client.get("/v1/claims", query_string={"speaker": "The mayor"}).json["claims"]

    assert [found["id"] for found in listed] == ["spoken"]


@pytest.mark.parametrize("kind", ["sources", "claims"])
@pytest.mark.parametrize("limit", [1, 4, 5, 100])
def test_the_pages_visit_every_record_exactly_once(
    client: ContractClient, kind: str, limit: int
) -> None:
    whole = [record["id"] for record in client.get(f"/v1/{kind}").json[kind]]

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        page = client.get(f"/v1/{kind}", query_string=query).json
        seen += [record["id"] for record in page[kind]]
        cursor = page["next_cursor"]

    assert seen == whole
    assert len(seen) == {"sources": 5, "claims": 12}[kind]


def test_the_link_keeps_the_filters(client: ContractClient) -> None:
    link = client.get("/v1/claims?publisher=dpa&publisher=afp&limit=2").headers["Link"]

    assert link.startswith("</v1/claims?publisher=dpa&publisher=afp&limit=2&cursor=")
    assert link.endswith('>; rel="next"')


@pytest.mark.parametrize("cursor", ["x", "%3D%3D", "Y2xhaW0KczE%3D", "é", "a" * 999, "c291cmNl"])
def test_a_cursor_of_no_such_list_is_refused(client: ContractClient, cursor: str) -> None:
    response = client.get(f"/v1/claims?cursor={cursor}")

    assert response.status_code == 422
    assert response.json["errors"] == [
        {"pointer": "/cursor", "detail": "Not a cursor of this list.", "parameter": "cursor"}
    ]


def test_a_cursor_of_another_list_is_refused(client: ContractClient) -> None:
    cursor = client.get("/v1/sources?limit=1").json["next_cursor"]

    assert client.get(f"/v1/claims?cursor={cursor}").status_code == 422
