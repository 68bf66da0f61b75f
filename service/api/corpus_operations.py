"""The operations on the corpus, for the contract."""

from __future__ import annotations

from schemas.changes import (
    ChangeQuerySchema,
    ClaimVersionPageSchema,
    RetractionRequestSchema,
    SourceDeletionQuerySchema,
    SourceVersionPageSchema,
    VersionsQuerySchema,
)
from schemas.records import (
    ClaimPageSchema,
    ClaimSchema,
    RecordsQuerySchema,
    SourcePageSchema,
    SourceSchema,
)
from service.api import examples
from service.api.operation_parts import (
    CHANGE_REFUSED,
    READ_REFUSED,
    OpenApi,
    answered,
    as_json,
    as_list,
    header,
    operation,
    status,
)
from service.api.source_operations import new_source, source_retraction
from service.api.transfer_operations import transfer_paths


def corpus_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    return {
        **_record_paths("source", SourceSchema, SourcePageSchema, examples.SOURCE),
        **_record_paths("claim", ClaimSchema, ClaimPageSchema, examples.CLAIM),
        "/v1/claims/{claim_id}/retraction": _retraction(),
        "/v1/sources/{source_id}/retraction": source_retraction(),
        "/v1/sources/{source_id}/versions": _versions("source", SourceVersionPageSchema),
        "/v1/claims/{claim_id}/versions": _versions("claim", ClaimVersionPageSchema),
        **transfer_paths(),
    }


def _record_paths(kind: str, schema: object, page: object, example: object) -> dict[str, OpenApi]:
    name = kind.capitalize()
    record = as_json(schema, example)
    deletion = SourceDeletionQuerySchema if kind == "source" else ChangeQuerySchema
    return {
        f"/v1/{kind}s": {
            "get": operation(
                "corpus",
                f"list{name}s",
                f"{name}s, by id",
                answered(as_list(page), headers=["Link"]),
                READ_REFUSED,
                query=RecordsQuerySchema,
            ),
            "post": new_source() if kind == "source" else _new_claim(record),
        },
        f"/v1/{kind}s/{{{kind}_id}}": {
            "get": operation(
                "corpus",
                f"get{name}",
                f"One {kind}",
                _with_unchanged(answered(record, headers=["ETag"])),
                [*READ_REFUSED, 404, 410],
                path=f"{kind}_id",
                headers=[header("If-None-Match")],
            ),
            "put": operation(
                "corpus",
                f"put{name}",
                f"Replace a {kind}, or add one with If-None-Match: *",
                {
                    **status("200", record, "Replaced, or the same already", ["ETag"]),
                    **status("201", record, "Added", ["ETag"]),
                },
                [*CHANGE_REFUSED, 412, 428],
                query=ChangeQuerySchema,
                path=f"{kind}_id",
                body=record,
                headers=[header("If-Match"), header("If-None-Match")],
            ),
            "delete": operation(
                "corpus",
                f"delete{name}",
                f"Delete a {kind}; its versions are kept",
                {"204": {"description": "Deleted"}},
                [400, 404, 409, 410, 412, 422, 428, 503],
                query=deletion,
                path=f"{kind}_id",
                headers=[header("If-Match")],
            ),
        },
    }


def _new_claim(record: OpenApi) -> OpenApi:
    return operation(
        "corpus",
        "createClaim",
        "Add a claim",
        status("201", record, "Added", ["ETag", "Location"]),
        CHANGE_REFUSED,
        query=ChangeQuerySchema,
        body=record,
    )


def _retraction() -> OpenApi:
    claim = answered(as_json(ClaimSchema, examples.RETRACTED_CLAIM), headers=["ETag"])
    return {
        "post": operation(
            "corpus",
            "retractClaim",
            "Take a claim back: it stays readable and is no evidence any more",
            claim,
            [*CHANGE_REFUSED, 404, 410, 412],
            path="claim_id",
            body=as_json(RetractionRequestSchema, {"reason": "The agency withdrew the figure."}),
            headers=[header("If-Match")],
        ),
        "delete": operation(
            "corpus",
            "reinstateClaim",
            "Take the retraction of a claim back",
            answered(as_json(ClaimSchema, examples.CLAIM), headers=["ETag"]),
            [*READ_REFUSED, 404, 410, 412],
            query=ChangeQuerySchema,
            path="claim_id",
            headers=[header("If-Match")],
        ),
    }


def _versions(kind: str, page: object) -> OpenApi:
    return {
        "get": operation(
            "corpus",
            f"list{kind.capitalize()}Versions",
            f"Every version of a {kind}, oldest first, those before a deletion included",
            answered(as_json(page), headers=["Link"]),
            [*READ_REFUSED, 404],
            query=VersionsQuerySchema,
            path=f"{kind}_id",
        )
    }


def _with_unchanged(responses: OpenApi) -> OpenApi:
    return {**responses, "304": {"description": "The record is still the one with the ETag given"}}
