"""Which form an answer takes: the caller's ``format``, else the ``Accept`` header."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from flask import Request

from service.api.problems import NOT_ACCEPTABLE, ApiError


class Media(StrEnum):
    """A representation that we can give."""

    JSON = "application/json"
    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    JSON_LD = "application/ld+json"
    CSV = "text/csv"
    NDJSON = "application/x-ndjson"
    SARIF = "application/sarif+json"


_BY_FORMAT = {
    "json": Media.JSON,
    "text": Media.TEXT,
    "markdown": Media.MARKDOWN,
    "html": Media.HTML,
    "jsonld": Media.JSON_LD,
    "csv": Media.CSV,
    "sarif": Media.SARIF,
}
CHECK_MEDIA = (Media.JSON, Media.TEXT, Media.MARKDOWN, Media.HTML, Media.JSON_LD)
LIST_MEDIA = (Media.JSON, Media.CSV)
DRAFT_MEDIA = (Media.JSON, Media.TEXT, Media.SARIF)


def negotiate(request: Request, offers: Sequence[Media], *, asked: str | None = None) -> Media:
    """The best of ``offers``, the first where the caller has no preference.

    Raises ApiError (406) if the caller accepts none of them.
    """
    if asked is not None:
        return _BY_FORMAT[asked]
    if not request.accept_mimetypes:
        return offers[0]
    best = request.accept_mimetypes.best_match([offer.value for offer in offers])
    if best is None:
        raise ApiError(NOT_ACCEPTABLE, f"This is served as {' or '.join(offers)}.")
    return Media(best)
