"""A draft on the wire: the request, its query strings, and the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.check_requests import (
    AS_OF,
    MAX_EVIDENCE,
    FiltersSchema,
    filter_values,
    filters_of,
)
from schemas.fields import (
    MOMENT_SHAPE,
    NOT_BLANK,
    IsoDate,
    Moment,
    QueryNumber,
    StrictSchema,
    Text,
    WholeNumber,
    absent,
)
from service.domain.corpus import Filters
from service.domain.drafts import DraftRequest
from service.domain.offsets import OffsetUnit

# Characters: about as long as the chapter of a book.
MAX_DRAFT = 200_000
DRAFT_FORMATS = ("json", "text", "lines", "sarif")
_MAX_TITLE = 1_000
_MAX_URI = 2_000
_LIMIT = "How many pieces of evidence per side of each check."
_TITLE = "Not checked itself; its names help to understand the text."
_PUBLISHED = (
    "The day from which relative dates of the text are counted ('on Monday', 'last year'). Without"
    " it they count from `as_of`, and without that from the day of each source."
)
_URI = "The name of the file, for SARIF and lines: a relative reference or a URL."


_TEXT_ONLY = "In the query string only beside a body of text/plain."


class DraftText(Text):
    """The text to be checked: 1 to 200,000 characters, not all of them white space."""

    def __init__(self) -> None:
        super().__init__(
            required=True,
            validate=validate.Length(min=1, max=MAX_DRAFT),
            metadata={"pattern": NOT_BLANK},
        )

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not re.search(r"\S", text):
            raise ValidationError("Must not be empty or blank.")
        return text


class PublishedOn(Moment):
    """The calendar day of a date or date-time, as its writer saw it."""

    def _deserialize(  # type: ignore[override]  # The day is all that is kept of the moment.
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        super()._deserialize(value, attr, data, **kwargs)
        return date.fromisoformat(value[:10])


def _title(**kwargs: Any) -> Text:
    return Text(
        validate=validate.Length(max=_MAX_TITLE), metadata={"description": _TITLE}, **kwargs
    )


def _uri(**kwargs: Any) -> Text:
    return Text(
        validate=[
            validate.Length(max=_MAX_URI),
            validate.Regexp(r"\S+\Z", error="Must not contain blanks; write %20."),
        ],
        metadata={"pattern": r"^[^\s\u0000]+$", "description": _URI},
        **kwargs,
    )


class DraftRequestSchema(StrictSchema):
    """The body of ``POST /v1/drafts`` as JSON."""

    text = DraftText()
    title = _title(load_default=None, allow_none=True)
    published_at = PublishedOn(
        allow_none=True,
        load_default=None,
        attribute="published_on",
        metadata={**MOMENT_SHAPE, "description": _PUBLISHED},
    )
    as_of = Moment(
        allow_none=True, load_default=None, metadata={**MOMENT_SHAPE, "description": AS_OF}
    )
    filters = fields.Nested(FiltersSchema, load_default=Filters)
    limit = WholeNumber(
        load_default=5,
        validate=validate.Range(min=1, max=MAX_EVIDENCE),
        metadata={"description": _LIMIT},
    )
    uri = _uri(load_default=None, allow_none=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> DraftRequest:
        return DraftRequest(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftForm:
    """The form in which the answer is asked for; ``format`` None leaves it to ``Accept``."""

    format: str | None
    offsets: OffsetUnit


class DraftFormSchema(StrictSchema):
    """The query string beside a JSON body."""

    format = fields.String(
        load_default=absent,
        validate=validate.OneOf(DRAFT_FORMATS),
        metadata={"description": "Overrides the Accept header."},
    )
    offsets = fields.Enum(
        OffsetUnit,
        by_value=fields.String,
        load_default=OffsetUnit.CODE_POINT,
        metadata={
            "description": "What offsets into the draft and columns count: Unicode code points, or"
            " the UTF-16 code units of JavaScript, Java and C#."
        },
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> DraftForm | TextDraftQuery:
        return DraftForm(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDraftQuery:
    """The query string beside a plain text; ``draft`` has all that JSON would have but the text."""

    form: DraftForm
    draft: DraftRequest


class TextDraftQuerySchema(DraftFormSchema):
    """The query string beside a body of plain text, which has no room for other fields."""

    title = _title(load_default=absent)
    published_at = PublishedOn(
        load_default=absent,
        attribute="published_on",
        metadata={**MOMENT_SHAPE, "description": f"{_PUBLISHED} {_TEXT_ONLY}"},
    )
    as_of = Moment(
        load_default=absent, metadata={**MOMENT_SHAPE, "description": f"{AS_OF} {_TEXT_ONLY}"}
    )
    publishers = filter_values(f"Only these publishers. {_TEXT_ONLY}", data_key="publisher")
    sources = filter_values(f"Only the sources with these ids. {_TEXT_ONLY}", data_key="source")
    published_from = IsoDate(load_default=absent, metadata={"format": "date"})
    published_to = IsoDate(load_default=absent, metadata={"format": "date"})
    limit = QueryNumber(
        load_default=5,
        validate=validate.Range(min=1, max=MAX_EVIDENCE),
        metadata={"description": f"{_LIMIT} {_TEXT_ONLY}"},
    )
    uri = _uri(load_default=absent)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> DraftForm | TextDraftQuery:
        draft = DraftRequest(
            text="",
            title=data["title"],
            as_of=data["as_of"],
            published_on=data["published_on"],
            filters=filters_of(data),
            limit=data["limit"],
            uri=data["uri"],
        )
        form = DraftForm(format=data["format"], offsets=data["offsets"])
        return TextDraftQuery(form=form, draft=draft)
