"""GET /v1alpha1/claims:search: what a client of Google's Fact Check Tools API gets here."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.corpus import Claim, IndexedClaim, RecordQuery, Retraction, Standing
from service.domain.errors import StoreUnavailable
from service.domain.keys import Scope
from service.parsing.indexing import index_terms
from service.storage.memory import MemoryCorpus
from tests.factories import make_claim, make_source
from tests.fakes_access import GuardedEdge
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

PATH = "/v1alpha1/claims:search"


def put(edge: Edge, *claims: Claim) -> None:
    sources = [
        make_source(
            id="town",
            publisher="The Town Paper",
            url="https://www.town.example/a",
            published_at="2022-01-07T08:30:00+01:00",
        ),
        make_source(id="wire", publisher="dpa", language="de-AT", published_at="2021-12-01"),
        make_source(id="blog", publisher=None, published_at=None),
    ]
    edge.corpus.add(sources, [IndexedClaim(claim=one, terms=index_terms(one)) for one in claims])


def numbered(source: str, count: int) -> list[Claim]:
    return [
        make_claim(
            id=f"{source}-{n:02}",
            source_id=source,
            text=f"{n + 10} bridges were closed in Almaty on day {n}.",
        )
        for n in range(count)
    ]


@pytest.fixture
def edge() -> Edge:
    edge = Edge()
    put(edge, *numbered("town", 15), *numbered("wire", 5), *numbered("blog", 3))
    return edge


def search(client: ContractClient, **query: object) -> Any:
    return client.get(PATH, query_string=query)


def texts(page: Any) -> list[str]:
    return [claim["text"] for claim in page.json["claims"]]


def sites(page: Any) -> set[str]:
    return {review["publisher"]["name"] for c in page.json["claims"] for review in c["claimReview"]}


def test_a_claim_is_given_with_the_outlet_as_its_reviewer(
    client: ContractClient, edge: Edge
) -> None:
    put(
        edge,
        make_claim(
            id="q1",
            source_id="town",
            text="The volcano erupted.",
            speaker="The mayor",
            standing=Standing.DISTANCED,
            event_at="2022-01-06",
        ),
    )

    page = search(client, query="volcano erupted")

    assert page.json == {
        "claims": [
            {
                "text": "The volcano erupted.",
                "claimant": "The mayor",
                "claimDate": "2022-01-06T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "The Town Paper", "site": "town.example"},
                        "url": "https://www.town.example/a",
                        "title": "Kazakhstan: arrests after the unrest",
                        "reviewDate": "2022-01-07T07:30:00Z",
                        "textualRating": "Relayed from The mayor; the outlet keeps its distance",
                        "languageCode": "en",
                    }
                ],
            }
        ]
    }


@pytest.mark.parametrize(
    ("changes", "rating"),
    [
        ({}, "Reported in the outlet's own words"),
        ({"standing": Standing.RELAYED, "speaker": "NASA"}, "Relayed from NASA"),
        ({"standing": Standing.RELAYED}, "Relayed from a party that it does not name"),
        ({"retracted": Retraction(at="2022-02-01", reason="Wrong.")}, "Retracted: Wrong."),
        ({"retracted": Retraction(at="2022-02-01", reason=None)}, "Retracted"),
    ],
)
def test_the_rating_says_how_the_outlet_stands_to_the_claim(
    client: ContractClient, edge: Edge, changes: dict[str, Any], rating: str
) -> None:
    edge.corpus.add(
        [make_source(id="solo", publisher="Solo")],
        [IndexedClaim(claim=make_claim(source_id="solo", **changes), terms=("arrest",))],
    )

    (claim,) = search(client, reviewPublisherSiteFilter="Solo").json["claims"]

    assert claim["claimReview"][0]["textualRating"] == rating


def test_a_claim_that_names_only_its_month_has_no_date(client: ContractClient, edge: Edge) -> None:
    put(edge, make_claim(id="m", source_id="wire", text="It thundered.", event_at="2022-01"))

    (claim,) = search(client, query="thundered").json["claims"]

    assert "claimDate" not in claim
    assert claim["claimant"] == "dpa"


def test_a_source_without_address_or_date_leaves_those_out(client: ContractClient) -> None:
    page = search(client, query="bridges closed Almaty", pageSize=100)

    reviews = [claim["claimReview"][0] for claim in page.json["claims"]]
    (review, *_) = [one for one in reviews if one["publisher"]["name"] == "blog"]
    assert review["publisher"] == {"name": "blog"}
    assert "reviewDate" not in review
    assert review["url"].startswith("http://localhost/v1/claims/blog-")


def test_pages_follow_each_other_without_gap_or_repeat(client: ContractClient) -> None:
    for query in ({"query": "bridges closed"}, {"reviewPublisherSiteFilter": "town.example"}):
        whole = texts(search(client, pageSize=100, **query))
        found: list[str] = []
        page = search(client, pageSize=4, **query)
        while True:
            found += texts(page)
            if "nextPageToken" not in page.json:
                break
            page = search(client, pageSize=4, pageToken=page.json["nextPageToken"], **query)

        assert found == whole
        assert len(found) in (15, 23)


def test_the_size_of_a_page_is_ten_unless_said_and_a_hundred_at_most(
    client: ContractClient,
) -> None:
    sizes = [len(texts(search(client, query="bridges", pageSize=n))) for n in ("0", "3", "5000")]

    assert sizes == [10, 3, 23]


def test_an_offset_passes_claims_over(client: ContractClient) -> None:
    for query in ({"query": "bridges"}, {"reviewPublisherSiteFilter": "dpa"}):
        whole = texts(search(client, **query))

        assert texts(search(client, offset=2, **query))[:3] == whole[2:5]


@pytest.mark.parametrize(
    ("reviewer", "names"),
    [
        ("town.example", {"The Town Paper"}),
        ("WWW.TOWN.EXAMPLE", {"The Town Paper"}),
        ("https://town.example/", {"The Town Paper"}),
        ("dpa", {"dpa"}),
        ("example", set()),
        ("[.", set()),
    ],
)
def test_reviews_can_be_narrowed_to_an_outlet(
    client: ContractClient, reviewer: str, names: set[str]
) -> None:
    listed = search(client, reviewPublisherSiteFilter=reviewer)
    ranked = search(client, reviewPublisherSiteFilter=reviewer, query="bridges", pageSize=50)

    assert sites(listed) == sites(ranked) == names


def test_reviews_can_be_narrowed_to_a_language_and_an_age(client: ContractClient) -> None:
    german = search(client, query="bridges", languageCode="de-DE")
    recent = search(client, query="bridges", maxAgeDays=7, pageSize=50)

    assert sites(german) == {"dpa"}
    assert sites(recent) == {"The Town Paper"}


def test_any_age_that_can_be_said_is_taken(client: ContractClient) -> None:
    assert len(texts(search(client, query="bridges", maxAgeDays=999_999, pageSize=50))) == 20


def test_what_every_client_of_google_sends_is_taken(client: ContractClient) -> None:
    query = {"key": "AIza", "alt": "json", "prettyPrint": "false", "fields": "claims", "$.xgafv": 1}

    assert search(client, query="bridges", **query).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "query"),
        ({"query": "  "}, "query"),
        ({"query": "a\x00"}, "query"),
        ({"query": "x" * 2_001}, "query"),
        ({"query": "a", "pageSize": "-1"}, "pageSize"),
        ({"query": "a", "pageSize": "ten"}, "pageSize"),
        ({"query": "a", "maxAgeDays": "9999999"}, "maxAgeDays"),
        ({"query": "a", "offset": "1001"}, "offset"),
        ({"query": "a", "pageToken": "x"}, "pageToken"),
        ({"query": "a", "alt": "proto"}, "alt"),
        ({"query": "a", "color": "red"}, "color"),
        ({"query": ["a", "b"]}, "query"),
    ],
)
def test_a_refusal_has_googles_shape_and_names_the_field(
    client: ContractClient, query: dict[str, Any], field: str
) -> None:
    refused = search(client, **query)

    error = refused.json["error"]
    assert (refused.status_code, refused.mimetype) == (400, "application/json")
    assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"].startswith(f"{field}: ")
    assert error["details"][0]["fieldViolations"][0]["field"] == field


def test_the_token_of_another_search_is_refused(client: ContractClient) -> None:
    token = search(client, query="bridges").json["nextPageToken"]

    refused = search(client, reviewPublisherSiteFilter="dpa", pageToken=token)

    assert refused.json["error"]["message"] == "pageToken: Not a token of this search."


class SilentCorpus(MemoryCorpus):
    """A corpus that cannot be read."""

    def claims(self, query: RecordQuery) -> list[Claim]:
        raise StoreUnavailable("the database does not answer")


def test_a_store_that_does_not_answer_is_unavailable() -> None:
    client = Edge(corpus=SilentCorpus()).app().test_client()

    failed = client.get(f"{PATH}?reviewPublisherSiteFilter=dpa")

    assert failed.status_code == 503
    assert failed.headers["Retry-After"] == "2"
    assert failed.get_json() == {
        "error": {
            "code": 503,
            "message": "The database does not answer.",
            "status": "UNAVAILABLE",
        }
    }


@pytest.mark.parametrize("shown", [{}, {"key": "AIza"}])
def test_a_key_that_is_missing_or_wrong_is_told_in_googles_shape(
    guarded: GuardedEdge, shown: dict[str, str]
) -> None:
    guarded.key(Scope.READ)

    refused = guarded.client().get(PATH, query_string={"query": "a", **shown})

    assert refused.status_code == 401
    assert refused.json["error"]["status"] == "UNAUTHENTICATED"
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_is_taken_where_googles_clients_put_it(guarded: GuardedEdge) -> None:
    key = guarded.key(Scope.READ)

    let_in = guarded.client().get(PATH, query_string={"query": "a", "key": key})

    assert let_in.status_code == 200
