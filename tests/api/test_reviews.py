"""What editors rule on saved checks: made, listed, deleted, shown beside the verdict, counted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.openapi_contract import ContractClient

STATEMENT = {"statement": "More than 5,000 people were arrested."}
RULING = {"verdict": "disputed", "reason": "The ministry objects.", "reviewer": "R. Halden"}


@pytest.fixture
def place(client: ContractClient) -> str:
    """The address of a saved check, which the machine refutes."""
    location: str = client.post("/v1/checks", json=STATEMENT).headers["Location"]
    return location


def rule(client: ContractClient, place: str, **changed: object) -> Any:
    return client.post(f"{place}/reviews", json={**RULING, **changed})


def test_a_review_is_kept_and_found_at_its_location(client: ContractClient, place: str) -> None:
    created = rule(client, place, headline="Arrests in dispute")

    assert created.status_code == 201
    review = client.get(created.headers["Location"]).json
    assert review == created.json
    assert review["id"].startswith("rev_")
    assert {key: review[key] for key in RULING} == RULING
    assert (review["headline"], review["machine_verdict"]) == ("Arrests in dispute", "refuted")
    assert (review["revision"], review["stale"], review["superseded"]) == (1, False, False)


def test_the_verdict_of_the_machine_stays_and_the_review_stands_beside(
    client: ContractClient, place: str
) -> None:
    before = client.get(place).json
    rule(client, place)

    check = client.get(place).json
    assert {**check, "reviews": []} == before
    assert [review["verdict"] for review in check["reviews"]] == ["disputed"]
    (listed,) = client.get("/v1/checks").json["checks"]
    assert listed == check


def test_a_check_shows_the_last_review_of_each_reviewer(client: ContractClient, place: str) -> None:
    rule(client, place)
    rule(client, place, reviewer="  R. Halden ", verdict="refuted")

    shown = client.get(place).json["reviews"]
    listed = client.get(f"{place}/reviews").json["reviews"]

    assert [review["verdict"] for review in shown] == ["refuted"]
    assert [(one["verdict"], one["superseded"]) for one in listed] == [
        ("disputed", True),
        ("refuted", False),
    ]


def test_the_text_shows_the_review_below_the_answer(client: ContractClient, place: str) -> None:
    rule(client, place, headline="Arrests in dispute", reason="long " * 40)

    text = client.get(place, headers={"Accept": "text/plain"}).text

    assert text.startswith("REFUTED")
    assert "  * DISPUTED, R. Halden, 2022-01-08, corpus revision 1\n" in text
    assert '      "Arrests in dispute"\n' in text
    assert text.endswith(f"Saved as {place}\n")
    assert max(map(len, text.splitlines())) <= 80


def test_a_review_cannot_steer_a_terminal(client: ContractClient, place: str) -> None:
    rule(client, place, reviewer="\x1b[31mred")

    assert "\x1b" not in client.get(place, headers={"Accept": "text/plain"}).text


def test_a_deleted_review_is_gone(client: ContractClient, place: str) -> None:
    review = rule(client, place).headers["Location"]

    assert client.delete(review).status_code == 204
    assert client.get(review).status_code == 404
    assert client.delete(review).status_code == 404
    assert client.get(place).json["reviews"] == []


def test_reviews_are_paged(client: ContractClient, place: str) -> None:
    for name in "abc":
        rule(client, place, reviewer=name)

    first = client.get(f"{place}/reviews?limit=2")
    rest = client.get(first.headers["Link"].split(">")[0].lstrip("<"))

    names = [one["reviewer"] for one in first.json["reviews"] + rest.json["reviews"]]
    assert (names, rest.json["next_cursor"]) == (["a", "b", "c"], None)


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"verdict": "true"}, "/verdict"),
        ({"verdict": None}, "/verdict"),
        ({"verdict": ["supported"]}, "/verdict"),
        ({"reason": " \n"}, "/reason"),
        ({"reason": "x" * 2001}, "/reason"),
        ({"reviewer": "a\0b"}, "/reviewer"),
        ({"reviewer": "\ud800"}, "/reviewer"),
        ({"reviewer": 7}, "/reviewer"),
        ({"headline": ""}, "/headline"),
        ({"headline": {}}, "/headline"),
        ({"machine_verdict": "supported"}, "/machine_verdict"),
    ],
)
def test_a_wrong_ruling_is_refused_with_its_field(
    client: ContractClient, place: str, changed: dict[str, object], pointer: str
) -> None:
    refused = rule(client, place, **changed)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]
    assert client.get(f"{place}/reviews").json["reviews"] == []


@pytest.mark.parametrize("missing", sorted(RULING))
def test_a_ruling_needs_its_fields(client: ContractClient, place: str, missing: str) -> None:
    body = {key: value for key, value in RULING.items() if key != missing}

    refused = client.post(f"{place}/reviews", json=body)

    assert refused.json["errors"][0]["pointer"] == f"/{missing}"


@pytest.mark.parametrize("path", ["/v1/checks/chk_no/reviews", "/v1/checks/chk_no/history"])
def test_a_check_that_is_not_there_has_nothing_beside_it(client: ContractClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_check_that_is_not_there_cannot_be_ruled_on(client: ContractClient) -> None:
    assert rule(client, "/v1/checks/chk_no").status_code == 404
    assert client.delete("/v1/checks/chk_no/reviews/rev_1").status_code == 404


@pytest.mark.parametrize("name", ["reviews", "history"])
@pytest.mark.parametrize("query", ["cursor=AAAA", "cursor=%00", "limit=0", "limit=x", "page=2"])
def test_a_wrong_page_is_refused(client: ContractClient, place: str, name: str, query: str) -> None:
    refused = client.get(f"{place}/{name}?{query}")

    assert refused.status_code == 422
    assert refused.json["errors"][0]["parameter"] == query.split("=")[0]


def test_the_list_tells_reviewed_checks_from_the_others(client: ContractClient, place: str) -> None:
    other = client.post("/v1/checks", json=STATEMENT).json["id"]
    rule(client, place)

    found = {
        asked: [check["id"] for check in client.get(f"/v1/checks?reviewed={asked}").json["checks"]]
        for asked in ("true", "false")
    }

    assert found == {"true": [place.split("/")[-1]], "false": [other]}
    assert client.get("/v1/checks?reviewed=yes").status_code == 422


def test_the_model_card_has_the_figures_of_this_newsroom(
    client: ContractClient, place: str
) -> None:
    assert client.get("/v1/model-card").json["newsroom"]["agreement"] is None

    rule(client, place)
    rule(client, place, reviewer="Another", verdict="refuted")

    figures = client.get("/v1/model-card").json["newsroom"]
    assert (figures["checks"], figures["reviews"]) == (1, 2)
    assert (figures["agreement"], figures["false_supported"]) == (0.5, 0.0)
    assert figures["confusion"]["refuted"] == {
        "supported": 0,
        "refuted": 1,
        "disputed": 1,
        "unverified": 0,
    }


def test_a_deleted_check_takes_its_reviews_along(client: ContractClient, place: str) -> None:
    review = rule(client, place).headers["Location"]
    client.delete(place)

    assert client.get(review).status_code == 404
    assert client.get("/v1/model-card").json["newsroom"]["checks"] == 0
