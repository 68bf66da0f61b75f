"""``GET /v1/audit``: what was changed, newest first."""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from schemas.audit import AuditEntrySchema, AuditLogQuery, AuditLogQuerySchema
from service.access.ports import AuditLog
from service.api.cursors import cut_page, read_cursor, wrong_cursor
from service.api.negotiation import Media, negotiate
from service.api.reading import load_query
from service.api.responses import json_items, page_response
from service.domain.audit import AuditQuery

_KIND = "audit entry"


def audit_blueprint(log: AuditLog) -> Blueprint:
    blueprint = Blueprint("audit", __name__)

    @blueprint.get("/v1/audit")
    def list_audit_entries() -> Response:
        asked = load_query(AuditLogQuerySchema(), AuditLogQuery, request)
        negotiate(request, [Media.JSON])
        found = log.entries(_one_more(asked))
        page = cut_page(found, limit=asked.limit, kind=_KIND, identify=lambda one: str(one.number))
        entries = json_items(AuditEntrySchema(), [held.entry for held in page.items])
        return page_response(request, "entries", entries, page.cursor)

    return blueprint


def _one_more(asked: AuditLogQuery) -> AuditQuery:
    last = read_cursor(_KIND, asked.cursor)
    if last is not None and not re.fullmatch("[0-9]{1,18}", last):
        raise wrong_cursor()
    return AuditQuery(
        actor=asked.actor,
        action=asked.action,
        since=asked.since,
        until=asked.until,
        before=None if last is None else int(last),
        limit=asked.limit + 1,
    )
