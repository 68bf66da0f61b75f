"""Whole articles in a request: their text or their address; and what was drawn from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.changes import ChangeQuerySchema
from schemas.fields import Filled, SpanPair, StrictSchema, Text
from schemas.records import SPAN_SHAPE, ClaimSchema, SourceSchema
from service.domain.articles import PageRequest, PassedReason
from service.domain.corpus import Source

# Characters: about thirty-five pages of print, which take some four seconds to read.
MAX_ARTICLE = 100_000
# The records of an article are numbered behind its id, which must leave room for that.
MAX_ARTICLE_ID = 190
# Characters of the first line that become the title where none is given.
_LONGEST_LINE = 200
_STAND_IN = "untitled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was submitted: the source without its claims, and the article's text."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """What ``POST /v1/sources`` was given."""

    given: Source | Article | PageRequest


class _DescribedSchema(StrictSchema):
    """What may be said of an article; ``new_id`` makes its id where none is given."""

    id = Text(
        load_default=None,
        allow_none=True,
        validate=validate.Length(min=1, max=MAX_ARTICLE_ID),
        metadata={"description": "Left out, one is made."},
    )
    publisher = Text(load_default=None, allow_none=True)
    title = Text(load_default=None, allow_none=True)
    published_at = Text(load_default=None, allow_none=True)
    origin = Text(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Left out, it is that of the earlier article that this one is an edit of"
            " (or this one's id)."
        },
    )

    def __init__(self, new_id: Callable[[], str] | None = None) -> None:
        super().__init__()
        self._new_id = new_id

    def identifier(self, given: str | None) -> str:
        if given is None and self._new_id is None:
            raise ValidationError("Missing data for required field.", field_name="id")
        return f"src_{self._new_id()}" if given is None and self._new_id else str(given)


class ArticleSchema(_DescribedSchema):
    """A source with ``text``; what need not be given is null, English, or found in the text."""

    kind = fields.String(load_default="source", validate=validate.Equal("source"))
    url = Text(load_default=None, allow_none=True)
    language = Text(load_default="en")
    text = Text(
        required=True,
        validate=Filled(MAX_ARTICLE),
        metadata={"pattern": r"[^\s]"},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Article:
        """The article; its source is held to the rules of every source record."""
        text = data.pop("text")
        data["id"] = self.identifier(data["id"])
        data["origin"] = data["origin"] or data["id"]
        if data["title"] is None:
            data["title"] = text.strip().splitlines()[0].strip()[:_LONGEST_LINE]
        return Article(source=SourceSchema().load(data), text=text)


class PageRequestSchema(_DescribedSchema):
    """The address of a page to fetch; what is given beside it overrides what the page says."""

    url = Text(required=True)
    language = Text(load_default=None, allow_none=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> PageRequest:
        """The request; what is given is held to the rules of every source record."""
        data["id"] = self.identifier(data["id"])
        stand_ins = {"kind": "source", "title": _STAND_IN, "language": "en", "origin": data["id"]}
        given = {name: value for name, value in data.items() if value is not None}
        SourceSchema().load({"publisher": None, "published_at": None, **stand_ins, **given})
        return PageRequest(**data)


class NewSourceSchema(StrictSchema):
    """A source record, an article with its ``text``, or else the ``url`` of a page to fetch."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        super().__init__()
        self._new_id = new_id

    def load(self, data: Any, **_: Any) -> NewSource:
        """The one of the three that the fields name: a record says of what ``kind`` it is."""
        if not isinstance(data, dict) or ("kind" in data and "text" not in data):
            return NewSource(given=SourceSchema().load(data))
        if "text" in data:
            return NewSource(given=ArticleSchema(self._new_id).load(data))
        if "url" in data:
            return NewSource(given=PageRequestSchema(self._new_id).load(data))
        return NewSource(given=SourceSchema().load(data))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSourceQuery:
    """The query string of a new source."""

    reason: str | None
    dry_run: bool


class NewSourceQuerySchema(ChangeQuerySchema):
    dry_run = fields.String(
        load_default="false",
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "Show what would be drawn from an article, and save nothing."},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> NewSourceQuery:
        return NewSourceQuery(reason=data["reason"], dry_run=data["dry_run"] == "true")


class ArticlePassedOverSchema(StrictSchema):
    """A stretch of the article that gave no record."""

    text = fields.String(required=True)
    span = SpanPair(required=True, metadata=SPAN_SHAPE)
    paragraph = fields.Integer(required=True)
    reason = fields.Enum(PassedReason, by_value=fields.String, required=True)


class ExtractionSchema(StrictSchema):
    """What was drawn from an article: its source as stored, and its claim records in order."""

    source = fields.Nested(SourceSchema, required=True)
    text = fields.String(
        required=True, metadata={"description": "What the spans point into, as it was read."}
    )
    claims = fields.List(fields.Nested(ClaimSchema), required=True)
    passed_over = fields.List(fields.Nested(ArticlePassedOverSchema), required=True)
