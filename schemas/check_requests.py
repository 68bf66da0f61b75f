"""What a caller may ask: one check, a batch of them, and the list of saved checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from schemas.fields import (
    MOMENT_SHAPE,
    NOT_BLANK,
    IsoDate,
    Moment,
    QueryNumber,
    StrictSchema,
    Text,
    Truth,
    WholeNumber,
    absent,
)
from service.domain.check import CheckRequest, Verdict
from service.domain.corpus import Filters

MAX_STATEMENT = 5_000
MAX_EVIDENCE = 50
MAX_PAGE = 100
DEFAULT_PAGE = 50
_MAX_FILTER_VALUES = 50
_MAX_FILTER_LENGTH = 200
_MAX_CURSOR = 1_000

AS_OF = (
    "The moment that the statement is about, and up to which the corpus may know things: sources"
    " published by then, and each record in the version that was current then. A date alone means"
    " the end of that day, a time without a zone is UTC. Default: now, no cut-off."
)
_LIMIT = "How many pieces of evidence per side."


class StatementText(Text):
    """The sentence to be checked: 1 to 5,000 characters, not all of them white space."""

    def __init__(self) -> None:
        super().__init__(
            required=True,
            validate=validate.Length(min=1, max=MAX_STATEMENT),
            metadata={
                "pattern": NOT_BLANK,
                "examples": ["More than 5,000 people were arrested in Kazakhstan."],
            },
        )

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not re.search(r"\S", text):
            raise ValidationError("Must not be empty or blank.")
        return text


def filter_values(description: str, *, data_key: str | None = None) -> fields.List[Any]:
    """A list of publishers or of source ids; no value means all of them."""
    return fields.List(
        Text(validate=validate.Length(min=1, max=_MAX_FILTER_LENGTH)),
        data_key=data_key,
        load_default=list,
        validate=validate.Length(max=_MAX_FILTER_VALUES),
        metadata={"description": description},
    )


def cursor_parameter() -> Text:
    """Where the page before ended, as its answer gave it."""
    return Text(
        load_default=absent,
        validate=validate.Length(min=1, max=_MAX_CURSOR),
        metadata={"pattern": "^[A-Za-z0-9_-]+$", "description": "`next_cursor` of the last page."},
    )


def format_parameter(*names: str) -> fields.String:
    """The form of an answer by name, for those who cannot set a header."""
    return fields.String(
        load_default=absent,
        validate=validate.OneOf(names),
        metadata={"description": "Overrides the Accept header."},
    )


def filters_of(values: Mapping[str, Any]) -> Filters:
    """The filters in one canonical order, so that equal questions have equal requests.

    Raises ValidationError if the dates are the wrong way round.
    """
    first, last = values["published_from"], values["published_to"]
    if first is not None and last is not None and first > last:
        raise ValidationError("Must not be later than published_to.", "published_from")
    return Filters(
        publishers=tuple(sorted(set(values["publishers"]))),
        sources=tuple(sorted(set(values["sources"]))),
        published_from=first,
        published_to=last,
    )


class FiltersSchema(StrictSchema):
    """Which part of the corpus may be used."""

    publishers = filter_values("Only these publishers.")
    sources = filter_values("Only the sources with these ids.")
    published_from = IsoDate(allow_none=True, load_default=None, metadata={"format": "date"})
    published_to = IsoDate(allow_none=True, load_default=None, metadata={"format": "date"})

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Filters:
        return filters_of(data)


class CheckRequestSchema(StrictSchema):
    """The body of ``POST /v1/checks``."""

    statement = StatementText()
    as_of = Moment(
        allow_none=True,
        load_default=None,
        metadata={**MOMENT_SHAPE, "description": AS_OF, "examples": ["2022-01-07T18:00:00Z"]},
    )
    filters = fields.Nested(FiltersSchema, load_default=Filters)
    limit = WholeNumber(
        load_default=10,
        validate=validate.Range(min=1, max=MAX_EVIDENCE),
        metadata={"description": _LIMIT},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> CheckRequest:
        return CheckRequest(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationQuery:
    """Which form of an answer the query string asks for; None leaves it to ``Accept``."""

    format: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuery:
    """A check asked in a query string."""

    request: CheckRequest
    format: str | None


class NoQuerySchema(StrictSchema):
    """For endpoints that take no query parameter."""


class RepresentationQuerySchema(StrictSchema):
    format = format_parameter("json", "text", "markdown", "html", "jsonld")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> RepresentationQuery | CheckQuery:
        return RepresentationQuery(**data)


class CheckQuerySchema(RepresentationQuerySchema):
    """The query string of ``GET /v1/check``."""

    statement = StatementText()
    as_of = Moment(load_default=absent, metadata={**MOMENT_SHAPE, "description": AS_OF})
    publishers = filter_values("Only these publishers; repeatable.", data_key="publisher")
    sources = filter_values("Only the sources with these ids; repeatable.", data_key="source")
    published_from = IsoDate(load_default=absent, metadata={"format": "date"})
    published_to = IsoDate(load_default=absent, metadata={"format": "date"})
    limit = QueryNumber(
        load_default=10,
        validate=validate.Range(min=1, max=MAX_EVIDENCE),
        metadata={"description": _LIMIT},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> CheckQuery:
        request = CheckRequest(
            statement=data["statement"],
            as_of=data["as_of"],
            filters=filters_of(data),
            limit=data["limit"],
        )
        return CheckQuery(request=request, format=data["format"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Check requests as given, not yet read: each is refused or answered by itself."""

    statements: tuple[object, ...]
    save: bool


class BatchSchema(StrictSchema):
    """The body of ``POST /v1/checks/batch``, its items still unread."""

    statements = fields.List(
        fields.Raw(
            allow_none=True,
            metadata={
                "description": "A check request; anything else is refused in its place.",
                "anyOf": [{"$ref": "#/components/schemas/CheckRequest"}, {}],
            },
        ),
        required=True,
        metadata={"maxItems": 100},
    )
    save = Truth(load_default=False)

    def __init__(self, *, max_batch: int) -> None:
        super().__init__()
        self.max_batch = max_batch

    @validates_schema
    def check_size(self, data: dict[str, Any], **_: Any) -> None:
        if len(data["statements"]) > self.max_batch:
            raise ValidationError(f"At most {self.max_batch} statements a batch.", "statements")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Batch:
        return Batch(statements=tuple(data["statements"]), save=data["save"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedChecksQuery:
    """The query string of ``GET /v1/checks``; the cursor is still as the caller gave it."""

    verdict: Verdict | None
    changed_since: datetime | None
    reviewed: bool | None
    cursor: str | None
    limit: int
    format: str | None


class SavedChecksQuerySchema(StrictSchema):
    verdict = fields.Enum(Verdict, by_value=fields.String, load_default=absent)
    changed_since = Moment(
        load_default=absent,
        metadata={
            **MOMENT_SHAPE,
            "description": "Only checks that were saved, or found something else, at that moment"
            " or later.",
        },
    )
    reviewed = fields.String(
        load_default=absent,
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "Only checks that an editor has ruled on, or only the others."},
    )
    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))
    format = format_parameter("json", "csv")

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> SavedChecksQuery:
        given = data["reviewed"]
        return SavedChecksQuery(**{**data, "reviewed": None if given is None else given == "true"})
