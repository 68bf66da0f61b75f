"""The corpus, changed: claims are made, and sources and claims replaced, taken back and deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from flask import Blueprint, Response, request
from marshmallow import Schema

from schemas.changes import (
    ChangeQuery,
    ChangeQuerySchema,
    RetractionRequest,
    RetractionRequestSchema,
    SourceDeletionQuerySchema,
)
from schemas.check_requests import NoQuerySchema
from schemas.fields import moment_text
from schemas.problems import FieldError
from schemas.records import ClaimSchema, SourceSchema
from service.api.callers import signed_note
from service.api.checks import known_id
from service.api.negotiation import Media, negotiate
from service.api.preconditions import optional_precondition, required_precondition, with_revision
from service.api.problems import refused_fields
from service.api.reading import load_body, load_query
from service.api.responses import dumped
from service.domain.changes import PRESENT, ChangeNote, HeldRecord, RecordKind
from service.domain.corpus import Claim, Retraction, Source
from service.editing import CorpusEditing

Clock: TypeAlias = Callable[[], datetime]


def record_changes_blueprint(editing: CorpusEditing, clock: Clock) -> Blueprint:
    blueprint = Blueprint("record_changes", __name__)

    @blueprint.post("/v1/claims")
    def create_claim() -> Response:
        note = _note(ChangeQuerySchema(), clock)
        negotiate(request, [Media.JSON])
        held = editing.create(load_body(ClaimSchema(), Claim, request), note=note)
        response = _held(ClaimSchema(), held)
        response.status_code = 201
        response.headers["Location"] = f"{request.path}/{held.record.id}"
        return response

    @blueprint.put("/v1/sources/<source_id>")
    def put_source(source_id: str) -> Response:
        return _put(editing, SourceSchema(), Source, source_id, clock)

    @blueprint.put("/v1/claims/<claim_id>")
    def put_claim(claim_id: str) -> Response:
        return _put(editing, ClaimSchema(), Claim, claim_id, clock)

    @blueprint.delete("/v1/sources/<source_id>")
    def delete_source(source_id: str) -> Response:
        return _delete(editing, RecordKind.SOURCE, SourceDeletionQuerySchema(), source_id, clock)

    @blueprint.delete("/v1/claims/<claim_id>")
    def delete_claim(claim_id: str) -> Response:
        return _delete(editing, RecordKind.CLAIM, ChangeQuerySchema(), claim_id, clock)

    _add_retractions(blueprint, editing, clock)
    return blueprint


def _add_retractions(blueprint: Blueprint, editing: CorpusEditing, clock: Clock) -> None:
    @blueprint.post("/v1/claims/<claim_id>/retraction")
    def retract_claim(claim_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        asked = load_body(RetractionRequestSchema(), RetractionRequest, request)
        now = clock()
        held = editing.retract(
            known_id("claim", claim_id),
            Retraction(at=moment_text(now.replace(microsecond=0)), reason=asked.reason),
            before=optional_precondition(request) or PRESENT,
            note=signed_note(now, asked.reason),
        )
        return _held(ClaimSchema(), held)

    @blueprint.delete("/v1/claims/<claim_id>/retraction")
    def reinstate_claim(claim_id: str) -> Response:
        note = _note(ChangeQuerySchema(), clock)
        negotiate(request, [Media.JSON])
        before = optional_precondition(request) or PRESENT
        held = editing.retract(known_id("claim", claim_id), None, before=before, note=note)
        return _held(ClaimSchema(), held)


def _put(
    editing: CorpusEditing,
    schema: Schema,
    kind: type[Source] | type[Claim],
    identifier: str,
    clock: Clock,
) -> Response:
    note = _note(ChangeQuerySchema(), clock)
    negotiate(request, [Media.JSON])
    before = required_precondition(request, creating=True)
    record = load_body(schema, kind, request)
    if record.id != identifier:
        raise refused_fields((FieldError(pointer="/id", detail="Must be the id in the path."),))
    held = editing.put(record, before=before, note=note)
    response = _held(schema, held)
    response.status_code = 200 if before.exists else 201
    return response


def _delete(
    editing: CorpusEditing, kind: RecordKind, schema: Schema, identifier: str, clock: Clock
) -> Response:
    asked = load_query(schema, ChangeQuery, request)
    editing.delete(
        kind,
        known_id(kind.value, identifier),
        cascade=asked.cascade,
        before=required_precondition(request),
        note=signed_note(clock(), asked.reason),
    )
    return Response(status=204)


def _note(schema: ChangeQuerySchema, clock: Clock) -> ChangeNote:
    asked = load_query(schema, ChangeQuery, request)
    return signed_note(clock(), asked.reason)


def _held(schema: Schema, held: HeldRecord) -> Response:
    return with_revision(dumped(schema, held.record), held.revision)
