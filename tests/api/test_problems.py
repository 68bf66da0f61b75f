"""One error shape: every problem raised once, every bad input a 4xx with a pointer."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from service.api import ApiLimits
from service.domain.errors import (
    FactCheckError,
    InvalidRecord,
    ModelUnusable,
    NotFound,
    SettingsInvalid,
    StoreUnavailable,
)
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient, assert_fits, contract


def assert_problem(response: Any, status: int) -> Any:
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert_fits(contract()["components"]["schemas"]["Problem"], response.json)
    assert response.json["status"] == status
    assert "X-Request-ID" in response.headers
    return response.json


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("claim", "x"), 404),
        (InvalidRecord("is wrong", pointer="/text"), 422),
        (StoreUnavailable("the database does not answer"), 503),
        (ModelUnusable("the weights are gone"), 503),
        (SettingsInvalid("FACTCHECK_BIND", "is wrong"), 500),
        (FactCheckError("anything"), 500),
        (RuntimeError("a secret of ours"), 500),
    ],
)
def test_each_error_has_its_status(edge: Edge, error: Exception, status: int) -> None:
    app: Flask = edge.app()

    @app.get("/raise")
    def fail() -> str:
        raise error

    problem = assert_problem(app.test_client().get("/raise"), status)
    assert "secret" not in str(problem)
    assert problem["instance"] == "/raise"


def test_a_failing_service_says_when_to_come_back(client: ContractClient, edge: Edge) -> None:
    def broken() -> None:
        raise StoreUnavailable("gone")

    edge.ready = broken

    assert int(client.get("/readyz").headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1/checks/nope", "/v1/claims/nope", "/v1/sources/nope", "/v1/check/"]
)
def test_what_is_not_there_is_404(client: ContractClient, path: str) -> None:
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize("path", ["%00", "%FF", "a" * 2_000, "%1b[31m", "..%2f..", "' OR 1=1"])
def test_an_id_that_cannot_be_one_is_404(client: ContractClient, path: str) -> None:
    for kind in ("checks", "claims", "sources"):
        assert_problem(client.get(f"/v1/{kind}/{path}"), 404)


def test_a_method_that_is_not_allowed_says_which_are(client: ContractClient) -> None:
    response = client.put("/v1/checks")

    assert_problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_the_batch_is_no_saved_check(client: ContractClient) -> None:
    response = client.get("/v1/checks/batch")

    assert_problem(response, 405)
    assert response.headers["Allow"] == "OPTIONS, POST"


@pytest.mark.parametrize("path", ["/v1/check?statement=a", "/v1/claims", "/v1/checks", "/"])
def test_a_form_that_we_do_not_have_is_406(client: ContractClient, path: str) -> None:
    assert_problem(client.get(path, headers={"Accept": "image/png"}), 406)


def test_a_body_over_the_limit_is_413(edge: Edge) -> None:
    client = edge.app(ApiLimits(max_body_bytes=1_000)).test_client()

    response = client.post("/v1/checks", json={"statement": "x" * 1_000})

    (error,) = assert_problem(response, 413)["errors"]
    assert error["pointer"] == ""


def test_a_body_of_no_declared_length_over_the_limit_is_413(edge: Edge) -> None:
    client = edge.app(ApiLimits(max_body_bytes=1_000)).test_client()

    response = client.post(
        "/v1/checks",
        input_stream=BytesIO(b'{"statement": "a"}' + b" " * 1_000),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert_problem(response, 413)


@pytest.mark.parametrize(
    ("media", "headers"),
    [
        (None, {}),
        ("text/plain", {}),
        ("application/x-www-form-urlencoded", {}),
        ("application/json; charset=utf-16", {}),
        ("application/json", {"Content-Encoding": "gzip"}),
    ],
)
def test_a_body_of_another_type_is_415(
    client: ContractClient, media: str | None, headers: dict[str, str]
) -> None:
    response = client.post(
        "/v1/checks", data=b'{"statement": "a"}', content_type=media, headers=headers
    )

    assert_problem(response, 415)


DEEP = b"[" * 100_000 + b"]" * 100_000
BODIES = [
    pytest.param(b"", 400, "", id="empty"),
    pytest.param(b" \n", 400, "", id="blank"),
    pytest.param(b"{", 400, "", id="cut off"),
    pytest.param(b'{"statement": "\xff"}', 400, "", id="invalid UTF-8"),
    pytest.param(b'"' + b'\\"' * 300_000, 400, "", id="a string without an end"),
    pytest.param(DEEP, 400, "", id="100,000 deep"),
    pytest.param(b'{"a":' * 100_000, 400, "", id="100,000 deep and cut off"),
    pytest.param(b'{"statement": "a", "statement": "b"}', 400, "/statement", id="duplicate"),
    pytest.param(b'{"filters": {"x/y": 1, "x/y": 2}}', 400, "/filters/x~1y", id="inner duplicate"),
    pytest.param(b'{"statement": "a", "limit": NaN}', 400, "/limit", id="NaN"),
    pytest.param(b'{"statement": "a", "limit": -Infinity}', 400, "/limit", id="Infinity"),
    pytest.param(b'{"\\ud800": 1}', 400, "", id="a surrogate as a name"),
    pytest.param(b"[]", 422, "", id="a list"),
    pytest.param(b"null", 422, "", id="null"),
    pytest.param(b"{}", 422, "/statement", id="no statement"),
    pytest.param(b'{"statement": "a", "extra": 1}', 422, "/extra", id="unknown field"),
    pytest.param(b'{"statement": "a\\u0000"}', 422, "/statement", id="NUL"),
    pytest.param(b'{"statement": "\\ud800"}', 422, "/statement", id="lone surrogate"),
    pytest.param(b'{"statement": ""}', 422, "/statement", id="empty statement"),
    pytest.param('{"statement": " \u3000\\n"}'.encode(), 422, "/statement", id="blank statement"),
    pytest.param(b'{"statement": 5}', 422, "/statement", id="a number as statement"),
    pytest.param(b'{"statement": null}', 422, "/statement", id="null as statement"),
    pytest.param(b'{"statement": "%s"}' % (b"x" * 5_001), 422, "/statement", id="5,001 letters"),
    pytest.param(b'{"statement": "%s"}' % (b"x" * 900_000), 422, "/statement", id="900 kB"),
    pytest.param(b'{"statement": "a", "limit": true}', 422, "/limit", id="true as a number"),
    pytest.param(b'{"statement": "a", "limit": "5"}', 422, "/limit", id="a word as a number"),
    pytest.param(b'{"statement": "a", "limit": 1.5}', 422, "/limit", id="a fraction"),
    pytest.param(b'{"statement": "a", "limit": 0}', 422, "/limit", id="none"),
    pytest.param(b'{"statement": "a", "limit": 51}', 422, "/limit", id="too many"),
    pytest.param(b'{"statement": "a", "limit": 1e999}', 422, "/limit", id="beyond a float"),
    pytest.param(b'{"statement":"a","limit":1%s}' % (b"0" * 400), 422, "/limit", id="10**400"),
    pytest.param(b'{"statement":"a","limit":1%s}' % (b"0" * 9_000), 422, "/limit", id="10**9000"),
    pytest.param(b'{"statement": "a", "as_of": "soon"}', 422, "/as_of", id="no date"),
    pytest.param(b'{"statement": "a", "as_of": "2022-02-30"}', 422, "/as_of", id="30 February"),
    pytest.param(b'{"statement": "a", "as_of": "0001-01-01"}', 422, "/as_of", id="year 1"),
    pytest.param(
        b'{"statement": "a", "as_of": "9999-12-31T23:59:59-23:59"}', 422, "/as_of", id="year 9999"
    ),
    pytest.param(b'{"statement": "a", "as_of": 1641578400}', 422, "/as_of", id="a number as date"),
    pytest.param(b'{"statement": "a", "filters": null}', 422, "/filters", id="null filters"),
    pytest.param(b'{"statement": "a", "filters": []}', 422, "/filters", id="filters as a list"),
    pytest.param(
        b'{"statement": "a", "filters": {"publishers": "dpa"}}',
        *(422, "/filters/publishers"),
        id="a publisher as a list",
    ),
    pytest.param(
        b'{"statement": "a", "filters": {"sources": ["a", {"b": 1}]}}',
        *(422, "/filters/sources/1"),
        id="an object as a source",
    ),
    pytest.param(
        b'{"statement": "a", "filters": {"published_from": "2022-1-1"}}',
        *(422, "/filters/published_from"),
        id="a short date",
    ),
    pytest.param(
        b'{"statement":"a","filters":{"published_from":"2022-02-02","published_to":"2022-02-01"}}',
        *(422, "/filters/published_from"),
        id="dates the wrong way round",
    ),
]


@pytest.mark.parametrize(("body", "status", "pointer"), BODIES)
def test_a_bad_body_is_refused_with_a_pointer(
    client: ContractClient, body: bytes, status: int, pointer: str
) -> None:
    response = client.post("/v1/checks", data=body, content_type="application/json")

    problem = assert_problem(response, status)
    assert pointer in [error["pointer"] for error in problem["errors"]]
    assert len(response.data) < 10_000


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b"{}", "/statements"),
        (b'{"statements": {}}', "/statements"),
        (b'{"statements": [], "save": 1}', "/save"),
        (b'{"statements": [], "save": "true"}', "/save"),
        (b'{"statements": [], "more": []}', "/more"),
    ],
)
def test_a_bad_batch_is_refused_as_a_whole(
    client: ContractClient, body: bytes, pointer: str
) -> None:
    response = client.post("/v1/checks/batch", data=body, content_type="application/json")

    (error,) = assert_problem(response, 422)["errors"]
    assert error["pointer"] == pointer


def test_thousands_of_unknown_fields_are_not_all_listed(client: ContractClient) -> None:
    body = {"statement": "a", **{f"x{n}": n for n in range(5_000)}, "y" * 9_000: 1}

    problem = assert_problem(client.post("/v1/checks", json=body), 422)

    assert problem["errors"][-1]["detail"] == "4951 more errors are not listed."


QUERIES = [
    ("", 422, "statement"),
    ("statement=", 422, "statement"),
    ("statement=+", 422, "statement"),
    ("statement=%00", 422, "statement"),
    ("statement=%FF", 400, "statement"),
    ("statement=%ED%A0%80", 400, "statement"),
    ("statement=" + "x" * 5_001, 422, "statement"),
    ("statement=a&statement=b", 422, "statement"),
    ("statement=a&limit=1&limit=2", 422, "limit"),
    ("statement=a&limit=0", 422, "limit"),
    ("statement=a&limit=51", 422, "limit"),
    ("statement=a&limit=five", 422, "limit"),
    ("statement=a&limit=1.0", 422, "limit"),
    ("statement=a&limit=%D9%A3", 422, "limit"),
    ("statement=a&limit=" + "9" * 5_000, 422, "limit"),
    ("statement=a&as_of=2022-01-07T18:00:00+01:00", 422, "as_of"),
    ("statement=a&as_of=", 422, "as_of"),
    ("statement=a&published_from=2022-13-01", 422, "published_from"),
    ("statement=a&published_from=2022-02-02&published_to=2022-02-01", 422, "published_from"),
    ("statement=a&source=", 422, "source"),
    ("statement=a&" + "&".join(f"publisher={n}" for n in range(51)), 422, "publisher"),
    ("statement=a&format=xml", 422, "format"),
    ("statement=a&unknown=1", 422, "unknown"),
    ("statement=a&a%2Fb~=1", 422, "a/b~"),
    ("statement=a&%FF=1", 400, ""),
]


@pytest.mark.parametrize(("query", "status", "parameter"), QUERIES)
def test_a_bad_query_names_its_parameter(
    client: ContractClient, query: str, status: int, parameter: str
) -> None:
    problem = assert_problem(client.get(f"/v1/check?{query}"), status)

    assert parameter in [error["parameter"] for error in problem["errors"]]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/checks?verdict=true",
        "/v1/checks?changed_since=yesterday",
        "/v1/checks?limit=101",
        "/v1/checks?cursor=",
        "/v1/claims?q=%00",
        "/v1/claims?limit=-1",
        "/v1/claims?published_from=0",
        "/v1/sources?statement=a",
        "/v1/sources/s1?x=1",
        "/v1/checks/chk_1?verdict=refuted",
    ],
)
def test_a_bad_list_query_is_422(client: ContractClient, path: str) -> None:
    (error,) = assert_problem(client.get(path), 422)["errors"]

    assert f"{error['parameter']}=" in path
