"""ETags of records, and what ``If-Match`` and ``If-None-Match`` ask before a change."""

from __future__ import annotations

import re

from flask import Request, Response

from schemas.problems import FieldError
from service.api.problems import PRECONDITION_REQUIRED, ApiError
from service.domain.changes import ABSENT, PRESENT, Precondition

_TAG = re.compile(r'"(\d{1,18})"')


def with_revision(response: Response, revision: int) -> Response:
    """Strong: it names the version of the record, which is the same for every reader."""
    response.set_etag(str(revision))
    response.headers["Cache-Control"] = "no-cache"
    return response


def required_precondition(request: Request, *, creating: bool = False) -> Precondition:
    """What the caller asks of the record; refused (428) if that is nothing.

    ``creating`` lets ``If-None-Match: *`` stand for a record that must not be there yet.
    """
    given = optional_precondition(request)
    if given is not None:
        return given
    if creating and request.headers.get("If-None-Match", "").strip() == "*":
        return ABSENT
    more = ", or If-None-Match: * to make a new one" if creating else ""
    detail = f"Give If-Match with the ETag of the record that you have read{more}."
    raise ApiError(PRECONDITION_REQUIRED, detail, errors=(FieldError(pointer="", detail=detail),))


def optional_precondition(request: Request) -> Precondition | None:
    """What ``If-Match`` asks, if it is there; a tag that we never gave matches nothing."""
    header = request.headers.get("If-Match")
    if header is None:
        return None
    if header.strip() == "*":
        return PRESENT
    revisions = frozenset(
        int(found[1]) for tag in header.split(",") if (found := _TAG.fullmatch(tag.strip()))
    )
    return Precondition(exists=True, revisions=revisions)


def unchanged(request: Request, revision: int) -> bool:
    """Whether ``If-None-Match`` names the version that the record is at."""
    return str(revision) in request.if_none_match
