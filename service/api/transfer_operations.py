"""The operations that take the corpus in and out, for the contract."""

from __future__ import annotations

from schemas.imports import ImportProblemSchema, ImportQuerySchema, ImportReportSchema
from schemas.problems import ProblemSchema
from service.api import examples
from service.api.operation_parts import OpenApi, answered, as_json, operation
from service.importing import ImportFormat

_TEXT: OpenApi = {"type": "string"}


def transfer_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    bodies = {
        ImportFormat.NDJSON: examples.IMPORT_NDJSON,
        ImportFormat.CSV: examples.IMPORT_CSV,
    }
    review = {ImportFormat.CLAIM_REVIEW.value: {"schema": {}, "example": examples.CLAIM_REVIEW}}
    imports = operation(
        "corpus",
        "importRecords",
        "Add and replace many records: all of them, or none unless on_error=skip",
        answered(as_json(ImportReportSchema, examples.IMPORT_REPORT)),
        [400, 406, 413, 415, 422, 503],
        query=ImportQuerySchema,
        body={
            **{form.value: {"schema": _TEXT, "example": text} for form, text in bodies.items()},
            **review,
        },
    )
    refused: OpenApi = imports["responses"]["422"]["content"]["application/problem+json"]
    refused["schema"] = {"anyOf": [ImportProblemSchema, ProblemSchema]}
    export = operation(
        "corpus",
        "exportRecords",
        "The whole corpus, sources before claims, by id; equal corpora give equal bytes",
        answered({ImportFormat.NDJSON.value: {"schema": _TEXT}}),
        [400, 406, 422, 503],
    )
    return {"/v1/imports": {"post": imports}, "/v1/export": {"get": export}}
