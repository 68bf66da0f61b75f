"""/v1/disagreements: questions with more than one answer, filters, cursor, plain text."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.domain.corpus import Claim, IndexedClaim, Source, Standing
from service.domain.errors import StoreUnavailable
from service.parsing.indexing import index_terms
from tests.factories import make_claim, make_source
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

ARRESTS = {
    "wire": ("2022-01-07", "More than 3,700 people were arrested in Kazakhstan."),
    "daily": ("2022-01-07", "3,000 people were arrested in Kazakhstan."),
    "radio": ("2022-01-07", "More than 3,800 people were arrested in Kazakhstan."),
}
CAPITALS = {
    "atlas": ("2022-01-05", "Nur-Sultan is the capital of Kazakhstan."),
    "guide": ("2022-01-06", "Almaty is the capital of Kazakhstan."),
}


def records(reports: dict[str, tuple[str, str]]) -> tuple[list[Source], list[IndexedClaim]]:
    sources = [
        make_source(id=name, publisher=name.title(), origin=name, published_at=day)
        for name, (day, _) in reports.items()
    ]
    claims = [
        make_claim(id=f"{name}-1", source_id=name, text=text, event_at=None)
        for name, (_, text) in reports.items()
    ]
    return sources, [IndexedClaim(claim=one, terms=index_terms(one)) for one in claims]


@pytest.fixture
def edge() -> Edge:
    edge = Edge()
    edge.corpus.add(*records(ARRESTS))
    edge.corpus.add(*records(CAPITALS))
    return edge


@pytest.fixture
def client(edge: Edge) -> ContractClient:
    app = edge.app()
    return ContractClient(app, app.response_class)


def titles(client: FlaskClient, query: str = "") -> list[str]:
    body: Any = client.get(f"/v1/disagreements{query}").get_json()
    return [question["title"] for question in body["disagreements"]]


def test_a_question_names_its_answers_with_their_claims(client: ContractClient) -> None:
    body = client.get("/v1/disagreements?type=number").json

    (question,) = body["disagreements"]
    assert (question["type"], question["title"]) == ("number", "People arrested in Kazakhstan")
    given = {a["text"]: [c["source"]["id"] for c in a["claims"]] for a in question["answers"]}
    assert given == {"more than 3,700": ["wire"], "3,000": ["daily"], "more than 3,800": ["radio"]}
    assert all((a["publishers"], a["origins"]) == (1, 1) for a in question["answers"])
    assert [detail.lower() for detail in question["details"]] == [
        "more than 3,800 is not 3,000",
        "more than 3,700 is not 3,000",
    ]
    assert (body["pending"], body["revision"], body["next_cursor"]) == (0, 2, None)


def test_two_lower_bounds_alone_are_no_disagreement() -> None:
    edge = Edge()
    edge.corpus.add(*records({name: ARRESTS[name] for name in ("wire", "radio")}))
    assert titles(edge.app().test_client()) == []


def test_a_corrected_claim_ends_a_disagreement(edge: Edge, client: ContractClient) -> None:
    before = titles(client)
    edge.corpus.add(*records({"guide": ("2022-01-06", "Almaty is Kazakhstan's largest city.")}))
    after = titles(client)
    assert set(before) - set(after) == {"Capital of Kazakhstan"}


def distanced(name: str, text: str) -> Claim:
    return make_claim(
        id=f"{name}-1", source_id=name, text=text, standing=Standing.DISTANCED, event_at=None
    )


def test_a_claim_kept_at_a_distance_makes_no_question(edge: Edge, client: ContractClient) -> None:
    claim = distanced("guide", CAPITALS["guide"][1])
    edge.corpus.add([], [IndexedClaim(claim=claim, terms=index_terms(claim))])
    assert titles(client) == ["People arrested in Kazakhstan"]


def test_a_claim_kept_at_a_distance_is_shown_in_one(edge: Edge, client: ContractClient) -> None:
    claim = distanced("radio", ARRESTS["radio"][1])
    edge.corpus.add([], [IndexedClaim(claim=claim, terms=index_terms(claim))])
    body = client.get("/v1/disagreements?type=number").json
    shown = {
        c["source"]["id"]: c["standing"]
        for a in body["disagreements"][0]["answers"]
        for c in a["claims"]
    }
    assert shown == {"wire": "asserted", "daily": "asserted", "radio": "distanced"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?type=place", ["Capital of Kazakhstan"]),
        ("?type=place&type=date", ["Capital of Kazakhstan"]),
        ("?q=arrested", ["People arrested in Kazakhstan"]),
        ("?source=atlas", ["Capital of Kazakhstan"]),
        ("?publisher=Radio", ["People arrested in Kazakhstan"]),
        ("?published_from=2022-01-07", ["People arrested in Kazakhstan"]),
        ("?published_to=2022-01-05", ["Capital of Kazakhstan"]),
        ("?type=quote", []),
    ],
)
def test_filters(client: ContractClient, query: str, found: list[str]) -> None:
    assert titles(client, query) == found


def test_pages_follow_each_other(client: ContractClient) -> None:
    first = client.get("/v1/disagreements?limit=1")
    second = client.get(f"/v1/disagreements?limit=1&cursor={first.json['next_cursor']}")

    shown = [page.json["disagreements"][0]["title"] for page in (first, second)]
    assert shown == titles(client)
    assert first.headers["Link"].endswith('; rel="next"')
    assert second.json["next_cursor"] is None


@pytest.mark.parametrize("query", ["?type=colour", "?cursor=nonsense", "?limit=0", "?by=date"])
def test_a_wrong_parameter_is_a_problem(client: ContractClient, query: str) -> None:
    refused = client.get(f"/v1/disagreements{query}")
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert refused.json["errors"]


def test_plain_text_has_80_columns(client: ContractClient) -> None:
    text = client.get("/v1/disagreements", headers={"Accept": "text/plain"}).text
    assert max(map(len, text.splitlines())) <= 80
    assert "People arrested in Kazakhstan (number)" in text
    assert "Corpus revision 2, 5 claims." in text


def test_plain_text_names_the_next_page(client: ContractClient) -> None:
    text = client.get("/v1/disagreements?format=text&limit=1").text
    assert "Next page: /v1/disagreements?format=text&limit=1&cursor=" in " ".join(text.split())


def test_no_disagreement_is_said_so() -> None:
    assert "No disagreement" in Edge().app().test_client().get("/v1/disagreements?format=text").text


def test_what_is_not_compared_yet_is_told(edge: Edge) -> None:
    class Busy:
        def refresh(self, *, seconds: float | None = None) -> int:
            return 5

        page = edge.finder().page

    edge.disagreements = Busy()
    client = edge.app().test_client()
    assert client.get("/v1/disagreements").get_json()["pending"] == 5
    assert "5 changed claims" in client.get("/v1/disagreements?format=text").text


class Counting:
    """Counts how often it is asked to compare."""

    def __init__(self, edge: Edge) -> None:
        self.asked = 0
        self.page = edge.finder().page

    def refresh(self, *, seconds: float | None = None) -> int:
        self.asked += 1
        if self.asked > 1:
            raise StoreUnavailable("the database does not answer")
        return 0


def test_a_write_is_compared_at_once_and_stands_if_that_fails(edge: Edge) -> None:
    edge.disagreements = counting = Counting(edge)
    client = edge.app().test_client()
    record = {**client.get("/v1/claims/wire-1").get_json(), "id": "wire-2"}
    read = counting.asked

    added = [client.post("/v1/claims", json={**record, "id": f"wire-{n}"}) for n in (2, 3)]

    assert (read, counting.asked) == (0, 2)
    assert [response.status_code for response in added] == [201, 201]


def test_the_list_is_a_table_with_a_row_a_claim(client: ContractClient) -> None:
    page = client.get("/v1/disagreements?format=csv&type=number&limit=1")

    rows = list(csv.DictReader(io.StringIO(page.text, newline="")))
    assert page.mimetype == "text/csv"
    assert {(row["answer"], row["claim_id"], row["publisher"]) for row in rows} == {
        ("3,000", "daily-1", "Daily"),
        ("more than 3,700", "wire-1", "Wire"),
        ("more than 3,800", "radio-1", "Radio"),
    }
