"""The model card on the wire, and the file of figures that a part of it comes from."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from schemas.answers import EngineSchema
from schemas.fields import StrictSchema
from schemas.reviews import ReviewFiguresSchema
from service.domain.check import Engine
from service.domain.model_card import (
    Calibration,
    GoldFigures,
    Measurement,
    ReliabilityBin,
    StanceCalibration,
    StanceF1,
)

_FINGERPRINT = validate.Regexp(r"^sha256:[0-9a-f]{64}$")
_SHA256 = validate.Regexp(r"^[0-9a-f]{64}$")


def _text() -> fields.String:
    return fields.String(required=True)


def _count() -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


def _share(*, nullable: bool = False) -> fields.Float:
    return fields.Float(required=True, allow_none=nullable, validate=validate.Range(min=0, max=1))


class TrainingDataSchema(StrictSchema):
    origin = _text()
    licence = _text()
    pairs = _count()


class NetworkSchema(StrictSchema):
    name = _text()
    fingerprint = fields.String(required=True, validate=_FINGERPRINT)
    base = _text()
    licences = fields.List(fields.String(), required=True)
    data = fields.List(fields.Nested(TrainingDataSchema), required=True)


class NetworksSchema(StrictSchema):
    stance = fields.Nested(NetworkSchema, required=True)
    embedder = fields.Nested(NetworkSchema, required=True)
    temperature = fields.Float(required=True)


class FeatureWeightsSchema(StrictSchema):
    feature = _text()
    supporting = fields.Float(required=True)
    conflicting = fields.Float(required=True)


class RunDetailSchema(StrictSchema):
    name = _text()
    value = _text()


class CombinationSchema(StrictSchema):
    features = fields.List(
        fields.Nested(FeatureWeightsSchema),
        required=True,
        metadata={"description": "Weights of the log-odds against `unverified`."},
    )
    run = fields.List(fields.Nested(RunDetailSchema), required=True)


class ReliabilityBinSchema(StrictSchema):
    low = _share()
    high = _share()
    count = _count()
    confidence = _share(nullable=True)
    share_right = _share(nullable=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> ReliabilityBin:
        return ReliabilityBin(**data)


class StanceCalibrationSchema(StrictSchema):
    pairs = _count()
    expected_error = _share(nullable=True)
    bins = fields.List(fields.Nested(ReliabilityBinSchema), required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> StanceCalibration:
        return StanceCalibration(**{**data, "bins": tuple(data["bins"])})


class CalibrationSchema(StrictSchema):
    supporting = fields.Nested(StanceCalibrationSchema, required=True)
    conflicting = fields.Nested(StanceCalibrationSchema, required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Calibration:
        return Calibration(**data)


class StanceF1Schema(StrictSchema):
    supporting = _share()
    conflicting = _share()

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> StanceF1:
        return StanceF1(**data)


class GoldFiguresSchema(StrictSchema):
    name = _text()
    statements = _count()
    sha256 = fields.String(
        required=True, validate=_SHA256, metadata={"description": "Of the file of statements."}
    )
    command = _text()
    accuracy = _share()
    false_supported = _share()
    stance_f1 = fields.Nested(StanceF1Schema, required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> GoldFigures:
        return GoldFigures(**data)


class MeasurementSchema(StrictSchema):
    """Loads ``service/figures.json`` and dumps it again unchanged."""

    date = fields.Date(required=True)
    commit = _text()
    engine = fields.Nested(EngineSchema, required=True)
    command = _text()
    calibration = fields.Nested(CalibrationSchema, required=True)
    sets = fields.List(fields.Nested(GoldFiguresSchema), required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Measurement:
        engine = Engine(**data["engine"])
        return Measurement(**{**data, "engine": engine, "sets": tuple(data["sets"])})


def load_measurement(text: str) -> Measurement:
    """The figures that stand in a file. Raises ValidationError where they are not of the schema."""
    loaded: Measurement = MeasurementSchema().loads(text)
    return loaded


class ModelCardSchema(StrictSchema):
    engine = fields.Nested(EngineSchema, required=True)
    networks = fields.Nested(
        NetworksSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where the comparisons judge alone."},
    )
    combination = fields.Nested(CombinationSchema, required=True)
    measurement = fields.Nested(MeasurementSchema, required=True, allow_none=True)
    measured_as_running = fields.Boolean(
        required=True,
        metadata={"description": "Whether the figures are of this very engine and model."},
    )
    newsroom = fields.Nested(
        ReviewFiguresSchema,
        required=True,
        metadata={"description": "What the editors of this service ruled on its checks."},
    )
