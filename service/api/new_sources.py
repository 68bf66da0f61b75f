"""New sources: a record, a whole article, or the address of a page that holds one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from flask import Blueprint, Response, request

from schemas.articles import (
    Article,
    ExtractionSchema,
    NewSource,
    NewSourceQuery,
    NewSourceQuerySchema,
    NewSourceSchema,
)
from schemas.problems import FieldError
from schemas.records import SourceSchema
from service.api.callers import signed_note
from service.api.negotiation import Media, negotiate
from service.api.preconditions import with_revision
from service.api.problems import refused_fields
from service.api.reading import load_body, load_query
from service.api.responses import dumped
from service.domain.articles import PageRequest
from service.domain.changes import ChangeNote
from service.domain.corpus import Source
from service.editing import CorpusEditing
from service.source_editing import SourceEditing


class PageArticles(Protocol):
    """What the endpoint needs of the use case that reads pages."""

    def article(self, asked: PageRequest) -> tuple[Source, str]: ...


def new_sources_blueprint(
    editing: CorpusEditing,
    sources: SourceEditing,
    pages: PageArticles,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
) -> Blueprint:
    blueprint = Blueprint("new_sources", __name__)

    @blueprint.post("/v1/sources")
    def create_source() -> Response:
        asked = load_query(NewSourceQuerySchema(), NewSourceQuery, request)
        negotiate(request, [Media.JSON])
        given = load_body(NewSourceSchema(new_id), NewSource, request).given
        note = signed_note(clock(), asked.reason)
        if isinstance(given, Source):
            return _record(editing, given, note, dry_run=asked.dry_run)
        if isinstance(given, Article):
            source, text = given.source, given.text
        else:
            source, text = pages.article(given)
        return _article(sources, source, text, note, dry_run=asked.dry_run)

    return blueprint


def _record(editing: CorpusEditing, source: Source, note: ChangeNote, *, dry_run: bool) -> Response:
    if dry_run:
        detail = "Is for articles: give text or, without kind, url."
        place = FieldError(pointer="/dry_run", detail=detail, parameter="dry_run")
        raise refused_fields((place,))
    held = editing.create(source, note=note)
    return _created(dumped(SourceSchema(), held.record), source, held.revision)


def _article(
    sources: SourceEditing, source: Source, text: str, note: ChangeNote, *, dry_run: bool
) -> Response:
    drawn = sources.add_article(source, text, note=note, dry_run=dry_run)
    response = dumped(ExtractionSchema(), drawn)
    return response if drawn.revision is None else _created(response, source, drawn.revision)


def _created(response: Response, source: Source, revision: int) -> Response:
    response.status_code = 201
    response.headers["Location"] = f"{request.path}/{source.id}"
    return with_revision(response, revision)
