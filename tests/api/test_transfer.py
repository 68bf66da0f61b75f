"""/v1/imports and /v1/export: three forms in, one out, every bad record told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.api import ApiLimits, examples
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

NDJSON = "application/x-ndjson"


def send(client: ContractClient, body: str | bytes, query: str = "", media: str = NDJSON) -> Any:
    return client.post(f"/v1/imports{query}", data=body, content_type=media)


@pytest.mark.parametrize(
    ("media", "body"),
    [
        (NDJSON, examples.IMPORT_NDJSON),
        ("text/csv; charset=utf-8", examples.IMPORT_CSV),
        ("application/ld+json", json.dumps(examples.CLAIM_REVIEW)),
    ],
)
def test_the_examples_of_the_contract_are_taken(
    client: ContractClient, media: str, body: str
) -> None:
    first, second = send(client, body, media=media), send(client, body, media=media)
    assert first.status_code == second.status_code == 200
    assert (first.json["outcome"], first.json["accepted"]) == ("complete", 2)
    assert (second.json["accepted"], second.json["unchanged"]) == (0, 2)


def test_an_aborted_import_is_a_problem_with_its_account(
    client: ContractClient, edge: Edge
) -> None:
    before = edge.corpus.state()
    refused = send(client, examples.IMPORT_NDJSON + '{"kind": "source"}\n')
    assert refused.status_code == 422
    assert refused.json["type"] == "urn:factcheck:problem:aborted-import"
    assert refused.json["errors"] == [
        {"pointer": "/id", "detail": "Line 3: is missing."}
    ] or refused.json["errors"][0]["detail"].startswith("Line 3: ")
    report = refused.json["report"]
    assert (report["outcome"], report["read"], report["rejected"]) == ("aborted", 3, 1)
    assert report["faults"][0]["offset"] == len(examples.IMPORT_NDJSON.encode())
    assert edge.corpus.state() == before


def test_a_bad_record_can_be_left_out(client: ContractClient) -> None:
    done = send(client, examples.IMPORT_NDJSON + "nonsense\n", "?on_error=skip&reason=a+new+file")
    assert (done.status_code, done.json["outcome"]) == (200, "partial")
    assert [fault["code"] for fault in done.json["faults"]] == ["syntax"]
    versions = client.get("/v1/claims/kz-digest-08/versions").json["versions"]
    assert [one["reason"] for one in versions] == ["a new file"]


@pytest.mark.parametrize("query", ["?dry_run=true", "?dry_run=true&on_error=skip"])
def test_a_dry_run_changes_nothing(client: ContractClient, edge: Edge, query: str) -> None:
    before = edge.corpus.state()
    done = send(client, examples.IMPORT_NDJSON + "nonsense\n", query)
    assert (done.status_code, done.json["dry_run"]) == (200, True)
    assert (done.json["accepted"], done.json["rejected"]) == (2, 1)
    assert edge.corpus.state() == before


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("?on_error=stop", "/on_error"), ("?dry_run=yes", "/dry_run"), ("?x=1", "/x")],
)
def test_a_wrong_parameter_is_named(client: ContractClient, query: str, pointer: str) -> None:
    refused = send(client, "", query)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("media", ["application/json", "", "text/plain"])
def test_another_form_is_not_guessed_at(client: ContractClient, media: str) -> None:
    refused = send(client, examples.IMPORT_NDJSON, media=media)
    assert refused.status_code == 415
    assert NDJSON in refused.json["detail"]


def test_an_import_may_be_longer_than_other_bodies_and_has_a_limit_too(edge: Edge) -> None:
    app = edge.app(ApiLimits(max_body_bytes=100, max_import_bytes=1_000))
    client = ContractClient(app, app.response_class)
    assert send(client, examples.IMPORT_NDJSON).status_code == 200
    assert send(client, examples.IMPORT_NDJSON * 3).status_code == 413


def test_an_export_comes_back_in_as_it_was(client: ContractClient, edge: Edge) -> None:
    whole = client.get("/v1/export")
    assert (whole.status_code, whole.mimetype) == (200, NDJSON)
    records = [json.loads(line) for line in whole.text.splitlines()]
    assert [record["id"] for record in records] == [
        *(f"s{n}" for n in range(5)), *sorted(f"c{n}" for n in range(12)),
    ]  # fmt: skip
    empty = Edge().app()
    other = ContractClient(empty, empty.response_class)
    assert send(other, whole.data).json["accepted"] == 17
    assert other.get("/v1/export").data == whole.data


def test_an_empty_corpus_is_an_empty_export() -> None:
    app = Edge().app()
    assert ContractClient(app, app.response_class).get("/v1/export").data == b""
