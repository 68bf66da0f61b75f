"""The operations of the contract: for each path and method, what goes in and what comes out.

The values are OpenAPI's own objects, as the generator takes them; a test compares the paths
with the routes of the application, both ways.
"""

from __future__ import annotations

from schemas.answers import BatchAnswerSchema, CheckPageSchema
from schemas.check_requests import (
    MAX_STATEMENT,
    BatchSchema,
    CheckQuerySchema,
    CheckRequestSchema,
    RepresentationQuerySchema,
    SavedChecksQuerySchema,
)
from schemas.fields import NOT_BLANK
from schemas.model_card import ModelCardSchema
from service.api import examples
from service.api.access_operations import audit_paths
from service.api.beside_check_operations import beside_check_paths
from service.api.claim_search_operations import claim_search_paths
from service.api.corpus_operations import corpus_paths
from service.api.disagreement_operations import disagreement_paths
from service.api.draft_operations import draft_paths
from service.api.job_operations import job_paths
from service.api.operation_parts import (
    OpenApi,
    answered,
    as_check,
    as_json,
    as_list,
    as_text,
    operation,
)
from service.api.webhook_operations import webhook_paths

_FORMS = (
    "Equal requests on an equal corpus get equal answers. `Accept` or `format` chooses the form:"
    " JSON, plain text, Markdown, a page, or ClaimReview."
)
_SENTENCE = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_STATEMENT,
    "pattern": NOT_BLANK,
}


def operations() -> dict[str, OpenApi]:
    """Path to method to operation."""
    return {
        **_service_paths(),
        **_check_paths(),
        **beside_check_paths(),
        **draft_paths(),
        **job_paths(),
        **corpus_paths(),
        **disagreement_paths(),
        **claim_search_paths(),
        **webhook_paths(),
        **audit_paths(),
    }


def _service_paths() -> dict[str, OpenApi]:
    sentence = {
        media: {"schema": _SENTENCE, "example": text}
        for media, text in (
            ("text/plain", "Internet access was cut in Kazakhstan."),
            ("application/x-www-form-urlencoded", "statement=Internet+access+was+cut."),
        )
    }
    return {
        "/": {
            "get": operation(
                "service", "manual", "A short manual page", answered(as_text("")), [406]
            ),
            "post": operation(
                "checks",
                "checkSentence",
                "Check one sentence, answer in plain text, save nothing",
                answered(as_check(examples.CHECK)),
                [400, 406, 413, 415, 422, 503],
                description="The body is the sentence: text as it is, or a form as `curl -d` sends it.",
                query=RepresentationQuerySchema,
                body=sentence,
            ),
        },
        "/livez": {
            "get": operation("service", "livez", "The process answers", answered(as_text("")), [])
        },
        "/readyz": {
            "get": operation(
                "service", "readyz", "Database and corpus are there", answered(as_text("")), [503]
            )
        },
        "/metrics": {
            "get": operation(
                "service",
                "metrics",
                "What was counted, for Prometheus; see docs/operations.md",
                answered(as_text("")),
                [],
            )
        },
        "/v1/model-card": {
            "get": operation(
                "service",
                "modelCard",
                "What judges, what it was made from, and how well it does",
                answered(as_json(ModelCardSchema, examples.MODEL_CARD)),
                [400, 406, 422, 503],
            )
        },
        "/openapi.yaml": {
            "get": operation(
                "service",
                "openapi",
                "This document",
                answered({"application/yaml": {"schema": {}}}),
                [],
            )
        },
        "/docs": {
            "get": operation(
                "service",
                "docs",
                "This document, to try out",
                answered(as_text("", "text/html")),
                [],
            )
        },
        "/docs/{asset}": {
            "get": operation(
                "service",
                "docsAsset",
                "A file of the page /docs",
                answered({**as_text("", "text/css"), **as_text("", "text/javascript")}),
                [404],
                path="asset",
                known=["swagger-ui.css", "swagger-ui-bundle.js", "docs.js"],
            )
        },
    }


def _check_paths() -> dict[str, OpenApi]:
    check = as_check(examples.CHECK)
    fresh = answered(check, headers=["ETag"])
    fresh["304"] = {"description": "The answer is still the one with the ETag given"}
    created = {"201": {**answered(check, headers=["Location"])["200"], "description": "Saved"}}
    request = as_json(CheckRequestSchema, examples.CHECK_REQUEST)
    if_none_match = {"in": "header", "name": "If-None-Match", "schema": {"type": "string"}}
    return {
        "/v1/check": {
            "get": operation(
                "checks",
                "check",
                "Check a statement, save nothing",
                fresh,
                [400, 406, 422, 503],
                description=_FORMS,
                query=CheckQuerySchema,
                headers=[if_none_match],
            )
        },
        "/v1/checks": {
            "post": operation(
                "checks",
                "createCheck",
                "Check a statement and save the check",
                created,
                [400, 406, 413, 415, 422, 503],
                description=f"{_FORMS} The check can be read again under its `Location`.",
                query=RepresentationQuerySchema,
                body=request,
            ),
            "get": operation(
                "checks",
                "listChecks",
                "Saved checks, oldest first",
                answered(as_list(CheckPageSchema), headers=["Link"]),
                [400, 406, 422, 503],
                description="`Link` leads to the next page, in CSV as in JSON.",
                query=SavedChecksQuerySchema,
            ),
        },
        "/v1/checks/batch": {
            "post": operation(
                "checks",
                "checkBatch",
                "Check up to 100 statements, each answered or refused by itself",
                answered(as_json(BatchAnswerSchema, examples.BATCH_ANSWER)),
                [400, 406, 413, 415, 422],
                body=as_json(BatchSchema(max_batch=100), examples.BATCH),
            )
        },
        "/v1/checks/{check_id}": {
            "get": operation(
                "checks",
                "getCheck",
                "A saved check",
                answered(check),
                [400, 404, 406, 422, 503],
                description="As it was answered when it was saved. `Accept` or `format` chooses the form.",
                query=RepresentationQuerySchema,
                path="check_id",
            ),
            "delete": operation(
                "checks",
                "deleteCheck",
                "Delete a saved check",
                {"204": {"description": "Deleted"}},
                [400, 404, 422, 503],
                path="check_id",
            ),
        },
    }
