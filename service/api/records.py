"""The corpus, read: sources and claims, as lists and one by one."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request
from marshmallow import Schema

from schemas.changes import (
    ClaimVersionSchema,
    SourceVersionSchema,
    VersionsQuery,
    VersionsQuerySchema,
)
from schemas.check_requests import NoQuerySchema
from schemas.records import ClaimSchema, RecordsQuery, RecordsQuerySchema, SourceSchema
from service.api.checks import known_id
from service.api.cursors import cut_page, read_cursor, wrong_cursor
from service.api.negotiation import LIST_MEDIA, Media, negotiate
from service.api.preconditions import unchanged, with_revision
from service.api.reading import load_query
from service.api.responses import dumped, json_items, page_response, table_response
from service.domain.changes import RecordKind
from service.domain.corpus import Claim, RecordQuery, Source
from service.ports import ClaimStore, CorpusEditor
from service.render.tables import claims_table, sources_table


def records_blueprint(claims: ClaimStore, editor: CorpusEditor) -> Blueprint:
    blueprint = Blueprint("records", __name__)

    @blueprint.get("/v1/sources")
    def list_sources() -> Response:
        asked = load_query(RecordsQuerySchema(), RecordsQuery, request)
        media = negotiate(request, LIST_MEDIA, asked=asked.format)
        found = claims.sources(_one_more(asked, "source"))
        page = cut_page(found, limit=asked.limit, kind="source", identify=_source_id)
        if media is Media.CSV:
            return table_response(request, "sources", sources_table(page.items), page.cursor)
        items = json_items(SourceSchema(), list(page.items))
        return page_response(request, "sources", items, page.cursor)

    @blueprint.get("/v1/sources/<source_id>")
    def get_source(source_id: str) -> Response:
        return _held(editor, RecordKind.SOURCE, SourceSchema(), source_id)

    @blueprint.get("/v1/sources/<source_id>/versions")
    def list_source_versions(source_id: str) -> Response:
        return _versions(editor, RecordKind.SOURCE, SourceVersionSchema(), source_id)

    @blueprint.get("/v1/claims")
    def list_claims() -> Response:
        asked = load_query(RecordsQuerySchema(), RecordsQuery, request)
        media = negotiate(request, LIST_MEDIA, asked=asked.format)
        found = claims.claims(_one_more(asked, "claim"))
        page = cut_page(found, limit=asked.limit, kind="claim", identify=_claim_id)
        if media is Media.CSV:
            return table_response(request, "claims", claims_table(page.items), page.cursor)
        items = json_items(ClaimSchema(), list(page.items))
        return page_response(request, "claims", items, page.cursor)

    @blueprint.get("/v1/claims/<claim_id>")
    def get_claim(claim_id: str) -> Response:
        return _held(editor, RecordKind.CLAIM, ClaimSchema(), claim_id)

    @blueprint.get("/v1/claims/<claim_id>/versions")
    def list_claim_versions(claim_id: str) -> Response:
        return _versions(editor, RecordKind.CLAIM, ClaimVersionSchema(), claim_id)

    return blueprint


def _held(editor: CorpusEditor, kind: RecordKind, schema: Schema, identifier: str) -> Response:
    load_query(NoQuerySchema(), dict, request)
    negotiate(request, [Media.JSON])
    held = editor.held(kind, known_id(kind.value, identifier))
    if unchanged(request, held.revision):
        return with_revision(Response(status=304), held.revision)
    return with_revision(dumped(schema, held.record), held.revision)


def _versions(editor: CorpusEditor, kind: RecordKind, schema: Schema, identifier: str) -> Response:
    asked = load_query(VersionsQuerySchema(), VersionsQuery, request)
    negotiate(request, [Media.JSON])
    listed = f"{kind.value} version"
    last = read_cursor(listed, asked.cursor) or "0"
    if not re.fullmatch("[0-9]{1,18}", last):
        raise wrong_cursor()
    known = known_id(kind.value, identifier)
    found = editor.versions(kind, known, after=int(last), limit=asked.limit + 1)
    page = cut_page(found, limit=asked.limit, kind=listed, identify=lambda one: str(one.revision))
    return page_response(request, "versions", json_items(schema, list(page.items)), page.cursor)


def _one_more(asked: RecordsQuery, kind: str) -> RecordQuery:
    """The question to the store; the record beyond the page tells whether there is a next one."""
    return RecordQuery(
        q=asked.q,
        filters=asked.filters,
        speaker=asked.speaker,
        after=read_cursor(kind, asked.cursor),
        limit=asked.limit + 1,
    )


def _source_id(source: Source) -> str:
    return source.id


def _claim_id(claim: Claim) -> str:
    return claim.id
