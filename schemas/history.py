"""The history of a saved check on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from schemas.fields import Moment, StrictSchema
from service.domain.changes import ChangeAction, RecordKind
from service.domain.check import Verdict

_MOMENT = {"type": "string", "format": "date-time"}


class FindingSchema(StrictSchema):
    verdict = fields.Enum(Verdict, by_value=fields.String, required=True)
    confidence = fields.Float(required=True, validate=validate.Range(min=0, max=1))
    summary = fields.String(required=True)


class CauseSchema(StrictSchema):
    """The version of a record that changed the answer."""

    kind = fields.Enum(RecordKind, by_value=fields.String, required=True)
    id = fields.String(required=True)
    action = fields.Enum(ChangeAction, by_value=fields.String, required=True)
    version_before = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The version that the answer before was drawn from, if any."},
    )
    version_after = fields.Integer(
        required=True,
        metadata={"description": "The corpus revision that brought the version."},
    )
    changed_at = Moment(
        required=True,
        allow_none=True,
        metadata={"type": "string", "format": "date-time"},
    )
    changed_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null where the change was not made with a key."},
    )
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "The editor's, as given."}
    )


class CheckChangeSchema(StrictSchema):
    """One change of a saved check's answer."""

    revision = fields.Integer(
        required=True, metadata={"description": "The corpus revision of the answer after it."}
    )
    changed_at = Moment(required=True, metadata=_MOMENT)
    before = fields.Nested(FindingSchema, required=True)
    after = fields.Nested(FindingSchema, required=True)
    record = fields.Nested(
        CauseSchema,
        required=True,
        allow_none=True,
        attribute="cause",
        metadata={"description": "Null where no record changed, but the engine."},
    )


class HistoryPageSchema(StrictSchema):
    history = fields.List(fields.Nested(CheckChangeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
