"""Writes down each change that is asked for over HTTP, and what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from flask import Flask, Request, Response, g, request

from service.access.ports import AuditLog
from service.api.callers import current_caller
from service.api.scopes import is_audited
from service.domain.audit import AuditEntry
from service.domain.errors import FactCheckError
from service.domain.keys import without_keys

_LOG = logging.getLogger(__name__)
_LONGEST_TARGET = 500
_UNAUTHORIZED = 401
_TOO_MANY = 429


def register_auditing(app: Flask, log: AuditLog, clock: Callable[[], datetime]) -> None:
    """Keep an entry of every change from now on, refused ones of known callers included."""

    @app.after_request
    def record(response: Response) -> Response:
        if _is_change(request, response):
            try:
                log.record(_entry(request, response, clock()))
            except FactCheckError:
                # The change is made and its answer is true; the record versions still tell of it.
                _LOG.exception("an audit entry was lost: %s", g.get("request_id"))
        return response


def _is_change(asked: Request, response: Response) -> bool:
    """Whether there is something to write down.

    A stranger's requests are not: anybody could fill the log. An answer given a second time
    changed nothing, nor did a dry run.
    """
    if asked.url_rule is None or not is_audited(asked.method, asked.url_rule.rule):
        return False
    if response.status_code in (_UNAUTHORIZED, _TOO_MANY) or g.get("replayed", False):
        return False
    return asked.args.get("dry_run") != "true"


def _entry(asked: Request, response: Response, now: datetime) -> AuditEntry:
    target = without_keys(response.headers.get("Location") or asked.path)
    return AuditEntry(
        at=now,
        actor=current_caller().name,
        action=(asked.endpoint or "").rpartition(".")[2],
        target=target[:_LONGEST_TARGET],
        request_id=without_keys(g.request_id),
        status=response.status_code,
    )
