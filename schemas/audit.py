"""The audit log as it is asked for and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.check_requests import DEFAULT_PAGE, MAX_PAGE, cursor_parameter
from schemas.fields import MOMENT_SHAPE, Moment, QueryNumber, StrictSchema, Text, absent

_MAX_WORD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLogQuery:
    """The query string of ``GET /v1/audit``; the cursor is still as the caller gave it."""

    actor: str | None
    action: str | None
    since: datetime | None
    until: datetime | None
    cursor: str | None
    limit: int


def _word(description: str) -> Text:
    return Text(
        load_default=absent,
        validate=validate.Length(min=1, max=_MAX_WORD),
        metadata={"description": description},
    )


class AuditLogQuerySchema(StrictSchema):
    actor = _word("The id of a key, `anonymous` or `cli`.")
    action = _word("The name of an endpoint or command, such as `create_claim`.")
    since = Moment(load_default=absent, metadata=MOMENT_SHAPE)
    until = Moment(load_default=absent, metadata=MOMENT_SHAPE)
    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> AuditLogQuery:
        return AuditLogQuery(**data)


class AuditEntrySchema(StrictSchema):
    """One change, or one refused. No text that was submitted is part of it."""

    at = Moment(required=True, metadata={"type": "string", "format": "date-time"})
    actor = fields.String(
        required=True, metadata={"description": "The id of a key, `anonymous` or `cli`."}
    )
    action = fields.String(required=True)
    target = fields.String(
        required=True, metadata={"description": "A path of the API, or what a command named."}
    )
    request_id = fields.String(required=True, allow_none=True)
    status = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null for a command."}
    )


class AuditPageSchema(StrictSchema):
    entries = fields.List(fields.Nested(AuditEntrySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
