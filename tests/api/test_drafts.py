"""POST /v1/drafts: a whole text in, every sentence of it accounted for."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.drafts import MAX_DRAFT
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

PATH = "/v1/drafts"
# "\U0001f600" is one code point and two code units of UTF-16.
TEXT = (
    "\U0001f600 Unrest in Kazakhstan\r\n\r\n"
    "More than 5,000 people were arrested in Kazakhstan. Who gave the order?\r\n"
    "The town of Ostvik lost 40 jobs."
)
ARRESTS = "More than 5,000 people were arrested in Kazakhstan."
KEYS = {"draft", "verdicts", "partial", "checks", "passed_over", "corpus", "engine"}


def checked(client: ContractClient, text: str, query: str = "", **fields: object) -> Any:
    response = client.post(f"{PATH}{query}", json={"text": text, **fields})
    assert response.status_code == 200, response.text
    return response.json


def test_every_sentence_is_checked_or_passed_over_with_its_place(client: ContractClient) -> None:
    report = checked(client, TEXT)

    assert set(report) == KEYS
    for one in [*report["checks"], *report["passed_over"]]:
        start, end = one["span"]
        assert TEXT[start:end] == one["text"]
    assert [one["text"] for one in report["checks"]] == [
        ARRESTS,
        "The town of Ostvik lost 40 jobs.",
    ]
    assert [one["code"] for one in report["passed_over"]] == ["fragment", "question"]
    assert report["verdicts"] == {"supported": 0, "refuted": 1, "disputed": 0, "unverified": 1}


def test_a_check_in_a_draft_is_the_check_of_its_statement(client: ContractClient) -> None:
    first, _ = checked(client, TEXT)["checks"]

    alone = client.get("/v1/check", query_string={"statement": first["statement"]})
    assert first["check"] == alone.json
    assert first["check"]["id"] is None


def test_why_a_sentence_is_worth_it_is_said_with_its_words(client: ContractClient) -> None:
    first, _ = checked(client, TEXT)["checks"]

    assert first["worth"]["reasons"] == [
        {"type": "number", "text": "More than 5,000"},
        {"type": "name", "text": "Kazakhstan"},
        {"type": "event", "text": "arrested"},
    ]


def test_relative_dates_count_from_the_day_of_publication(client: ContractClient) -> None:
    day = "2022-01-07T23:30:00-05:00"

    report = checked(client, "On Monday 40 people were arrested in Ostvik.", published_at=day)

    assert report["draft"]["published_at"] == "2022-01-07"
    assert "Monday 3 January 2022" in report["checks"][0]["statement"]


def test_offsets_may_be_counted_as_javascript_does(client: ContractClient) -> None:
    report = checked(client, TEXT, "?offsets=utf16")

    units = TEXT.encode("utf-16-le")
    for one in [*report["checks"], *report["passed_over"]]:
        start, end = one["span"]
        assert units[2 * start : 2 * end].decode("utf-16-le") == one["text"]
    assert report["draft"]["characters"] == len(TEXT) + 1
    assert report["draft"]["offsets"] == "utf16"


def test_plain_text_is_taken_character_by_character(client: ContractClient) -> None:
    response = client.post(
        f"{PATH}?published_at=2022-01-07&uri=a.txt&source=s1&limit=2",
        data=f"\ufeff  {TEXT}\n".encode(),
        content_type="text/plain; charset=utf-8",
    )

    first = response.json["checks"][0]
    assert f"\ufeff  {TEXT}\n"[slice(*first["span"])] == ARRESTS
    assert response.json["draft"]["uri"] == "a.txt"


def test_the_filters_and_the_limit_reach_each_check(edge: Edge, client: ContractClient) -> None:
    checked(client, TEXT, limit=2, filters={"publishers": ["dpa"]}, as_of="2022-01-07")

    assert {(one.limit, one.filters.publishers) for one in edge.checker.asked} == {(2, ("dpa",))}
    assert all(one.as_of for one in edge.checker.asked)


@pytest.mark.parametrize("accept", ["text/plain", "application/sarif+json", "application/json"])
def test_the_form_follows_accept(client: ContractClient, accept: str) -> None:
    response = client.post(PATH, json={"text": TEXT}, headers={"Accept": accept})

    assert response.mimetype == accept
    assert response.headers["Vary"] == "Accept"


def test_lines_can_be_jumped_to(client: ContractClient) -> None:
    response = client.post(f"{PATH}?format=lines", json={"text": TEXT, "uri": "news/a.txt"})

    first, second = response.text.splitlines()
    assert first == "news/a.txt:3:1: refuted: Conflicting: one source reports 3,700 arrests."
    assert second.startswith("news/a.txt:4:1: unverified: ")


def test_nothing_is_saved(client: ContractClient) -> None:
    checked(client, TEXT)

    assert client.get("/v1/checks").json["checks"] == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * MAX_DRAFT,
        '"' * MAX_DRAFT,
        "word " * 10_000,
        "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd. \u202e5 \u05d0\u05e0\u05e9\u05d9\u05dd.",
        "<p>5 &amp;amp;amp; 6</p>\r<script>7 died in Oslo.",
        "\u200b",
        "\x01\x02 5 people died in Oslo.\x1f",
        "e\u0301" * 100 + " 5 people died in Oslo.",
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.parametrize("form", ["json", "text", "lines", "sarif"])
def test_hostile_text_is_answered_in_every_form(
    client: ContractClient, text: str, form: str
) -> None:
    response = client.post(f"{PATH}?format={form}", json={"text": text})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/text"),
        ({"text": ""}, "/text"),
        ({"text": " \r\n\t"}, "/text"),
        ({"text": "a" * (MAX_DRAFT + 1)}, "/text"),
        ({"text": "a\x00b"}, "/text"),
        ({"text": "\ud800"}, "/text"),
        ({"text": ["a"]}, "/text"),
        ({"text": "a", "texts": "b"}, "/texts"),
        ({"text": "a", "published_at": "Friday"}, "/published_at"),
        ({"text": "a", "published_at": "2022-02-30"}, "/published_at"),
        ({"text": "a", "published_at": 7}, "/published_at"),
        ({"text": "a", "as_of": "soon"}, "/as_of"),
        ({"text": "a", "limit": 51}, "/limit"),
        ({"text": "a", "filters": {"sources": [1]}}, "/filters/sources/0"),
        ({"text": "a", "title": "b" * 1_001}, "/title"),
        ({"text": "a", "uri": "a b"}, "/uri"),
        ({"text": "a", "uri": ""}, "/uri"),
    ],
)
def test_what_is_wrong_is_named(
    client: ContractClient, body: dict[str, object], pointer: str
) -> None:
    response = client.post(PATH, json=body)

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("query", "body", "content_type", "status"),
    [
        ("?format=pdf", b'{"text": "a"}', "application/json", 422),
        ("?offsets=bytes", b'{"text": "a"}', "application/json", 422),
        # What a plain text says in the query, JSON says in its body.
        ("?published_at=2022-01-07", b'{"text": "a"}', "application/json", 422),
        ("?published_at=x", b"a", "text/plain", 422),
        ("", b"   ", "text/plain", 422),
        ("", b"a" * (MAX_DRAFT + 1), "text/plain", 422),
        ("", b"\xff", "text/plain", 400),
        ("", b"a", "text/plain; charset=latin-1", 415),
        ("", b"<p>a</p>", "text/html", 415),
        ("", b"a", "", 415),
    ],
)
def test_a_wrong_request_is_refused_as_a_problem(
    client: ContractClient, query: str, body: bytes, content_type: str, status: int
) -> None:
    response = client.post(f"{PATH}{query}", data=body, content_type=content_type)

    assert response.status_code == status
    assert response.json["errors"]


def test_no_form_that_we_have_is_406(client: ContractClient) -> None:
    response = client.post(PATH, json={"text": "a"}, headers={"Accept": "image/png"})

    assert response.status_code == 406
