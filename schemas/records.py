"""Corpus records: sources and claims as they stand in files and in answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.check_requests import (
    DEFAULT_PAGE,
    MAX_PAGE,
    cursor_parameter,
    filter_values,
    filters_of,
)
from schemas.fields import (
    IsoDate,
    QueryNumber,
    SpanPair,
    StrictSchema,
    Text,
    WholeNumber,
    absent,
)
from schemas.problems import field_errors
from service.domain.corpus import Claim, Filters, Locator, Source, Standing
from service.domain.errors import InvalidRecord

SPAN_SHAPE = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
    "description": "Character offsets [start, end], the end exclusive.",
}
_IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._:-]*"


def _identifier() -> Text:
    return Text(
        required=True,
        validate=[
            validate.Length(max=200),
            validate.Regexp(_IDENTIFIER + r"\Z", error="Must be letters, digits, . _ : -."),
        ],
        metadata={"pattern": _IDENTIFIER + "$"},
    )


def _text(*, most: int, nullable: bool = False) -> Text:
    length = validate.Length(min=1, max=most)
    return Text(required=True, allow_none=nullable, validate=length)


class LocatorSchema(StrictSchema):
    """Where in its source a claim stands; paragraphs count from 1."""

    paragraph = WholeNumber(
        allow_none=True, load_default=None, validate=validate.Range(min=1, max=10**9)
    )
    span = SpanPair(allow_none=True, load_default=None, metadata=SPAN_SHAPE)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Locator:
        return Locator(**data)


def _kind(name: str) -> fields.String:
    return fields.String(required=True, dump_default=name, validate=validate.Equal(name))


class SourceSchema(StrictSchema):
    kind = _kind("source")
    id = _identifier()
    publisher = _text(most=200, nullable=True)
    title = _text(most=1_000)
    url = _text(most=2_000, nullable=True)
    published_at = _text(most=40, nullable=True)
    language = _text(most=35)
    origin = _text(most=200)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Source:
        del data["kind"]
        source = Source(**data)
        try:
            source.published_on  # noqa: B018 - reading it is the test of the date.
        except ValueError as error:
            raise ValidationError("Must begin with an ISO date.", "published_at") from error
        return source


class ClaimSchema(StrictSchema):
    kind = _kind("claim")
    id = _identifier()
    source_id = _identifier()
    text = _text(most=5_000)
    quote = _text(most=5_000, nullable=True)
    speaker = _text(most=500, nullable=True)
    standing = fields.Enum(Standing, by_value=fields.String, required=True)
    event_at = _text(most=40, nullable=True)
    locator = fields.Nested(LocatorSchema, required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Claim:
        del data["kind"]
        return Claim(**data)


def load_record(record: object, *, line: int | None = None) -> Source | Claim:
    """One line of a corpus file. Raises InvalidRecord for the first field that is wrong."""
    if not isinstance(record, dict) or record.get("kind") not in ("source", "claim"):
        raise InvalidRecord('Must be "source" or "claim".', pointer="/kind", line=line)
    schema = SourceSchema() if record["kind"] == "source" else ClaimSchema()
    try:
        loaded: Source | Claim = schema.load(record)
    except ValidationError as error:
        first = field_errors(error)[0]
        raise InvalidRecord(first.detail, pointer=first.pointer, line=line) from error
    return loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsQuery:
    """The query string of a list of records; the cursor is still as the caller gave it."""

    q: str
    filters: Filters
    speaker: str | None
    cursor: str | None
    limit: int


class RecordsQuerySchema(StrictSchema):
    q = Text(
        load_default="",
        validate=validate.Length(max=500),
        metadata={"description": "Words that must all occur."},
    )
    publishers = filter_values("Only these publishers; repeatable.", data_key="publisher")
    sources = filter_values("Only the sources with these ids; repeatable.", data_key="source")
    published_from = IsoDate(load_default=absent, metadata={"format": "date"})
    published_to = IsoDate(load_default=absent, metadata={"format": "date"})
    speaker = Text(load_default=absent, validate=validate.Length(min=1, max=500))
    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> RecordsQuery:
        return RecordsQuery(
            q=data["q"],
            filters=filters_of(data),
            speaker=data["speaker"],
            cursor=data["cursor"],
            limit=data["limit"],
        )


def _next_cursor() -> fields.String:
    return fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Give it back as `cursor` for the next page; null on the last."},
    )


class SourcePageSchema(StrictSchema):
    sources = fields.List(fields.Nested(SourceSchema), required=True)
    next_cursor = _next_cursor()


class ClaimPageSchema(StrictSchema):
    claims = fields.List(fields.Nested(ClaimSchema), required=True)
    next_cursor = _next_cursor()
