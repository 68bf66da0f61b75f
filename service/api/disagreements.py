"""Where sources give different answers to one question, with no statement submitted."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Protocol

from flask import Blueprint, Request, Response, request

from schemas.disagreements import (
    DisagreementPageSchema,
    DisagreementsQuery,
    DisagreementsQuerySchema,
)
from service.api.cursors import read_cursor, write_cursor
from service.api.negotiation import Media, negotiate
from service.api.reading import load_query
from service.api.responses import json_response, linked, next_page, table_response
from service.domain.disagreements import DisagreementQuery, Disagreements
from service.domain.errors import FactCheckError
from service.render.disagreements import render_disagreements
from service.render.tables import disagreements_table

_KIND = "disagreement"
_MEDIA = (Media.JSON, Media.TEXT, Media.CSV)
# Seconds that a list request may spend on claims that were changed and not yet compared.
_PATIENCE = 0.5


class DisagreementLister(Protocol):
    """What the endpoint needs of the use case."""

    def refresh(self, *, seconds: float | None = None) -> int:
        """Compare what changed, as long as ``seconds`` last; how much is left."""
        ...

    def page(self, query: DisagreementQuery) -> Disagreements: ...


def disagreements_blueprint(lister: DisagreementLister) -> Blueprint:
    blueprint = Blueprint("disagreements", __name__)

    @blueprint.get("/v1/disagreements")
    def list_disagreements() -> Response:
        asked = load_query(DisagreementsQuerySchema(), DisagreementsQuery, request)
        media = negotiate(request, _MEDIA, asked=asked.format)
        query = _query(asked)
        lister.refresh(seconds=_PATIENCE)
        return _response(request, lister.page(query), media)

    return blueprint


def compare_after_writes(blueprint: Blueprint, lister: DisagreementLister) -> None:
    """Compare what a request of this blueprint changed before its answer goes out.

    What takes too long stays noted in the store, for the next write or reader; nothing that goes
    wrong here undoes or hides a change that was made.
    """

    @blueprint.after_request
    def compare(response: Response) -> Response:
        if request.method not in ("GET", "HEAD", "OPTIONS") and response.status_code < 300:
            with suppress(FactCheckError):
                lister.refresh(seconds=_PATIENCE)
        return response


def _query(asked: DisagreementsQuery) -> DisagreementQuery:
    return DisagreementQuery(
        types=asked.types,
        q=asked.q,
        filters=asked.filters,
        after=read_cursor(_KIND, asked.cursor),
        limit=asked.limit,
    )


def _response(request: Request, page: Disagreements, media: Media) -> Response:
    cursor = None if page.next_label is None else write_cursor(_KIND, page.next_label)
    if media is Media.CSV:
        table = disagreements_table(page.questions)
        return table_response(request, "disagreements", table, cursor)
    if media is Media.TEXT:
        more = None if cursor is None else f"Next page: {next_page(request, cursor)}"
        response = Response(render_disagreements(page, more=more), mimetype=Media.TEXT.value)
    else:
        dumped = DisagreementPageSchema().dump(
            {
                "disagreements": page.questions,
                "next_cursor": cursor,
                "pending": page.pending,
                "corpus": page.corpus,
            }
        )
        response = json_response(json.dumps(dumped, ensure_ascii=False, separators=(",", ":")))
    return linked(response, request, cursor)
