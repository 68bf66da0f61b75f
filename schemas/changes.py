"""Changes of the corpus: what a caller says of one, and the versions that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.check_requests import DEFAULT_PAGE, MAX_PAGE, cursor_parameter
from schemas.fields import Moment, QueryNumber, StrictSchema, Text, absent
from schemas.records import MAX_REASON, ClaimSchema, SourceSchema
from service.domain.changes import ChangeAction


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuery:
    """The query string of a change."""

    reason: str | None
    cascade: bool = False


def reason_parameter() -> Text:
    """Why a record is changed; kept with its version."""
    return Text(
        load_default=absent,
        validate=validate.Length(min=1, max=MAX_REASON),
        metadata={"description": "Why the change is made; kept with the version."},
    )


class ChangeQuerySchema(StrictSchema):
    reason = reason_parameter()

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> ChangeQuery:
        return ChangeQuery(**data)


class SourceDeletionQuerySchema(ChangeQuerySchema):
    cascade = fields.String(
        load_default="false",
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "Whether the claims of the source are deleted with it."},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> ChangeQuery:
        return ChangeQuery(reason=data["reason"], cascade=data["cascade"] == "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetractionRequest:
    reason: str


class RetractionRequestSchema(StrictSchema):
    reason = Text(
        required=True,
        validate=[validate.Length(max=MAX_REASON), validate.Regexp(r"[\s\S]*\S")],
        metadata={"pattern": r"^[^\u0000]*[^\s\u0000][^\u0000]*$"},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> RetractionRequest:
        return RetractionRequest(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsQuery:
    cursor: str | None
    limit: int


class VersionsQuerySchema(StrictSchema):
    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> VersionsQuery:
        return VersionsQuery(**data)


class _VersionSchema(StrictSchema):
    revision = fields.Integer(
        required=True, metadata={"description": "The corpus revision that brought this version."}
    )
    changed_at = Moment(
        required=True,
        allow_none=True,
        attribute="note.changed_at",
        metadata={"type": "string", "format": "date-time"},
    )
    action = fields.Enum(ChangeAction, by_value=fields.String, required=True)
    changed_by = fields.String(
        required=True,
        allow_none=True,
        attribute="note.changed_by",
        metadata={"description": "Null where the change was not made with a key."},
    )
    reason = fields.String(required=True, allow_none=True, attribute="note.reason")


class SourceVersionSchema(_VersionSchema):
    record = fields.Nested(SourceSchema, required=True, allow_none=True)


class ClaimVersionSchema(_VersionSchema):
    record = fields.Nested(ClaimSchema, required=True, allow_none=True)


def _next_cursor() -> fields.String:
    return fields.String(required=True, allow_none=True)


class SourceVersionPageSchema(StrictSchema):
    versions = fields.List(fields.Nested(SourceVersionSchema), required=True)
    next_cursor = _next_cursor()


class ClaimVersionPageSchema(StrictSchema):
    versions = fields.List(fields.Nested(ClaimVersionSchema), required=True)
    next_cursor = _next_cursor()
