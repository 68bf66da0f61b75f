"""For every body and every query: an answer, or a problem that names its place; never a 5xx."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2022-01-07", "\ud800", "\x00", "kz-dpa", 10**400, "a AND"])
)
NAMES = st.sampled_from(["statement", "as_of", "filters", "limit", "sources", "published_to"])
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)


def assert_answer_or_problem(response: Any) -> None:
    assert response.status_code < 500
    if response.status_code >= 400:
        assert response.mimetype == "application/problem+json"
        assert all("pointer" in error for error in response.json["errors"])
        assert response.json["errors"]


@pytest.fixture(scope="module")
def fuzzed() -> ContractClient:
    app = Edge().app()
    return ContractClient(app, app.response_class)


@given(body=JSON)
def test_any_json_is_answered_or_refused(fuzzed: ContractClient, body: Any) -> None:
    for path in ("/v1/checks", "/v1/checks/batch"):
        assert_answer_or_problem(
            fuzzed.post(path, data=json.dumps(body), content_type="application/json")
        )


@given(statements=st.lists(JSON, max_size=4))
def test_a_batch_of_anything_answers_each_item(fuzzed: ContractClient, statements: Any) -> None:
    body = json.dumps({"statements": statements}, allow_nan=False) if finite(statements) else ""
    if body:
        response = fuzzed.post("/v1/checks/batch", data=body, content_type="application/json")

        if response.status_code == 200:
            assert len(response.json["checks"]) == len(statements)
        else:
            assert_answer_or_problem(response)


@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered_or_refused(fuzzed: ContractClient, body: bytes) -> None:
    for path, media in (
        ("/v1/checks", "application/json"),
        ("/", "text/plain"),
        ("/", "application/x-www-form-urlencoded"),
    ):
        assert_answer_or_problem(fuzzed.post(path, data=body, content_type=media))


@given(pairs=st.lists(st.tuples(NAMES | st.text(max_size=5), st.binary(max_size=20)), max_size=5))
def test_any_query_is_answered_or_refused(
    fuzzed: ContractClient, pairs: list[tuple[str, bytes]]
) -> None:
    query = "&".join(f"{quote(name, errors='replace')}={quote(value)}" for name, value in pairs)

    for path in ("/v1/check", "/v1/checks", "/v1/claims", "/v1/sources/x"):
        response = fuzzed.get(f"{path}?{query}")

        assert response.status_code < 500
        assert response.status_code < 400 or response.mimetype == "application/problem+json"


def finite(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


RECORDS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["source", "claim"]) | SCALARS, "id": st.just("c1") | SCALARS},
    optional={
        name: SCALARS | st.dictionaries(st.sampled_from(["span", "at", "reason"]), SCALARS)
        for name in ("source_id", "text", "standing", "locator", "retracted", "event_at", "title")
    },
)


@given(record=RECORDS)
def test_any_record_is_taken_or_refused(fuzzed: ContractClient, record: Any) -> None:
    body, json_type = json.dumps(record), "application/json"
    for path in ("/v1/sources", "/v1/claims", "/v1/claims/c1/retraction"):
        assert_answer_or_problem(fuzzed.post(path, data=body, content_type=json_type))
    for path in ("/v1/sources/c1", "/v1/claims/c1"):
        refused = fuzzed.put(path, data=body, content_type=json_type, headers={"If-Match": "*"})
        assert_answer_or_problem(refused)


@given(body=st.binary(max_size=200) | RECORDS.map(lambda record: json.dumps(record).encode()))
def test_any_import_is_taken_or_refused(fuzzed: ContractClient, body: bytes) -> None:
    for media in ("application/x-ndjson", "text/csv", "application/ld+json"):
        response = fuzzed.post("/v1/imports?dry_run=true", data=body, content_type=media)
        assert response.status_code == 200
        aborted = fuzzed.post("/v1/imports", data=body, content_type=media)
        assert_answer_or_problem(aborted)


WEBHOOKS = st.dictionaries(
    st.sampled_from(["url", "events", "description", "enabled"]),
    SCALARS
    | st.sampled_from(["https://cms.test/", ["job.finished"], "http://[::1", "http://\u2100/"])
    | st.lists(SCALARS, max_size=3),
)


@given(body=WEBHOOKS)
def test_any_subscription_is_taken_or_refused(fuzzed: ContractClient, body: Any) -> None:
    response = fuzzed.post("/v1/webhooks", data=json.dumps(body), content_type="application/json")
    assert_answer_or_problem(response)
