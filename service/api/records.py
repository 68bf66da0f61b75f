"""The corpus, read: sources and claims, as lists and one by one."""

from __future__ import annotations

from flask import Blueprint, Response, request

from schemas.check_requests import NoQuerySchema
from schemas.records import ClaimSchema, RecordsQuery, RecordsQuerySchema, SourceSchema
from service.api.checks import known_id
from service.api.cursors import cut_page, read_cursor
from service.api.negotiation import Media, negotiate
from service.api.reading import load_query
from service.api.responses import dumped, json_items, page_response
from service.domain.corpus import Claim, RecordQuery, Source
from service.ports import ClaimStore


def records_blueprint(claims: ClaimStore) -> Blueprint:
    blueprint = Blueprint("records", __name__)

    @blueprint.get("/v1/sources")
    def list_sources() -> Response:
        asked = load_query(RecordsQuerySchema(), RecordsQuery, request)
        negotiate(request, [Media.JSON])
        found = claims.sources(_one_more(asked, "source"))
        page = cut_page(found, limit=asked.limit, kind="source", identify=_source_id)
        items = json_items(SourceSchema(), list(page.items))
        return page_response(request, "sources", items, page.cursor)

    @blueprint.get("/v1/sources/<source_id>")
    def get_source(source_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        return dumped(SourceSchema(), claims.source(known_id("source", source_id)))

    @blueprint.get("/v1/claims")
    def list_claims() -> Response:
        asked = load_query(RecordsQuerySchema(), RecordsQuery, request)
        negotiate(request, [Media.JSON])
        found = claims.claims(_one_more(asked, "claim"))
        page = cut_page(found, limit=asked.limit, kind="claim", identify=_claim_id)
        items = json_items(ClaimSchema(), list(page.items))
        return page_response(request, "claims", items, page.cursor)

    @blueprint.get("/v1/claims/<claim_id>")
    def get_claim(claim_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        return dumped(ClaimSchema(), claims.claim(known_id("claim", claim_id)))

    return blueprint


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
