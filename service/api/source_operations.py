"""The operations on sources as wholes, for the contract."""

from __future__ import annotations

from schemas.articles import (
    ArticleSchema,
    ExtractionSchema,
    NewSourceQuerySchema,
    PageRequestSchema,
)
from schemas.changes import ChangeQuerySchema, RetractionRequestSchema
from schemas.records import SourceSchema
from schemas.source_retractions import SourceRetractionSchema
from service.api import source_examples as examples
from service.api.operation_parts import (
    CHANGE_REFUSED,
    READ_REFUSED,
    OpenApi,
    answered,
    as_json,
    header,
    operation,
    status,
)


def new_source() -> OpenApi:
    """``POST /v1/sources``: a record, an article or the address of one."""
    bodies = {"oneOf": [SourceSchema, ArticleSchema, PageRequestSchema]}
    made = {"oneOf": [SourceSchema, ExtractionSchema]}
    drawn = as_json(ExtractionSchema, examples.EXTRACTION)
    return operation(
        "corpus",
        "createSource",
        "Add a source: a record, or an article with the claim records that are drawn from it",
        {
            **status("200", drawn, "What would be drawn from the article (a dry run)", []),
            **status("201", as_json(made, examples.EXTRACTION), "Added", ["ETag", "Location"]),
        },
        [*CHANGE_REFUSED, 501],
        query=NewSourceQuerySchema,
        body=as_json(bodies, examples.ARTICLE),
    )


def source_retraction() -> OpenApi:
    """``/v1/sources/{source_id}/retraction``."""
    taken_back = answered(
        as_json(SourceRetractionSchema, examples.SOURCE_RETRACTION), headers=["ETag"]
    )
    stands = answered(as_json(SourceRetractionSchema, examples.SOURCE_RESTORED), headers=["ETag"])
    return {
        "get": operation(
            "corpus",
            "getSourceRetraction",
            "Whether a source is taken back, and with how many claims",
            taken_back,
            [*READ_REFUSED, 404, 410],
            path="source_id",
        ),
        "post": operation(
            "corpus",
            "retractSource",
            "Take a source back: all its claims are retracted in one transaction",
            taken_back,
            [*CHANGE_REFUSED, 404, 410, 412],
            path="source_id",
            body=as_json(RetractionRequestSchema, {"reason": "The agency withdrew the report."}),
            headers=[header("If-Match")],
        ),
        "delete": operation(
            "corpus",
            "reinstateSource",
            "Take that back: the claims that were retracted with the source are restored",
            stands,
            [*READ_REFUSED, 404, 409, 410, 412],
            query=ChangeQuerySchema,
            path="source_id",
            headers=[header("If-Match")],
        ),
    }
