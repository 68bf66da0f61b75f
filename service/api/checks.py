"""Saved checks: make one, read one, list them, delete one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from flask import Blueprint, Response, request
from werkzeug.routing import BaseConverter

from schemas.check_requests import (
    CheckRequestSchema,
    NoQuerySchema,
    RepresentationQuery,
    RepresentationQuerySchema,
    SavedChecksQuery,
    SavedChecksQuerySchema,
)
from service.api.addresses import check_path
from service.api.answering import StatementChecker
from service.api.cursors import cut_page, read_cursor, wrong_cursor
from service.api.forms import WITH_HISTORY, CheckForms
from service.api.negotiation import CHECK_MEDIA, LIST_MEDIA, Media, negotiate
from service.api.reading import load_body, load_query
from service.api.responses import check_json, page_response, table_response
from service.domain.check import Check, CheckRequest, SavedCheckQuery
from service.domain.errors import NotFound
from service.domain.rechecks import CheckChange
from service.ports import CheckStore
from service.render.tables import checks_table
from service.reviewing import Reviewing

_KIND = "check"
_MAX_ID = 200
_MOST_CHANGES = 100


class CheckHistory(Protocol):
    """What the endpoints need of the store."""

    def history(self, check_id: str, *, after: int, limit: int) -> list[CheckChange]:
        """What changed beyond the entry ``after``, oldest first. Raises NotFound."""
        ...

    def newest_changes(self, check_id: str, *, limit: int) -> list[CheckChange]:
        """The last changes, oldest first. Raises NotFound."""
        ...


class SavedCheckId(BaseConverter):
    """A part of the path that can name a saved check: any but the word that names the batch."""

    regex = "(?!batch$)[^/]+"


def checks_blueprint(
    checker: StatementChecker,
    checks: CheckStore,
    forms: CheckForms,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    reviewing: Reviewing,
    history: CheckHistory,
) -> Blueprint:
    blueprint = Blueprint("checks", __name__)

    @blueprint.post("/v1/checks")
    def create_check() -> Response:
        form = load_query(RepresentationQuerySchema(), RepresentationQuery, request).format
        media = negotiate(request, CHECK_MEDIA, asked=form)
        asked = load_body(CheckRequestSchema(), CheckRequest, request)
        now = clock()
        answer = checker.check(asked, now=now)
        check = Check(id=f"chk_{new_id()}", checked_at=now, request=asked, answer=answer)
        checks.save(check)
        response = forms.saved(request, media, check, status=201)
        response.headers["Location"] = check_path(check.id)
        return response

    @blueprint.get("/v1/checks")
    def list_checks() -> Response:
        asked = load_query(SavedChecksQuerySchema(), SavedChecksQuery, request)
        media = negotiate(request, LIST_MEDIA, asked=asked.format)
        found = _page_of_checks(checks, asked)
        page = cut_page(found, limit=asked.limit, kind=_KIND, identify=lambda check: check.id)
        if media is Media.CSV:
            return table_response(request, "checks", checks_table(page.items), page.cursor)
        reviewed = zip(page.items, reviewing.of(page.items), strict=True)
        items = [check_json(check, reviews) for check, reviews in reviewed]
        return page_response(request, "checks", items, page.cursor)

    @blueprint.get("/v1/checks/<saved:check_id>")
    def get_check(check_id: str) -> Response:
        form = load_query(RepresentationQuerySchema(), RepresentationQuery, request).format
        media = negotiate(request, CHECK_MEDIA, asked=form)
        check = checks.get(known_id(_KIND, check_id))
        (reviews,) = reviewing.of([check])
        shown = media in WITH_HISTORY
        changes = history.newest_changes(check.id, limit=_MOST_CHANGES) if shown else []
        return forms.saved(request, media, check, reviews=reviews, history=tuple(changes))

    @blueprint.delete("/v1/checks/<saved:check_id>")
    def delete_check(check_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        checks.delete(known_id(_KIND, check_id))
        return Response(status=204)

    return blueprint


def known_id(kind: str, identifier: str) -> str:
    """The id as given, if it can be one at all; raises NotFound without asking a store."""
    if len(identifier) > _MAX_ID or not identifier.isprintable():
        raise NotFound(kind, identifier[:_MAX_ID])
    return identifier


def _page_of_checks(checks: CheckStore, asked: SavedChecksQuery) -> list[Check]:
    query = SavedCheckQuery(
        verdict=asked.verdict,
        changed_since=asked.changed_since,
        reviewed=asked.reviewed,
        after=read_cursor(_KIND, asked.cursor),
        limit=asked.limit + 1,
    )
    try:
        return list(checks.list(query))
    except NotFound as error:
        # The check at which the last page ended was deleted: its place is not known any more.
        raise wrong_cursor() from error
