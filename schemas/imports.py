"""Imports: how to go about one, and the account of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validate

from schemas.changes import reason_parameter
from schemas.fields import StrictSchema
from schemas.problems import ProblemSchema
from service.domain.imports import FaultCode, ImportOutcome, OnError


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportQuery:
    """The query string of an import."""

    on_error: OnError
    dry_run: bool
    reason: str | None


class ImportQuerySchema(StrictSchema):
    on_error = fields.Enum(
        OnError,
        by_value=fields.String,
        load_default=OnError.ABORT,
        metadata={"description": "abort: a bad record keeps all of them out; skip: itself alone."},
    )
    dry_run = fields.String(
        load_default="false",
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "Whether to change nothing and only give the account."},
    )
    reason = reason_parameter()

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> ImportQuery:
        return ImportQuery(
            on_error=data["on_error"], dry_run=data["dry_run"] == "true", reason=data["reason"]
        )


class FaultSchema(StrictSchema):
    """One refused record."""

    line = fields.Integer(
        required=True,
        attribute="place.line",
        metadata={"minimum": 1, "description": "The line on which the record begins, from 1."},
    )
    offset = fields.Integer(
        required=True,
        attribute="place.offset",
        metadata={"minimum": 0, "description": "The byte at which the record begins, from 0."},
    )
    pointer = fields.String(
        required=True, metadata={"description": "JSON Pointer to the field; a column in CSV."}
    )
    code = fields.Enum(FaultCode, by_value=fields.String, required=True)
    detail = fields.String(required=True)


def _count(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"minimum": 0, "description": description})


class ImportReportSchema(StrictSchema):
    """What became of each record; `read` is the sum of the four counts after it.

    Where nothing was kept, the counts say what each record would have been.
    """

    outcome = fields.Enum(ImportOutcome, by_value=fields.String, required=True)
    dry_run = fields.Boolean(required=True)
    revision = fields.Integer(
        required=True, metadata={"description": "The corpus revision afterwards."}
    )
    read = _count("Records in the input, bad ones included.")
    accepted = _count("New records.")
    updated = _count("Records that replace an older form.")
    unchanged = _count("Records that the corpus had already.")
    rejected = _count("Bad records.")
    faults = fields.List(
        fields.Nested(FaultSchema),
        required=True,
        metadata={"description": "The first 1,000 bad records."},
    )
    faults_left_out = _count("How many more there are.")


class ImportProblemSchema(ProblemSchema):
    """An import that was aborted, with its account."""

    report = fields.Nested(ImportReportSchema, required=True)
