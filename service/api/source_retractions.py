"""Sources taken back with all their claims, and restored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request

from schemas.changes import (
    ChangeQuery,
    ChangeQuerySchema,
    RetractionRequest,
    RetractionRequestSchema,
)
from schemas.check_requests import NoQuerySchema
from schemas.fields import moment_text
from schemas.source_retractions import SourceRetractionSchema
from service.api.callers import signed_note
from service.api.checks import known_id
from service.api.negotiation import Media, negotiate
from service.api.preconditions import optional_precondition, with_revision
from service.api.reading import load_body, load_query
from service.api.responses import dumped
from service.domain.articles import SourceRetraction
from service.domain.changes import PRESENT
from service.domain.corpus import Retraction
from service.source_editing import SourceEditing

_PATH = "/v1/sources/<source_id>/retraction"


def source_retractions_blueprint(
    sources: SourceEditing, clock: Callable[[], datetime]
) -> Blueprint:
    blueprint = Blueprint("source_retractions", __name__)

    @blueprint.get(_PATH)
    def get_source_retraction(source_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        return _answer(sources.retraction(known_id("source", source_id)))

    @blueprint.post(_PATH)
    def retract_source(source_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        asked = load_body(RetractionRequestSchema(), RetractionRequest, request)
        now = clock()
        done = sources.retract(
            known_id("source", source_id),
            Retraction(at=moment_text(now.replace(microsecond=0)), reason=asked.reason),
            before=optional_precondition(request) or PRESENT,
            note=signed_note(now, asked.reason),
        )
        return _answer(done)

    @blueprint.delete(_PATH)
    def reinstate_source(source_id: str) -> Response:
        asked = load_query(ChangeQuerySchema(), ChangeQuery, request)
        negotiate(request, [Media.JSON])
        note = signed_note(clock(), asked.reason)
        before = optional_precondition(request) or PRESENT
        return _answer(sources.reinstate(known_id("source", source_id), before=before, note=note))

    return blueprint


def _answer(done: SourceRetraction) -> Response:
    return with_revision(dumped(SourceRetractionSchema(), done), done.revision)
