"""``POST /v1/drafts``: a whole text in, what of it is worth checking and its checks out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from flask import Blueprint, Request, Response, request

from schemas.draft_reports import dump_report
from schemas.drafts import (
    DraftForm,
    DraftFormSchema,
    DraftRequestSchema,
    TextDraftQuery,
    TextDraftQuerySchema,
)
from service.api.negotiation import DRAFT_MEDIA, Media, negotiate
from service.api.reading import load_body, load_fields, load_query, load_text, unsupported
from service.api.responses import compact
from service.domain.drafts import DraftReport, DraftRequest
from service.domain.offsets import OffsetUnit
from service.render.draft_text import render_draft_lines, render_draft_text
from service.render.sarif import render_sarif

_LINES = "lines"
_BODIES = ("application/json", "text/plain")


class ChecksDrafts(Protocol):
    """The use case that checks a whole text."""

    def check(self, draft: DraftRequest, *, now: datetime) -> DraftReport: ...


def drafts_blueprint(drafts: ChecksDrafts, clock: Callable[[], datetime]) -> Blueprint:
    blueprint = Blueprint("drafts", __name__)

    @blueprint.post("/v1/drafts")
    def check_draft() -> Response:
        draft, form = _load(request)
        asked = "text" if form.format == _LINES else form.format
        media = negotiate(request, DRAFT_MEDIA, asked=asked)
        report = drafts.check(draft, now=clock())
        body = report_text(report, form.format or media, form.offsets)
        response = Response(body, mimetype=media.value)
        response.headers["Vary"] = "Accept"
        return response

    return blueprint


def report_text(
    report: DraftReport, form: str, unit: OffsetUnit, *, name: str | None = None
) -> str:
    """A report in one of its forms, named by its format or its media type.

    ``name`` is what lines begin with, if that is not the draft's ``uri``.
    """
    match form:
        case "lines":
            return render_draft_lines(report, unit, name=name or report.request.uri)
        case "text" | Media.TEXT:
            return render_draft_text(report)
        case "sarif" | Media.SARIF:
            return render_sarif(report, unit) + "\n"
        case _:
            return compact(dump_report(report, unit)) + "\n"


def _load(asked: Request) -> tuple[DraftRequest, DraftForm]:
    """The draft and the form of the answer; beside plain text, all but the text is in the query."""
    if asked.mimetype not in _BODIES:
        raise unsupported(asked, " or ".join(_BODIES))
    if asked.mimetype == "text/plain":
        query = load_query(TextDraftQuerySchema(), TextDraftQuery, asked)
        text = load_fields(DraftRequestSchema(), DraftRequest, {"text": load_text(asked)}).text
        return replace(query.draft, text=text), query.form
    form = load_query(DraftFormSchema(), DraftForm, asked)
    return load_body(DraftRequestSchema(), DraftRequest, asked), form
