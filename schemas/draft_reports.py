"""The answer to a draft on the wire: every key always there."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from schemas.answers import (
    AnswerSchema,
    CheckIdentitySchema,
    CheckSchema,
    CorpusSchema,
    EngineSchema,
)
from schemas.fields import Moment, Part, SpanPair, StrictSchema
from schemas.jobs import VerdictCountsSchema
from schemas.records import SPAN_SHAPE
from service.domain.drafts import DraftReport, PassedOverCode, Worth, with_offsets
from service.domain.evidence import ReasonType
from service.domain.offsets import OffsetUnit, TextPositions

# Made once: a schema copies all its fields, which takes longer than to dump an answer.
_ANSWER = AnswerSchema()
_IDENTITY = CheckIdentitySchema()


def _string(*, nullable: bool = False) -> fields.String:
    return fields.String(required=True, allow_none=nullable)


def _count(description: str | None = None, *, least: int = 0) -> fields.Integer:
    metadata = {"description": description} if description else {}
    return fields.Integer(required=True, validate=validate.Range(min=least), metadata=metadata)


def _place() -> SpanPair:
    description = "Offsets into the submitted text, [start, end], in the unit of `draft.offsets`."
    return SpanPair(required=True, metadata={**SPAN_SHAPE, "description": description})


class UnsavedCheck(fields.Nested):
    """A check of its own shape, made of an answer; it is saved nowhere, so it has no id and no reviews."""

    def _serialize(  # type: ignore[override]  # The two classes above name the first one twice.
        self, value: Any, attr: str | None, obj: Any, **_: Any
    ) -> Any:
        identity = _IDENTITY.dump({"id": None, "checked_at": obj.checked_at})
        return {**identity, **_ANSWER.dump(value), "reviews": []}


class WorthReasonSchema(StrictSchema):
    type = fields.Enum(Worth, by_value=fields.String, required=True)
    text = _string()


class WorthSchema(StrictSchema):
    reasons = fields.List(
        fields.Nested(WorthReasonSchema),
        required=True,
        attribute="worth",
        validate=validate.Length(min=1),
    )


class DifferenceSchema(StrictSchema):
    """Words of the draft with which a source conflicts."""

    text = _string()
    span = _place()
    type = fields.Enum(ReasonType, by_value=fields.String, required=True)
    detail = _string()


class DraftCheckSchema(StrictSchema):
    """One assertion of the draft; `check` and its spans are about `statement`."""

    text = _string()
    span = _place()
    paragraph = _count(least=1)
    worth = Part(WorthSchema, required=True)
    statement = _string()
    differences = fields.List(fields.Nested(DifferenceSchema), required=True)
    check = UnsavedCheck(CheckSchema, required=True, attribute="answer")


class PassedOverSchema(StrictSchema):
    text = _string()
    span = _place()
    paragraph = _count(least=1)
    code = fields.Enum(PassedOverCode, by_value=fields.String, required=True)
    detail = _string()


class DraftSchema(StrictSchema):
    """What was submitted, as it was read."""

    title = _string(nullable=True)
    uri = _string(nullable=True)
    language = _string()
    published_at = fields.Date(required=True, allow_none=True, attribute="published_on")
    as_of = Moment(
        required=True, allow_none=True, metadata={"type": "string", "format": "date-time"}
    )
    offsets = fields.Enum(OffsetUnit, by_value=fields.String, required=True)
    characters = _count("The length of the text, in the unit of `offsets`.")
    paragraphs = _count()
    checked = _count()
    passed_over = _count()


class PartialSchema(StrictSchema):
    """What there was no time for: verdicts without the language model, and none at all."""

    by_rules_alone = _count()
    not_reached = _count()
    detail = _string()


class DraftReportSchema(StrictSchema):
    """The body of the answer to ``POST /v1/drafts``."""

    draft = fields.Nested(DraftSchema, required=True)
    verdicts = fields.Nested(VerdictCountsSchema, required=True)
    # Schemas have a ``partial`` of their own.
    shortfall = fields.Nested(
        PartialSchema, required=True, allow_none=True, data_key="partial", attribute="partial"
    )
    checks = fields.List(fields.Nested(DraftCheckSchema), required=True)
    passed_over = fields.List(fields.Nested(PassedOverSchema), required=True)
    corpus = fields.Nested(CorpusSchema, required=True)
    engine = fields.Nested(EngineSchema, required=True)


_REPORT = DraftReportSchema(exclude=("draft",))
_DRAFT = DraftSchema()


def dump_report(report: DraftReport, unit: OffsetUnit) -> dict[str, Any]:
    """The report as JSON values, with offsets into the draft in ``unit``."""
    draft = report.request
    positions = TextPositions(draft.text, unit)
    head = {
        "title": draft.title,
        "uri": draft.uri,
        "language": report.language,
        "published_on": draft.published_on,
        "as_of": draft.as_of,
        "offsets": unit,
        "characters": positions.offset(len(draft.text)),
        "paragraphs": report.paragraphs,
        "checked": len(report.checks),
        "passed_over": len(report.passed_over),
    }
    body: dict[str, Any] = _REPORT.dump(with_offsets(report, positions))
    return {"draft": _DRAFT.dump(head), **body}
