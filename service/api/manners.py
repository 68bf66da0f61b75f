"""What every response carries: the request's id, and headers that keep browsers careful."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask, Response, g, request

from service.domain.tracing import HEADER, Trace
from service.exchanges import notes_of
from service.logs import name_in_every_line

_SANE_ID = re.compile(r"[A-Za-z0-9._:\-]{1,128}", re.ASCII)


def register_manners(app: Flask, new_id: Callable[[], str]) -> None:
    """Give each request an id and a trace (the caller's own, if sane), each response its headers."""

    @app.before_request
    def identify() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _SANE_ID.fullmatch(given) else f"req_{new_id()}"
        g.trace = Trace.read(request.headers.get(HEADER, "")) or Trace.begun_by(new_id())
        notes = notes_of(request.environ)
        notes.request_id, notes.trace_id = g.request_id, g.trace.id
        if request.url_rule is not None:
            notes.route = request.url_rule.rule
        name_in_every_line(request_id=g.request_id, trace_id=g.trace.id)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response
