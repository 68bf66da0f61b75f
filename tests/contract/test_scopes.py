"""Every route has a scope, in the table and in the contract alike."""

from __future__ import annotations

import pytest
from flask import Flask

from service.api.scopes import is_audited, keeps_answer, scope_of
from service.domain.keys import Scope
from tests.fakes_access import GuardedEdge
from tests.fakes_api import Edge
from tests.openapi_contract import contract

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
OPEN = {"/", "/livez", "/readyz", "/openapi.yaml", "/docs", "/docs/<asset>"}


def routes() -> list[tuple[str, str]]:
    return sorted(
        (method, rule.rule)
        for rule in Edge().app().url_map.iter_rules()
        for method in METHODS & (rule.methods or set())
    )


@pytest.mark.parametrize(("method", "path"), routes())
def test_every_route_has_a_scope(method: str, path: str) -> None:
    scope = scope_of(method, path)

    assert (scope is None) == (method == "GET" and path in OPEN)
    assert is_audited(method, path) in (True, False)


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/check", Scope.READ),
        ("GET", "/v1/export", Scope.READ),
        ("GET", "/v1alpha1/claims:search", Scope.READ),
        ("GET", "/metrics", Scope.READ),
        ("HEAD", "/v1/claims", Scope.READ),
        ("POST", "/v1/checks/batch", Scope.CHECK),
        ("POST", "/v1/drafts", Scope.CHECK),
        ("POST", "/v1/jobs", Scope.CHECK),
        ("DELETE", "/v1/checks/<saved:check_id>", Scope.CHECK),
        ("POST", "/v1/checks/<saved:check_id>/reviews", Scope.CURATE),
        ("PUT", "/v1/claims/{claim_id}", Scope.CURATE),
        ("POST", "/v1/claims/{claim_id}/retraction", Scope.CURATE),
        ("POST", "/v1/imports", Scope.CURATE),
        ("GET", "/v1/webhooks", Scope.ADMIN),
        ("DELETE", "/v1/webhooks/{webhook_id}", Scope.ADMIN),
        ("GET", "/v1/audit", Scope.ADMIN),
    ],
)
def test_the_table_says_what_was_meant(method: str, path: str, scope: Scope) -> None:
    assert scope_of(method, path) is scope


@pytest.mark.parametrize("path", ["/v1/anything", "/raise", "/v1", "/livez"])
def test_a_write_that_no_rule_knows_has_no_scope(path: str) -> None:
    with pytest.raises(LookupError, match="no scope"):
        scope_of("POST", path)


def test_an_endpoint_without_a_scope_is_closed() -> None:
    app: Flask = GuardedEdge(edge=Edge()).app()

    @app.post("/v1/anything")
    def forgotten() -> str:
        return "open"

    assert app.test_client().post("/v1/anything").status_code == 500


def test_answers_are_kept_where_something_is_created() -> None:
    kept = {path for method, path in routes() if keeps_answer(method, path)}

    assert kept >= {"/v1/checks", "/v1/checks/batch", "/v1/sources", "/v1/claims", "/v1/imports"}
    assert "/v1/claims/<claim_id>/retraction" in kept
    assert not kept & {"/", "/v1/drafts"}


def test_the_contract_names_the_scope_of_every_operation() -> None:
    for path, methods in contract()["paths"].items():
        for method, operation in methods.items():
            scope = scope_of(method.upper(), path)
            if scope is None:
                assert operation["security"] == [], (method, path)
            else:
                assert {"key": []} in operation["security"], (method, path)
                assert f"Needs the scope `{scope.value}`" in operation["description"]
                assert {"401", "403", "429"} <= set(operation["responses"]), (method, path)


def test_the_contract_names_the_header_of_every_answer_that_is_kept() -> None:
    for path, methods in contract()["paths"].items():
        for method, operation in methods.items():
            named = {one["name"] for one in operation.get("parameters", [])}
            assert ("Idempotency-Key" in named) == keeps_answer(method.upper(), path)
