"""A check on the wire: the whole answer, every key always there."""

from __future__ import annotations

from marshmallow import fields, validate

from schemas.fields import Moment, Part, SpanPair, StrictSchema
from schemas.problems import ProblemSchema
from schemas.records import SPAN_SHAPE
from schemas.reviews import ReviewSchema
from service.domain.check import AbstentionCode, Verdict
from service.domain.corpus import Standing
from service.domain.evidence import ReasonType, Stance

_MOMENT = {"type": "string", "format": "date-time"}


def _string(*, nullable: bool = False, attribute: str | None = None) -> fields.String:
    return fields.String(required=True, allow_none=nullable, attribute=attribute)


def _verdict() -> fields.Enum[Verdict]:
    return fields.Enum(Verdict, by_value=fields.String, required=True)


def _confidence() -> fields.Float:
    return fields.Float(required=True, validate=validate.Range(min=0, max=1))


def _count() -> fields.Integer:
    return fields.Integer(required=True, validate=validate.Range(min=0))


class StatementPartSchema(StrictSchema):
    text = _string(attribute="statement")
    language = _string()
    as_of = Moment(required=True, allow_none=True, metadata=_MOMENT)


class AbstentionSchema(StrictSchema):
    code = fields.Enum(AbstentionCode, by_value=fields.String, required=True)
    detail = _string()
    missing = _string(nullable=True)


class AttributionSchema(StrictSchema):
    speaker = _string()
    said = _verdict()
    content = _verdict()


class AssertionSchema(StrictSchema):
    text = _string()
    span = SpanPair(required=True, metadata=SPAN_SHAPE)
    verdict = _verdict()


class PassageSchema(StrictSchema):
    text = _string()
    span = SpanPair(required=True, metadata=SPAN_SHAPE)


class ReasonSchema(StrictSchema):
    type = fields.Enum(ReasonType, by_value=fields.String, required=True)
    statement = fields.Nested(PassageSchema, required=True, allow_none=True)
    claim = fields.Nested(PassageSchema, required=True, allow_none=True)
    detail = _string()


class EvidenceClaimSchema(StrictSchema):
    id = _string()
    text = _string()
    quote = _string(nullable=True)
    speaker = _string(nullable=True)
    standing = fields.Enum(Standing, by_value=fields.String, required=True)
    event_at = _string(nullable=True)


class EvidenceSourceSchema(StrictSchema):
    id = _string()
    publisher = _string(nullable=True)
    title = _string()
    url = _string(nullable=True)
    published_at = _string(nullable=True)
    origin = _string()


class PlaceSchema(StrictSchema):
    """A locator as an answer gives it: both keys always there."""

    paragraph = fields.Integer(required=True, allow_none=True, validate=validate.Range(min=1))
    span = SpanPair(required=True, allow_none=True, metadata=SPAN_SHAPE)


class EvidenceSchema(StrictSchema):
    claim = fields.Nested(EvidenceClaimSchema, required=True)
    source = fields.Nested(EvidenceSourceSchema, required=True)
    stance = fields.Enum(Stance, by_value=fields.String, required=True)
    confidence = _confidence()
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)
    locator = fields.Nested(PlaceSchema, required=True, attribute="claim.locator")
    superseded_by = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The claim with a later and greater count of the same running event."
        },
    )


class EvidenceSidesSchema(StrictSchema):
    supporting = fields.List(fields.Nested(EvidenceSchema), required=True)
    conflicting = fields.List(fields.Nested(EvidenceSchema), required=True)
    unverified = fields.List(fields.Nested(EvidenceSchema), required=True)


class SideAgreementSchema(StrictSchema):
    publishers = _count()
    origins = _count()


class AgreementSchema(StrictSchema):
    supporting = fields.Nested(SideAgreementSchema, required=True, attribute="agreement_supporting")
    conflicting = fields.Nested(
        SideAgreementSchema, required=True, attribute="agreement_conflicting"
    )


class CorpusSchema(StrictSchema):
    revision = _count()
    claims = _count()


class EngineSchema(StrictSchema):
    version = _string()
    model = _string(nullable=True)


class AnswerSchema(StrictSchema):
    """Dumps an Answer: all of a check but its identity."""

    statement = Part(StatementPartSchema, required=True)
    verdict = _verdict()
    confidence = _confidence()
    summary = _string()
    abstention = fields.Nested(AbstentionSchema, required=True, allow_none=True)
    attribution = fields.Nested(AttributionSchema, required=True, allow_none=True)
    assertions = fields.List(fields.Nested(AssertionSchema), required=True)
    evidence = Part(EvidenceSidesSchema, required=True)
    agreement = Part(AgreementSchema, required=True)
    safe_wording = _string(nullable=True)
    # Under its own name it would hide an attribute of every schema.
    partial_search = fields.String(
        required=True,
        data_key="partial",
        attribute="partial",
        allow_none=True,
        metadata={
            "description": "What was not searched in time; null where everything was. An answer"
            " with this key set is never cached."
        },
    )
    corpus = fields.Nested(CorpusSchema, required=True)
    engine = fields.Nested(EngineSchema, required=True)


class CheckIdentitySchema(StrictSchema):
    """Who the check is and when it was made: it stands before the answer."""

    id = fields.String(
        required=True, allow_none=True, metadata={"description": "Null where nothing was saved."}
    )
    checked_at = Moment(required=True, metadata=_MOMENT)


class CheckReviewsSchema(StrictSchema):
    """What editors ruled: it stands after the answer, which never changes for it."""

    reviews = fields.List(
        fields.Nested(ReviewSchema),
        required=True,
        metadata={
            "description": "What editors ruled, beside the verdict and never over it; superseded"
            " reviews are left out. Empty where nothing was saved."
        },
    )


class CheckSchema(AnswerSchema, CheckIdentitySchema, CheckReviewsSchema):
    """A check as every endpoint returns it; it describes, its three parts dump."""


class CheckPageSchema(StrictSchema):
    checks = fields.List(fields.Nested(CheckSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class BatchItemSchema(StrictSchema):
    status = fields.Integer(required=True)
    check = fields.Nested(CheckSchema)
    problem = fields.Nested(ProblemSchema)


class BatchAnswerSchema(StrictSchema):
    checks = fields.List(fields.Nested(BatchItemSchema), required=True)
