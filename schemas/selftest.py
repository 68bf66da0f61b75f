"""The report of the self-test as JSON."""

from __future__ import annotations

from marshmallow import fields

from schemas.answers import CorpusSchema, EngineSchema
from schemas.fields import StrictSchema
from service.domain.check import Verdict
from service.domain.evidence import Stance
from service.domain.selftest import VariantKind


class KindFiguresSchema(StrictSchema):
    kind = fields.Enum(VariantKind, by_value=fields.String, required=True)
    paraphrase = fields.Boolean(required=True, attribute="kind.is_paraphrase")
    asked = fields.Integer(required=True)
    as_it_must = fields.Integer(required=True)
    wrong = fields.Integer(required=True)
    supporting = fields.Integer(required=True)
    conflicting = fields.Integer(required=True)
    unverified = fields.Integer(required=True)
    verdict_moved = fields.Integer(required=True)


class TrialSchema(StrictSchema):
    kind = fields.Enum(VariantKind, by_value=fields.String, required=True, attribute="variant.kind")
    claim_id = fields.String(required=True)
    claim = fields.String(required=True, attribute="claim_text")
    variant = fields.String(required=True, attribute="variant.text")
    own_stance = fields.Enum(Stance, by_value=fields.String, required=True, attribute="own")
    confidence = fields.Float(required=True)
    original_verdict = fields.Enum(
        Verdict, by_value=fields.String, required=True, attribute="original"
    )
    verdict = fields.Enum(Verdict, by_value=fields.String, required=True)


class SelfTestReportSchema(StrictSchema):
    engine = fields.Nested(EngineSchema, required=True)
    corpus = fields.Nested(CorpusSchema, required=True)
    seed = fields.Integer(required=True)
    claims = fields.Integer(required=True)
    paraphrases = fields.Integer(required=True)
    flips = fields.Integer(required=True)
    false_supports = fields.Integer(required=True)
    kinds = fields.List(fields.Nested(KindFiguresSchema), required=True)
    worst = fields.List(fields.Nested(TrialSchema), required=True)
