"""Which pages may call from a browser: none, unless they are named."""

from __future__ import annotations

import pytest

from service.domain.keys import Scope
from tests.fakes_access import GuardedEdge, bearer

CMS = "https://cms.example"
OPEN = {"origins": (CMS, "http://localhost:3000")}
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


def test_by_default_no_answer_speaks_of_origins(guarded: GuardedEdge) -> None:
    client = guarded.client(auth=False)

    for answer in (
        client.get("/v1/claims", headers={"Origin": CMS}),
        client.options("/v1/checks", headers={"Origin": CMS, **PREFLIGHT}),
    ):
        assert not [name for name, _ in answer.headers.items() if name.startswith("Access-Control")]
        assert "Origin" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("origin", OPEN["origins"])
def test_a_named_origin_may_ask_without_a_key_what_it_may_send(
    guarded: GuardedEdge, origin: str
) -> None:
    answer = guarded.client(**OPEN).options("/v1/checks", headers={"Origin": origin, **PREFLIGHT})

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    allowed = answer.headers["Access-Control-Allow-Headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "idempotency-key"))
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://cms.example.evil.example", "null", "", CMS + ":444"]
)
def test_another_origin_is_not_let_in(guarded: GuardedEdge, origin: str) -> None:
    client = guarded.client(auth=False, **OPEN)

    for answer in (
        client.get("/v1/claims", headers={"Origin": origin}),
        client.options("/v1/checks", headers={"Origin": origin, **PREFLIGHT}),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


def test_a_page_sees_the_headers_that_it_needs(guarded: GuardedEdge) -> None:
    key = guarded.key(Scope.READ)

    answer = guarded.client(**OPEN).get("/v1/claims", headers=bearer(key, Origin=CMS))

    shown = answer.headers["Access-Control-Expose-Headers"]
    for name in ("ETag", "Location", "Link", "RateLimit", "Retry-After", "X-Request-ID"):
        assert name in shown


def test_a_page_is_told_that_its_key_was_refused(guarded: GuardedEdge) -> None:
    answer = guarded.client(**OPEN).get("/v1/claims", headers={"Origin": CMS})

    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == CMS


def test_an_answer_that_varies_already_keeps_saying_so(guarded: GuardedEdge) -> None:
    answer = guarded.client(auth=False, **OPEN).get("/v1/check?statement=a")

    assert {"Accept", "Origin"} <= {word.strip() for word in answer.headers["Vary"].split(",")}
