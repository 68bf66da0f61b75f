"""``GET /v1/check``: one answer at once, nothing saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request

from schemas.check_requests import CheckQuery, CheckQuerySchema
from service.api.answering import Answering
from service.api.forms import CheckForms
from service.api.negotiation import CHECK_MEDIA, negotiate
from service.api.reading import load_query
from service.api.responses import not_modified, not_stored, with_etag

# Made once: a schema copies all its fields, which takes longer than to load a query.
_QUERY = CheckQuerySchema()


def check_blueprint(
    answering: Answering, forms: CheckForms, clock: Callable[[], datetime]
) -> Blueprint:
    blueprint = Blueprint("check", __name__)

    @blueprint.get("/v1/check")
    def check_statement() -> Response:
        asked = load_query(_QUERY, CheckQuery, request)
        media = negotiate(request, CHECK_MEDIA, asked=asked.format)
        now = clock()
        key = answering.key(asked.request, now=now)
        if request.if_none_match.contains_weak(forms.tag(key, media)):
            return not_modified(forms.tag(key, media))
        answered, kept = answering.answer(asked.request, key=key, now=now)
        response = forms.unsaved(request, media, asked.request, answered, checked_at=now)
        return with_etag(response, forms.tag(kept, media)) if kept else not_stored(response)

    return blueprint
