"""What editors rule, on the wire, and how often they agree with the machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from schemas.check_requests import DEFAULT_PAGE, MAX_PAGE, cursor_parameter
from schemas.fields import Moment, QueryNumber, StrictSchema, Text
from service.domain.check import Verdict
from service.domain.reviews import Ruling

MAX_REASON = 2_000
MAX_NAME = 200
MAX_HEADLINE = 500

_BLANK = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"


def _line(longest: int, description: str, **kwargs: Any) -> Text:
    return Text(
        validate=[validate.Length(max=longest), _not_blank],
        metadata={"pattern": _BLANK, "description": description},
        **kwargs,
    )


def _not_blank(text: str) -> None:
    if not text.strip():
        raise ValidationError("Must not be empty or blank.")


class RulingSchema(StrictSchema):
    """The body of ``POST /v1/checks/{id}/reviews``."""

    verdict = fields.Enum(Verdict, by_value=fields.String, required=True)
    reason = _line(MAX_REASON, "Why, for whoever reads it later.", required=True)
    reviewer = _line(
        MAX_NAME, "Who rules. A later review by the same name supersedes this.", required=True
    )
    headline = _line(
        MAX_HEADLINE,
        "The line under which the ruling is to be printed.",
        allow_none=True,
        load_default=None,
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Ruling:
        """Names are compared, so white space around them must not make two of one."""
        headline = data["headline"]
        return Ruling(
            verdict=data["verdict"],
            reason=data["reason"].strip(),
            reviewer=data["reviewer"].strip(),
            headline=None if headline is None else headline.strip(),
        )


class ReviewSchema(StrictSchema):
    """A ruling as it was kept."""

    id = fields.String(required=True)
    check_id = fields.String(required=True)
    verdict = fields.Enum(
        Verdict, by_value=fields.String, required=True, attribute="ruling.verdict"
    )
    reason = fields.String(required=True, attribute="ruling.reason")
    reviewer = fields.String(required=True, attribute="ruling.reviewer")
    headline = fields.String(required=True, allow_none=True, attribute="ruling.headline")
    reviewed_at = Moment(required=True, metadata={"type": "string", "format": "date-time"})
    machine_verdict = fields.Enum(
        Verdict,
        by_value=fields.String,
        required=True,
        metadata={"description": "What the machine said when the review was made."},
    )
    revision = fields.Integer(
        required=True,
        metadata={"description": "The corpus revision of the answer that was reviewed."},
    )
    stale = fields.Boolean(
        required=True,
        metadata={"description": "Whether the machine's verdict changed after the review."},
    )
    superseded = fields.Boolean(
        required=True,
        metadata={"description": "Whether the same reviewer has ruled on the check since."},
    )


class ReviewPageSchema(StrictSchema):
    reviews = fields.List(fields.Nested(ReviewSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    """Which page of a list; the cursor is still as the caller gave it."""

    cursor: str | None
    limit: int


class BesideCheckQuerySchema(StrictSchema):
    """The query string of the lists beside a check: its reviews, its history."""

    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> PageQuery:
        return PageQuery(**data)


def _count() -> fields.Integer:
    return fields.Integer(required=True, validate=validate.Range(min=0))


def _share(description: str) -> fields.Float:
    return fields.Float(
        required=True,
        allow_none=True,
        validate=validate.Range(min=0, max=1),
        metadata={"description": description},
    )


class EditorVerdictsSchema(StrictSchema):
    supported = _count()
    refuted = _count()
    disputed = _count()
    unverified = _count()


class ConfusionSchema(StrictSchema):
    """What editors said, for each verdict of the machine."""

    supported = fields.Nested(EditorVerdictsSchema, required=True)
    refuted = fields.Nested(EditorVerdictsSchema, required=True)
    disputed = fields.Nested(EditorVerdictsSchema, required=True)
    unverified = fields.Nested(EditorVerdictsSchema, required=True)


class ReviewFiguresSchema(StrictSchema):
    """This newsroom's own figures. A superseded review does not count."""

    checks = _count()
    reviews = _count()
    agreement = _share("Share of reviews that are the machine's verdict; null without any.")
    false_supported = _share("Share of reviews against a verdict `supported`; null without any.")
    confusion = fields.Nested(ConfusionSchema, required=True)
