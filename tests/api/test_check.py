"""GET /v1/check: the answer's shape, its ETag, its forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes import NOW
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

STATEMENT = "More than 5,000 people were arrested in Kazakhstan."


def ask(client: ContractClient, **query: object) -> Any:
    return client.get("/v1/check", query_string={"statement": STATEMENT, **query})


def test_an_answer_holds_every_key_in_the_order_of_the_contract(client: ContractClient) -> None:
    check = ask(client).json

    assert list(check) == [
        *("id", "checked_at", "statement", "verdict", "confidence", "summary", "abstention"),
        *("attribution", "assertions", "evidence", "agreement", "safe_wording", "partial"),
        *("corpus", "engine"),
        "reviews",
    ]
    assert check["reviews"] == []
    assert check["id"] is None
    assert check["checked_at"] == "2022-01-08T12:00:00Z"
    assert check["statement"] == {"text": STATEMENT, "language": "en", "as_of": None}


def test_evidence_carries_claim_source_reasons_and_place(client: ContractClient) -> None:
    (evidence,) = ask(client).json["evidence"]["conflicting"]

    assert list(evidence) == [
        *("claim", "source", "stance", "confidence", "reasons", "locator", "superseded_by")
    ]
    assert evidence["source"]["id"] == "kz-dpa"
    assert evidence["reasons"][0]["claim"] == {"text": "More than 3,700", "span": [0, 15]}
    assert evidence["locator"] == {"paragraph": 4, "span": None}


def test_nothing_is_saved(client: ContractClient) -> None:
    ask(client)

    assert client.get("/v1/checks").json == {"checks": [], "next_cursor": None}


def test_every_parameter_reaches_the_checker(client: ContractClient, edge: Edge) -> None:
    client.get(
        "/v1/check?statement=a%20b&as_of=2022-01-07T20:00:00%2B02:00&publisher=dpa&publisher=afp"
        "&source=s1&published_from=2022-01-01&published_to=2022-01-31&limit=50"
    )

    (asked,) = edge.checker.asked
    assert asked.statement == "a b"
    assert asked.as_of is not None
    assert asked.as_of.isoformat() == "2022-01-07T18:00:00+00:00"
    assert asked.filters.publishers == ("afp", "dpa")
    assert asked.filters.sources == ("s1",)
    assert (asked.filters.published_from, asked.filters.published_to) == (
        "2022-01-01",
        "2022-01-31",
    )
    assert asked.limit == 50


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2022-01-07", "2022-01-07T23:59:59Z"),
        ("2022-01-07T18:00", "2022-01-07T18:00:00Z"),
        ("2022-01-07T18:00:00Z", "2022-01-07T18:00:00Z"),
        ("2022-01-07T18:00:00-05:00", "2022-01-07T23:00:00Z"),
    ],
)
def test_as_of_may_be_a_date_or_a_moment(client: ContractClient, given: str, meant: str) -> None:
    assert ask(client, as_of=given).json["statement"]["as_of"] == meant


def test_the_same_question_has_the_same_tag_and_a_match_is_304(client: ContractClient) -> None:
    tag = ask(client).headers["ETag"]

    again = client.get(
        "/v1/check", query_string={"statement": STATEMENT}, headers={"If-None-Match": tag}
    )

    assert again.status_code == 304
    assert again.headers["ETag"] == tag


def test_a_match_asks_the_checker_nothing(client: ContractClient, edge: Edge) -> None:
    tag = ask(client).headers["ETag"]
    edge.checker.asked.clear()

    client.get("/v1/check", query_string={"statement": STATEMENT}, headers={"If-None-Match": tag})

    assert edge.checker.asked == []


@pytest.mark.parametrize(
    "query",
    [
        {"statement": "Other."},
        {"as_of": "2022-01-07"},
        {"limit": 3},
        {"publisher": "dpa"},
        {"source": "s1"},
        {"published_to": "2022-02-01"},
        {"format": "text"},
    ],
)
def test_another_question_has_another_tag(client: ContractClient, query: dict[str, object]) -> None:
    assert ask(client, **query).headers["ETag"] != ask(client).headers["ETag"]


def test_a_new_revision_has_another_tag_and_a_new_answer(
    client: ContractClient, edge: Edge
) -> None:
    before = ask(client)
    edge.checker.revision += 1

    after = ask(client)

    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.json["corpus"]["revision"] == 2


def test_a_question_without_as_of_is_asked_anew_the_next_day(
    client: ContractClient, edge: Edge
) -> None:
    today = ask(client).headers["ETag"]
    fixed = ask(client, as_of="2022-01-07").headers["ETag"]
    edge.clock = lambda: NOW + timedelta(days=1)

    assert ask(client).headers["ETag"] != today
    assert ask(client, as_of="2022-01-07").headers["ETag"] == fixed


def test_the_order_of_filters_makes_no_other_question(client: ContractClient) -> None:
    tags = {
        client.get(f"/v1/check?statement=a&source={a}&source={b}").headers["ETag"]
        for a, b in (("x", "y"), ("y", "x"))
    }

    assert len(tags) == 1


def test_a_kept_answer_has_its_own_time(client: ContractClient, edge: Edge) -> None:
    first = ask(client)
    edge.clock = lambda: NOW + timedelta(minutes=5)

    second = ask(client)

    assert len(edge.checker.asked) == 1
    assert second.json == {**first.json, "checked_at": "2022-01-08T12:05:00Z"}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/plain", "text/plain"),
        ("text/*;q=0.9, application/json;q=0.1", "text/plain"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("nonsense, text/plain;q=abc, */*", "application/json"),
    ],
)
def test_the_accept_header_chooses_the_form(
    client: ContractClient, accept: str | None, media: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}

    response = client.get("/v1/check", query_string={"statement": STATEMENT}, headers=headers)

    assert response.mimetype == media
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(("name", "media"), [("text", "text/plain"), ("json", "application/json")])
def test_format_overrides_the_accept_header(client: ContractClient, name: str, media: str) -> None:
    response = client.get(
        "/v1/check",
        query_string={"statement": STATEMENT, "format": name},
        headers={"Accept": "image/png"},
    )

    assert response.mimetype == media


def test_head_has_the_headers_of_get_and_no_body(client: ContractClient) -> None:
    response = client.head("/v1/check", query_string={"statement": STATEMENT})

    assert response.status_code == 200
    assert response.headers["ETag"] == ask(client).headers["ETag"]
    assert response.data == b""


def test_options_says_what_is_allowed(client: ContractClient) -> None:
    response = client.options("/v1/check")

    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("text", ['"', "NEAR(", "*", "a AND", "x OR NOT y^2", "col:val", "(-)"])
def test_the_syntax_of_a_search_is_only_text(client: ContractClient, text: str) -> None:
    assert ask(client, statement=text).json["statement"]["text"] == text


@pytest.mark.parametrize("limit", ["-5", "0", "51"])
def test_a_number_out_of_range_is_told_its_range(client: ContractClient, limit: str) -> None:
    refused = client.get(f"/v1/check?statement=a&limit={limit}")

    assert refused.status_code == 422
    (error,) = refused.json["errors"]
    assert "1 and less than or equal to 50" in error["detail"]
