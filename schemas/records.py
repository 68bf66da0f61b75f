"""Corpus records: sources and claims as they stand in files and in answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.check_requests import (
    DEFAULT_PAGE,
    MAX_PAGE,
    cursor_parameter,
    filter_values,
    filters_of,
    format_parameter,
)
from schemas.fields import (
    NOT_BLANK,
    Filled,
    IsoDate,
    QueryNumber,
    SpanPair,
    StrictSchema,
    Text,
    WholeNumber,
    absent,
)
from schemas.problems import field_errors
from service.domain.corpus import Claim, Filters, Locator, Retraction, Source, Standing
from service.domain.errors import InvalidRecord

MAX_REASON = 500
MAX_PARAGRAPH = 100_000_000

SPAN_SHAPE = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
    "description": "Character offsets [start, end], the end exclusive.",
}
# Ids stand in paths of the API, and one id a line in its text answers.
_IDENTIFIER = r"^[^\s/?#\u0000-\u0020\u007f]+"
_WEB_ADDRESS = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s\u0000-\u001f\u007f-\u009f]+"
_MONTH = r"(?!0000)\d{4}-(0[1-9]|1[0-2])"
_DAY = r"-(0[1-9]|[12]\d|3[01])"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_TIME = rf"(T{_CLOCK}(:[0-5]\d(\.\d{{1,6}})?)?(Z|[+-]{_CLOCK})?)?"
_DATE = re.compile(_MONTH + _DAY + _TIME, re.ASCII)
_DATE_OR_MONTH = re.compile(f"{_MONTH}({_DAY}{_TIME})?", re.ASCII)


def _identifier() -> Text:
    return Text(
        required=True,
        validate=[
            validate.Length(max=200),
            validate.Regexp(
                _IDENTIFIER + r"\Z", error="Must not hold white space, a control character, / ? #."
            ),
        ],
        metadata={"pattern": _IDENTIFIER + "$"},
    )


def _text(*, most: int, nullable: bool = False) -> Text:
    shape = {"pattern": NOT_BLANK}
    return Text(required=True, allow_none=nullable, validate=Filled(most), metadata=shape)


def _web_address() -> Text:
    rule = validate.Regexp(_WEB_ADDRESS + r"\Z", error="Must be an http or https address.")
    return Text(
        required=True,
        allow_none=True,
        validate=[validate.Length(max=2_000), rule],
        metadata={"pattern": _WEB_ADDRESS + "$"},
    )


def _time(*, month: bool = False, nullable: bool = True) -> Text:
    """An ISO 8601 date or date-time as written, or a year and month if ``month``."""
    pattern = _DATE_OR_MONTH if month else _DATE

    def in_the_calendar(text: str) -> None:
        whole = f"{text}-01" if month and len(text) == len("2022-01") else text
        try:
            if pattern.fullmatch(text) is None:
                raise ValueError
            datetime.fromisoformat(whole)
        except ValueError as error:
            raise ValidationError("Must be an ISO 8601 date or date-time.") from error

    return Text(
        required=True,
        allow_none=nullable,
        validate=[in_the_calendar],
        metadata={"pattern": rf"^{pattern.pattern}$".replace(r"\d", "[0-9]")},
    )


class RetractionSchema(StrictSchema):
    """A claim that was taken back is readable, and is no evidence any more."""

    at = _time(nullable=False)
    reason = _text(most=MAX_REASON, nullable=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Retraction:
        return Retraction(**data)


class LocatorSchema(StrictSchema):
    """Where in its source a claim stands; paragraphs count from 1."""

    paragraph = WholeNumber(
        allow_none=True, load_default=None, validate=validate.Range(min=1, max=MAX_PARAGRAPH)
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
    url = _web_address()
    published_at = _time()
    language = _text(most=35)
    origin = _text(most=200)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Source:
        del data["kind"]
        return Source(**data)


class ClaimSchema(StrictSchema):
    kind = _kind("claim")
    id = _identifier()
    source_id = _identifier()
    text = _text(most=5_000)
    quote = _text(most=5_000, nullable=True)
    speaker = _text(most=500, nullable=True)
    standing = fields.Enum(Standing, by_value=fields.String, required=True)
    event_at = _time(month=True)
    locator = fields.Nested(LocatorSchema, required=True)
    retracted = fields.Nested(
        RetractionSchema,
        allow_none=True,
        load_default=None,
        metadata={"description": "Null or absent leaves a retraction as it is."},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Claim:
        del data["kind"]
        return Claim(**data)


def record_line(record: Source | Claim) -> str:
    """A record as a line of an export; equal records give equal lines."""
    schema = _SOURCE_LINE if isinstance(record, Source) else _CLAIM_LINE
    return json.dumps(schema.dump(record), ensure_ascii=False, separators=(",", ":")) + "\n"


_SOURCE_LINE, _CLAIM_LINE = SourceSchema(), ClaimSchema()


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
    format: str | None


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
    format = format_parameter("json", "csv")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> RecordsQuery:
        return RecordsQuery(
            q=data["q"],
            filters=filters_of(data),
            speaker=data["speaker"],
            cursor=data["cursor"],
            limit=data["limit"],
            format=data["format"],
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
