"""A whole article in a request: its source record, and the text to draw claim records from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.fields import StrictSchema, Text
from schemas.records import ClaimSchema, SourceSchema
from service.domain.corpus import Source

# Characters: about thirty-five pages of print, which take some four seconds to read.
MAX_ARTICLE = 100_000
# The records of an article are numbered behind its id, which must leave room for that.
MAX_ARTICLE_ID = 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was submitted: the source without its claims, and the article's text."""

    source: Source
    text: str


class ArticleSchema(StrictSchema):
    """A source with ``text``; what need not be given is null, English, or found in the corpus."""

    kind = fields.String(load_default="source", validate=validate.Equal("source"))
    id = Text(required=True, validate=validate.Length(min=1, max=MAX_ARTICLE_ID))
    publisher = Text(load_default=None, allow_none=True)
    title = Text(required=True)
    url = Text(load_default=None, allow_none=True)
    published_at = Text(load_default=None, allow_none=True)
    language = Text(load_default="en")
    origin = Text(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Left out, it is that of the earlier article that this one is an edit of"
            " (or this one's id)."
        },
    )
    text = Text(required=True, validate=validate.Length(min=1, max=MAX_ARTICLE))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Article:
        """The article; its source is held to the rules of every source record."""
        text = data.pop("text")
        data["origin"] = data["origin"] or data["id"]
        return Article(source=SourceSchema().load(data), text=text)


class ExtractionSchema(StrictSchema):
    """What was drawn from an article: its source as stored, and its claim records in order."""

    source = fields.Nested(SourceSchema, required=True)
    claims = fields.List(fields.Nested(ClaimSchema), required=True)
