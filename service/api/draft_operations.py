"""The operation on drafts, as OpenAPI has it."""

from __future__ import annotations

from schemas.draft_reports import DraftReportSchema
from schemas.drafts import MAX_DRAFT, DraftRequestSchema, TextDraftQuerySchema
from schemas.fields import NOT_BLANK
from service.api import examples
from service.api.negotiation import Media
from service.api.operation_parts import OpenApi, answered, as_json, as_text, operation

_TEXT = {
    "type": "string",
    "minLength": 1,
    "maxLength": MAX_DRAFT,
    "pattern": NOT_BLANK,
}
_SARIF = {"type": "object", "description": "A SARIF 2.1.0 log of one run"}


def draft_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    body = {
        **as_json(DraftRequestSchema, examples.DRAFT_REQUEST),
        "text/plain": {"schema": _TEXT},
    }
    answer = {
        **as_json(DraftReportSchema, examples.DRAFT_REPORT),
        **as_text("To read, or with format=lines one line an assertion"),
        Media.SARIF.value: {"schema": _SARIF},
    }
    return {
        "/v1/drafts": {
            "post": operation(
                "checks",
                "checkDraft",
                "Check what a whole text asserts, save nothing",
                answered(answer),
                [400, 406, 413, 415, 422, 503],
                query=TextDraftQuerySchema,
                body=body,
            )
        }
    }
