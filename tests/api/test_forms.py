"""One address, many readers: each form of a check over HTTP, and lists as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from service.api import CheckForms
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

STATEMENT = "More than 5,000 people were arrested in Kazakhstan."
FORMS = [
    ("text", "text/plain", "REFUTED"),
    ("markdown", "text/markdown", "# Refuted by the sources on file"),
    ("html", "text/html", "<!doctype html>"),
    ("jsonld", "application/ld+json", '{\n  "@context": "https://schema.org"'),
]


def ask(client: ContractClient, **query: object) -> Any:
    return client.get("/v1/check", query_string={"statement": STATEMENT, **query})


@pytest.mark.parametrize(("name", "media", "beginning"), FORMS)
def test_a_form_is_chosen_by_name_and_by_header(
    client: ContractClient, name: str, media: str, beginning: str
) -> None:
    by_name = ask(client, format=name)
    by_header = client.get(
        "/v1/check", query_string={"statement": STATEMENT}, headers={"Accept": media}
    )

    assert by_name.mimetype == by_header.mimetype == media
    assert by_name.text == by_header.text
    assert by_name.text.startswith(beginning)
    assert by_name.headers["Vary"] == "Accept"


@pytest.mark.parametrize(("name", "media", "beginning"), FORMS)
def test_a_saved_check_has_every_form(
    client: ContractClient, name: str, media: str, beginning: str
) -> None:
    created = client.post(f"/v1/checks?format={name}", json={"statement": STATEMENT})

    read = client.get(created.headers["Location"], headers={"Accept": media})

    assert created.status_code == 201
    assert created.mimetype == media
    assert created.text == read.text
    assert read.text.startswith(beginning)


def test_a_sentence_may_be_answered_as_a_page(client: ContractClient) -> None:
    page = client.post("/?format=html", data=STATEMENT, content_type="text/plain")

    assert page.mimetype == "text/html"


def test_the_page_may_use_nothing_but_its_own_style(client: ContractClient) -> None:
    policy = ask(client, format="html").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_each_form_has_its_own_tag_and_all_share_one_judgement(
    client: ContractClient, edge: Edge
) -> None:
    tags = {ask(client, format=name).headers["ETag"] for name, _, _ in FORMS}

    assert len(tags) == len(FORMS)
    assert len(edge.checker.asked) == 1


def test_a_page_that_has_not_changed_is_304(client: ContractClient) -> None:
    tag = ask(client, format="html").headers["ETag"]

    again = client.get(
        "/v1/check",
        query_string={"statement": STATEMENT, "format": "html"},
        headers={"If-None-Match": tag},
    )

    assert again.status_code == 304


def test_an_unsaved_check_has_the_address_of_its_question(client: ContractClient) -> None:
    review = ask(client, format="jsonld", publisher="dpa", as_of="2022-01-07T18:00:00Z").json

    assert review["url"] == (
        "http://localhost/v1/check?statement=More+than+5%2C000+people+were+arrested+in+"
        "Kazakhstan.&as_of=2022-01-07T18%3A00%3A00Z&publisher=dpa&limit=10"
    )
    assert client.get(review["url"]).json["statement"]["text"] == STATEMENT


def test_the_publisher_is_the_one_of_the_settings_or_the_host(edge: Edge) -> None:
    edge.forms = CheckForms(publisher_name="The Town Paper", publisher_url="https://town.example")
    named = edge.app().test_client()
    unnamed = Edge().app().test_client()

    for client, publisher in (
        (named, {"name": "The Town Paper", "url": "https://town.example"}),
        (unnamed, {"name": "localhost", "url": "http://localhost"}),
    ):
        review: Any = client.get("/v1/check?format=jsonld&statement=a").get_json(force=True)
        assert review["publisher"] == {"@type": "Organization", **publisher}


def test_a_host_that_could_not_be_typed_is_not_published(client: ContractClient) -> None:
    page = client.get("/v1/check?format=html&statement=a", headers={"Host": 'a"b<c'})

    assert "127.0.0.1:8000" in page.text
    assert "b<c" not in page.text


@pytest.mark.parametrize("name", ["csv", "sarif", "HTML", ""])
def test_a_form_that_a_check_does_not_have_is_refused(client: ContractClient, name: str) -> None:
    refused = ask(client, format=name)

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/format"


def rows(response: Any) -> list[list[str]]:
    assert response.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(response.text, newline="")))


@pytest.mark.parametrize("name", ["claims", "sources"])
def test_a_list_as_csv_goes_on_through_its_link(client: ContractClient, name: str) -> None:
    held = [record["id"] for record in client.get(f"/v1/{name}").json[name]]
    found: list[str] = []
    page = client.get(f"/v1/{name}?format=csv&limit=2")

    while True:
        header, *records = rows(page)
        found += [row[header.index("id")] for row in records]
        if "Link" not in page.headers:
            break
        page = client.get(page.headers["Link"].partition(">")[0][1:])

    assert found == held
    assert page.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'


def test_a_list_is_csv_by_header_too(client: ContractClient) -> None:
    assert len(rows(client.get("/v1/claims", headers={"Accept": "text/csv"}))) == 13


def test_saved_checks_are_a_table(client: ContractClient) -> None:
    client.post("/v1/checks", json={"statement": f"=1+1 {STATEMENT}"})

    header, row = rows(client.get("/v1/checks?format=csv"))

    cells = dict(zip(header, row, strict=True))
    assert cells["statement"] == f"'=1+1 {STATEMENT}"
    assert cells["verdict"] == "refuted"
    assert cells["conflicting_publishers"] == "1"


def test_what_editors_ruled_and_what_changed_is_in_the_forms_to_read(
    client: ContractClient,
) -> None:
    path = client.post("/v1/checks", json={"statement": STATEMENT}).headers["Location"]
    ruling = {"verdict": "supported", "reason": "Seen on site.", "reviewer": "A. Editor"}
    assert client.post(f"{path}/reviews", json=ruling).status_code == 201

    page, markdown, review, text = (
        client.get(f"{path}?format={name}") for name in ("html", "markdown", "jsonld", "text")
    )

    assert "<strong>Supported</strong>" in page.text
    assert markdown.text.startswith("# Refuted by the sources on file\n\n**Editor's review:**")
    assert review.get_json(force=True)["author"]["name"] == "A. Editor"
    assert review.get_json(force=True)["reviewRating"]["ratingValue"] == 5
    assert text.text.startswith("REFUTED")
    assert "SUPPORTED, A. Editor" in text.text
