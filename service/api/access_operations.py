"""Keys, limits and repeated requests in the contract: the same words for every operation."""

from __future__ import annotations

from apispec import APISpec

from schemas.audit import AuditLogQuerySchema, AuditPageSchema
from schemas.problems import ProblemSchema
from service.api import examples
from service.api.operation_parts import OpenApi, answered, as_json, operation
from service.api.scopes import keeps_answer, scope_of

_KEY = "key"
_GOOGLE_KEY = "googleKey"
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_REFUSALS = {
    401: ("NoKey", "A key is needed, or the one that was sent is not accepted", "WWW-Authenticate"),
    403: ("NoScope", "The key lacks the scope of this operation", "WWW-Authenticate"),
    409: ("StillRunning", "The first request with this Idempotency-Key is running", "Retry-After"),
    429: ("TooManyRequests", "The caller is over the rate", "Retry-After"),
}
_IDEMPOTENCY_KEY: OpenApi = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": (
        "Done once: the first answer is kept for 24 hours and given again, with"
        " `Idempotent-Replayed: true`. The same key for another request is answered with 422."
    ),
    "schema": {"type": "string", "pattern": r'^("[!#-\[\]-~]{1,255}"|[!#-~]{1,255})$'},
}


def audit_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    return {
        "/v1/audit": {
            "get": operation(
                "service",
                "listAuditEntries",
                "What was changed, newest first",
                answered(as_json(AuditPageSchema, examples.AUDIT), headers=["Link"]),
                [400, 406, 422, 503],
                query=AuditLogQuerySchema,
            )
        }
    }


def add_access_components(spec: APISpec) -> None:
    """The ways to show a key, and the refusals that many operations share."""
    spec.components.security_scheme(
        _KEY,
        {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "fck_…",
            "description": (
                "A key of `factcheck keys create`. Its scopes: `read`; `check` and `curate`, which"
                " imply `read`; `admin`, which implies all. Each operation names the one it needs."
            ),
        },
    )
    spec.components.security_scheme(
        _GOOGLE_KEY,
        {
            "type": "apiKey",
            "in": "query",
            "name": "key",
            "description": "The same key where clients of Google's API put it; /v1alpha1 only.",
        },
    )
    for name, description, header in _REFUSALS.values():
        response = {
            "description": description,
            "headers": {header: {"schema": {"type": "string"}}},
            "content": {"application/problem+json": {"schema": ProblemSchema}},
        }
        spec.components.response(name, response)


def guarded(path: str, operations: OpenApi) -> OpenApi:
    """The operations of a path with their security, their refusals and the header they heed."""
    return {
        method: _guarded(method.upper(), path, one) if method in _METHODS else one
        for method, one in operations.items()
    }


def _guarded(method: str, path: str, one: OpenApi) -> OpenApi:
    scope = scope_of(method, path)
    if scope is None:
        return {**one, "security": []}
    # Scopes in this place are those of OAuth; ours are told in words.
    security: list[OpenApi] = [{_KEY: []}]
    if path.startswith("/v1alpha1/"):
        security.append({_GOOGLE_KEY: []})
    description = f"{one['description']} Needs the scope `{scope.value}` where keys are asked for."
    shared = [401, 403, 429]
    parameters = list(one.get("parameters", []))
    if keeps_answer(method, path):
        shared.append(409)
        parameters.append(_IDEMPOTENCY_KEY)
    refusals = {str(status): _reference(status) for status in shared}
    responses = {**refusals, **one["responses"]}
    default = {"default": responses.pop("default")}
    ordered = {status: responses[status] for status in sorted(responses)} | default
    changed = {**one, "description": description, "security": security, "responses": ordered}
    return {**changed, "parameters": parameters} if parameters else changed


def _reference(status: int) -> OpenApi:
    return {"$ref": f"#/components/responses/{_REFUSALS[status][0]}"}
