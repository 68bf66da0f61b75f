"""``GET /v1/check``: one answer at once, nothing saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request

from schemas.check_requests import CheckQuery, CheckQuerySchema
from service.api.answering import Answering
from service.api.negotiation import CHECK_MEDIA, negotiate
from service.api.reading import load_query
from service.api.responses import check_response, not_modified, not_stored, with_etag

# Made once: a schema copies all its fields, which takes longer than to load a query.
_QUERY = CheckQuerySchema()


def check_blueprint(answering: Answering, clock: Callable[[], datetime]) -> Blueprint:
    blueprint = Blueprint("check", __name__)

    @blueprint.get("/v1/check")
    def check_statement() -> Response:
        asked = load_query(_QUERY, CheckQuery, request)
        media = negotiate(request, CHECK_MEDIA, asked=asked.format)
        now = clock()
        key = answering.key(asked.request, media, now=now)
        if request.if_none_match.contains_weak(key):
            return not_modified(key)
        answer, kept = answering.answer(asked.request, media, key=key, now=now)
        response = check_response(answer, media, check_id=None, checked_at=now)
        return with_etag(response, kept) if kept else not_stored(response)

    return blueprint
