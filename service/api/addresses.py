"""Absolute addresses of what the service serves, as the caller reaches it."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from flask import Request

from schemas.fields import moment_text
from service.domain.check import CheckRequest

_HOST = re.compile(r"[A-Za-z0-9._\-]+(?::[0-9]+)?|\[[0-9A-Fa-f:.]+\](?::[0-9]+)?")


def base_url(asked: Request) -> str:
    """The address that the caller used; one that could not be pasted into a shell is not shown."""
    host = asked.host if _HOST.fullmatch(asked.host) else "127.0.0.1:8000"
    return f"{asked.scheme}://{host}"


def check_path(check_id: str) -> str:
    """Where a saved check is."""
    return f"/v1/checks/{quote(check_id, safe='')}"


def question_path(request: CheckRequest) -> str:
    """Where the same question is answered again, nothing saved."""
    filters = request.filters
    given = [
        ("statement", request.statement),
        ("as_of", moment_text(request.as_of) if request.as_of else None),
        *(("publisher", name) for name in filters.publishers),
        *(("source", name) for name in filters.sources),
        ("published_from", filters.published_from),
        ("published_to", filters.published_to),
        ("limit", str(request.limit)),
    ]
    return f"/v1/check?{urlencode([(name, value) for name, value in given if value])}"
