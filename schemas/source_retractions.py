"""Whether a source is taken back with its claims, as an answer."""

from __future__ import annotations

from marshmallow import fields

from schemas.fields import Moment, StrictSchema
from schemas.records import SourceSchema


class SourceTakenBackSchema(StrictSchema):
    at = Moment(
        required=True,
        allow_none=True,
        attribute="changed_at",
        metadata={"type": ["string", "null"], "format": "date-time"},
    )
    reason = fields.String(required=True, allow_none=True)


class SourceRetractionSchema(StrictSchema):
    source = fields.Nested(SourceSchema, required=True)
    retracted = fields.Nested(
        SourceTakenBackSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where the source stands."},
    )
    claims = fields.Integer(
        required=True,
        metadata={
            "description": "How many claims are taken back with it; after it was reinstated, how"
            " many were restored."
        },
    )
