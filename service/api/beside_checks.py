"""What stands beside a saved check: the history of its answer, and what editors ruled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from flask import Blueprint, Response, request
from marshmallow import Schema

from schemas.check_requests import NoQuerySchema
from schemas.history import CheckChangeSchema
from schemas.reviews import BesideCheckQuerySchema, PageQuery, ReviewSchema, RulingSchema
from service.api.checks import CheckHistory, known_id
from service.api.cursors import cut_page, read_cursor, wrong_cursor
from service.api.negotiation import Media, negotiate
from service.api.reading import load_body, load_query
from service.api.responses import dumped, json_items, page_response
from service.domain.reviews import Ruling
from service.reviewing import Reviewing


class _Numbered(Protocol):
    @property
    def number(self) -> int: ...


def beside_checks_blueprint(history: CheckHistory, reviewing: Reviewing) -> Blueprint:
    blueprint = Blueprint("beside_checks", __name__)

    @blueprint.get("/v1/checks/<saved:check_id>/history")
    def list_history(check_id: str) -> Response:
        asked, after = _page_asked("history")
        known = known_id("check", check_id)
        found = history.history(known, after=after, limit=asked.limit + 1)
        return _page("history", CheckChangeSchema(), found, asked)

    @blueprint.post("/v1/checks/<saved:check_id>/reviews")
    def create_review(check_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        ruling = load_body(RulingSchema(), Ruling, request)
        review = reviewing.rule(known_id("check", check_id), ruling)
        response = dumped(ReviewSchema(), review)
        response.status_code = 201
        response.headers["Location"] = f"/v1/checks/{review.check_id}/reviews/{review.id}"
        return response

    @blueprint.get("/v1/checks/<saved:check_id>/reviews")
    def list_reviews(check_id: str) -> Response:
        asked, after = _page_asked("reviews")
        known = known_id("check", check_id)
        found = reviewing.page(known, after=after, limit=asked.limit + 1)
        return _page("reviews", ReviewSchema(), found, asked)

    @blueprint.get("/v1/checks/<saved:check_id>/reviews/<review_id>")
    def get_review(check_id: str, review_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        review = reviewing.get(known_id("check", check_id), known_id("review", review_id))
        return dumped(ReviewSchema(), review)

    @blueprint.delete("/v1/checks/<saved:check_id>/reviews/<review_id>")
    def delete_review(check_id: str, review_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        reviewing.withdraw(known_id("check", check_id), known_id("review", review_id))
        return Response(status=204)

    return blueprint


def _page_asked(name: str) -> tuple[PageQuery, int]:
    """The page, and the number after which it begins."""
    asked = load_query(BesideCheckQuerySchema(), PageQuery, request)
    negotiate(request, [Media.JSON])
    last = read_cursor(name, asked.cursor) or "0"
    if not re.fullmatch("[0-9]{1,18}", last):
        raise wrong_cursor()
    return asked, int(last)


T = TypeVar("T", bound=_Numbered)


def _page(name: str, schema: Schema, found: Sequence[T], asked: PageQuery) -> Response:
    page = cut_page(found, limit=asked.limit, kind=name, identify=lambda one: str(one.number))
    return page_response(request, name, json_items(schema, list(page.items)), page.cursor)
