"""Saved checks: made, read, listed, deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes import NOW
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

REFUTED = {"statement": "More than 5,000 people were arrested."}
UNVERIFIED = {"statement": "Bananas are blue."}


def test_a_check_is_created_and_found_at_its_location(client: ContractClient) -> None:
    created = client.post("/v1/checks", json=REFUTED)

    assert created.status_code == 201
    assert created.headers["Location"] == f"/v1/checks/{created.json['id']}"
    assert created.json["id"].startswith("chk_")
    assert client.get(created.headers["Location"]).json == created.json


def test_a_saved_check_says_what_the_unsaved_one_says(client: ContractClient) -> None:
    saved = client.post("/v1/checks", json=REFUTED).json
    unsaved = client.get("/v1/check", query_string=REFUTED).json

    assert {**saved, "id": None} == unsaved


def test_the_whole_request_reaches_the_checker(client: ContractClient, edge: Edge) -> None:
    filters = {"publishers": ["dpa"], "sources": [], "published_from": None, "published_to": None}

    client.post(
        "/v1/checks",
        json={"statement": "A.", "as_of": "2022-01-07", "filters": filters, "limit": 3},
    )

    (asked,) = edge.checker.asked
    assert (asked.limit, asked.filters.publishers) == (3, ("dpa",))


@pytest.mark.parametrize("query", ["", "?format=text"])
def test_a_check_can_be_read_as_text(client: ContractClient, query: str) -> None:
    headers = {} if query else {"Accept": "text/plain"}

    created = client.post(f"/v1/checks{query}", json=REFUTED, headers=headers)

    assert created.mimetype == "text/plain"
    assert created.text.startswith("REFUTED")
    assert created.text.endswith(f"Saved as {created.headers['Location']}\n")


def test_a_deleted_check_is_gone(client: ContractClient) -> None:
    place = client.post("/v1/checks", json=REFUTED).headers["Location"]

    deleted = client.delete(place)

    assert (deleted.status_code, deleted.data) == (204, b"")
    assert client.get(place).status_code == 404
    assert client.delete(place).status_code == 404


def test_the_list_can_be_narrowed_to_a_verdict(client: ContractClient) -> None:
    for body in (REFUTED, UNVERIFIED, REFUTED):
        client.post("/v1/checks", json=body)

    listed = client.get("/v1/checks?verdict=refuted").json["checks"]

    assert [check["verdict"] for check in listed] == ["refuted", "refuted"]


def test_the_list_can_begin_at_a_moment(client: ContractClient, edge: Edge) -> None:
    client.post("/v1/checks", json=REFUTED)
    edge.clock = lambda: NOW + timedelta(hours=1)
    late = client.post("/v1/checks", json=UNVERIFIED).json

    listed = client.get("/v1/checks?changed_since=2022-01-08T12:30:00Z").json["checks"]

    assert listed == [late]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_the_pages_visit_every_check_exactly_once(client: ContractClient, limit: int) -> None:
    made = [client.post("/v1/checks", json=REFUTED).json["id"] for _ in range(7)]

    seen: list[str] = []
    place: str | None = f"/v1/checks?verdict=refuted&limit={limit}"
    while place is not None:
        page = client.get(place)
        seen += [check["id"] for check in page.json["checks"]]
        link = page.headers.get("Link")
        assert (link is None) == (page.json["next_cursor"] is None)
        place = link and link.removeprefix("<").removesuffix('>; rel="next"')

    assert seen == made


def test_a_cursor_whose_check_was_deleted_is_refused(client: ContractClient) -> None:
    first, _ = (client.post("/v1/checks", json=REFUTED) for _ in range(2))
    cursor = client.get("/v1/checks?limit=1").json["next_cursor"]
    client.delete(first.headers["Location"])

    response = client.get(f"/v1/checks?cursor={cursor}")

    assert response.status_code == 422
    assert response.json["errors"][0]["parameter"] == "cursor"
