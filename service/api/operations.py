"""The operations of the contract: for each path and method, what goes in and what comes out.

The values are OpenAPI's own objects, as the generator takes them; a test compares the paths
with the routes of the application, both ways.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from schemas.answers import BatchAnswerSchema, CheckPageSchema, CheckSchema
from schemas.check_requests import (
    MAX_STATEMENT,
    STATEMENT_PATTERN,
    BatchSchema,
    CheckQuerySchema,
    CheckRequestSchema,
    RepresentationQuerySchema,
    SavedChecksQuerySchema,
)
from schemas.model_card import ModelCardSchema
from schemas.problems import ProblemSchema
from schemas.records import (
    ClaimPageSchema,
    ClaimSchema,
    RecordsQuerySchema,
    SourcePageSchema,
    SourceSchema,
)
from service.api import examples

OpenApi: TypeAlias = dict[str, Any]

_PROBLEMS = {
    400: "The body is not JSON, or a part of the request is not UTF-8",
    404: "Nothing has this id",
    406: "None of the representations is acceptable",
    413: "The body is larger than the limit",
    415: "The body is of another content type",
    422: "A field or a query parameter is wrong; `errors` says which",
    503: "The service cannot do its work now",
}


_SENTENCE = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_STATEMENT,
    "pattern": STATEMENT_PATTERN,
}


def operations() -> dict[str, OpenApi]:
    """Path to method to operation."""
    return {**_service_paths(), **_check_paths(), **_corpus_paths()}


def _service_paths() -> dict[str, OpenApi]:
    sentence = {
        media: {"schema": _SENTENCE, "example": text}
        for media, text in (
            ("text/plain", "Internet access was cut in Kazakhstan."),
            ("application/x-www-form-urlencoded", "statement=Internet+access+was+cut."),
        )
    }
    answer = {**_text("The answer, to read"), **_json(CheckSchema, examples.CHECK)}
    return {
        "/": {
            "get": _operation("service", "manual", "A short manual page", _ok(_text("")), [406]),
            "post": _operation(
                "checks",
                "checkSentence",
                "Check one sentence, answer in plain text, save nothing",
                _ok(answer),
                [400, 406, 413, 415, 422, 503],
                query=RepresentationQuerySchema,
                body=sentence,
            ),
        },
        "/livez": {
            "get": _operation("service", "livez", "The process answers", _ok(_text("")), [])
        },
        "/readyz": {
            "get": _operation(
                "service", "readyz", "Database and corpus are there", _ok(_text("")), [503]
            )
        },
        "/v1/model-card": {
            "get": _operation(
                "service",
                "modelCard",
                "What judges, what it was made from, and how well it does",
                _ok(_json(ModelCardSchema, examples.MODEL_CARD)),
                [400, 406, 422],
            )
        },
        "/openapi.yaml": {
            "get": _operation(
                "service", "openapi", "This document", _ok({"application/yaml": {"schema": {}}}), []
            )
        },
        "/docs": {
            "get": _operation(
                "service", "docs", "This document, to try out", _ok(_text("", "text/html")), []
            )
        },
        "/docs/{asset}": {
            "get": _operation(
                "service",
                "docsAsset",
                "A file of the page /docs",
                _ok({**_text("", "text/css"), **_text("", "text/javascript")}),
                [404],
                path="asset",
                known=["swagger-ui.css", "swagger-ui-bundle.js", "docs.js"],
            )
        },
    }


def _check_paths() -> dict[str, OpenApi]:
    check = {**_json(CheckSchema, examples.CHECK), **_text("The answer, to read")}
    fresh = _ok(check, headers=["ETag"])
    fresh["304"] = {"description": "The answer is still the one with the ETag given"}
    created = {"201": {**_ok(check, headers=["Location"])["200"], "description": "Saved"}}
    request = _json(CheckRequestSchema, examples.CHECK_REQUEST)
    if_none_match = {"in": "header", "name": "If-None-Match", "schema": {"type": "string"}}
    return {
        "/v1/check": {
            "get": _operation(
                "checks",
                "check",
                "Check a statement, save nothing",
                fresh,
                [400, 406, 422, 503],
                query=CheckQuerySchema,
                headers=[if_none_match],
            )
        },
        "/v1/checks": {
            "post": _operation(
                "checks",
                "createCheck",
                "Check a statement and save the check",
                created,
                [400, 406, 413, 415, 422, 503],
                query=RepresentationQuerySchema,
                body=request,
            ),
            "get": _operation(
                "checks",
                "listChecks",
                "Saved checks, oldest first",
                _ok(_json(CheckPageSchema), headers=["Link"]),
                [400, 406, 422, 503],
                query=SavedChecksQuerySchema,
            ),
        },
        "/v1/checks/batch": {
            "post": _operation(
                "checks",
                "checkBatch",
                "Check up to 100 statements, each answered or refused by itself",
                _ok(_json(BatchAnswerSchema, examples.BATCH_ANSWER)),
                [400, 406, 413, 415, 422],
                body=_json(BatchSchema(max_batch=100), examples.BATCH),
            )
        },
        "/v1/checks/{check_id}": {
            "get": _operation(
                "checks",
                "getCheck",
                "A saved check",
                _ok(check),
                [400, 404, 406, 422, 503],
                query=RepresentationQuerySchema,
                path="check_id",
            ),
            "delete": _operation(
                "checks",
                "deleteCheck",
                "Delete a saved check",
                {"204": {"description": "Deleted"}},
                [400, 404, 422, 503],
                path="check_id",
            ),
        },
    }


def _corpus_paths() -> dict[str, OpenApi]:
    refused = [400, 406, 422, 503]
    return {
        "/v1/sources": {
            "get": _operation(
                "corpus",
                "listSources",
                "Sources, by id",
                _ok(_json(SourcePageSchema), headers=["Link"]),
                refused,
                query=RecordsQuerySchema,
            )
        },
        "/v1/sources/{source_id}": {
            "get": _operation(
                "corpus",
                "getSource",
                "One source",
                _ok(_json(SourceSchema, examples.SOURCE)),
                [*refused, 404],
                path="source_id",
            )
        },
        "/v1/claims": {
            "get": _operation(
                "corpus",
                "listClaims",
                "Claims, by id",
                _ok(_json(ClaimPageSchema), headers=["Link"]),
                refused,
                query=RecordsQuerySchema,
            )
        },
        "/v1/claims/{claim_id}": {
            "get": _operation(
                "corpus",
                "getClaim",
                "One claim",
                _ok(_json(ClaimSchema, examples.CLAIM)),
                [*refused, 404],
                path="claim_id",
            )
        },
    }


def _operation(
    tag: str,
    name: str,
    summary: str,
    responses: OpenApi,
    problems: list[int],
    *,
    query: object = None,
    path: str | None = None,
    known: list[str] | None = None,
    body: OpenApi | None = None,
    headers: list[OpenApi] | None = None,
) -> OpenApi:
    parameters: list[OpenApi] = list(headers or [])
    if path is not None:
        values: OpenApi = {"type": "string"} if known is None else {"enum": known}
        parameters.append({"in": "path", "name": path, "required": True, "schema": values})
    if query is not None:
        parameters.append({"in": "query", "schema": query})
    operation: OpenApi = {"tags": [tag], "operationId": name, "summary": summary}
    if parameters:
        operation["parameters"] = parameters
    if body is not None:
        operation["requestBody"] = {"required": True, "content": body}
    refusals = {str(status): _problem(status) for status in sorted(problems)}
    operation["responses"] = {**responses, **refusals, "default": _problem(None)}
    return operation


def _problem(status: int | None) -> OpenApi:
    content: OpenApi = {"schema": ProblemSchema}
    if status == 422:
        content["example"] = examples.PROBLEM
    return {
        "description": "Any other error" if status is None else _PROBLEMS[status],
        "content": {"application/problem+json": content},
    }


def _ok(content: OpenApi, *, headers: list[str] | None = None) -> OpenApi:
    response: OpenApi = {"description": "The answer", "content": content}
    if headers:
        response["headers"] = {name: {"schema": {"type": "string"}} for name in headers}
    return {"200": response}


def _json(schema: object, example: object = None) -> OpenApi:
    content: OpenApi = {"schema": schema}
    if example is not None:
        content["example"] = example
    return {"application/json": content}


def _text(description: str, media: str = "text/plain") -> OpenApi:
    schema = {"type": "string"}
    return {media: {"schema": {**schema, "description": description} if description else schema}}
