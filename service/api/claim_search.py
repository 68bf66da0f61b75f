"""``GET /v1alpha1/claims:search``: the corpus in the shape of Google's Fact Check Tools API.

A claim is a record of the corpus; its review is the source in which it stands, and the textual
rating says how the outlet stands to it. Errors have Google's shape, since its clients read that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, request

from schemas.claim_search import (
    ClaimSearchPageSchema,
    ClaimSearchQuery,
    ClaimSearchQuerySchema,
    GoogleErrorSchema,
)
from schemas.problems import FieldError, Problem
from service.api.addresses import base_url
from service.api.cursors import read_cursor, write_cursor
from service.api.negotiation import Media, negotiate
from service.api.problems import ApiError, problem_of, refused_fields, standard_headers
from service.api.reading import load_query
from service.api.responses import dumped
from service.claim_search import ClaimFinder, ClaimQuery, FoundClaims
from service.domain.corpus import Candidate, Claim, Filters, Standing
from service.render.published import web_address

_RANKED, _LISTED = "ranked claim", "listed claim"
_LONGEST_OFFSET = 7
# What Google calls the statuses that we answer with; 422 is a 400 there.
_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    406: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}

Node: TypeAlias = dict[str, object]


def claim_search_blueprint(finder: ClaimFinder, clock: Callable[[], datetime]) -> Blueprint:
    blueprint = Blueprint("claim_search", __name__)

    @blueprint.get("/v1alpha1/claims:search")
    def search_claims() -> Response:
        asked = load_query(ClaimSearchQuerySchema(), ClaimSearchQuery, request)
        negotiate(request, [Media.JSON])
        found = finder.find(_query(asked, clock()))
        claims = [_claim(one, base_url(request)) for one in found.claims]
        page = {"claims": claims, "next_page_token": _token(found)}
        return dumped(ClaimSearchPageSchema(), page)

    # Every error of this blueprint, the widest included, takes the shape of the imitated API.
    @blueprint.errorhandler(Exception)
    def refused(error: Exception) -> Response:
        headers = error.headers if isinstance(error, ApiError) else {}
        return _google_error(problem_of(error), headers)

    return blueprint


def _query(asked: ClaimSearchQuery, now: datetime) -> ClaimQuery:
    """The search; a reviewer with a dot in it is a site, any other a publisher's name."""
    is_site = asked.reviewer is not None and "." in asked.reviewer
    named = () if asked.reviewer is None or is_site else (asked.reviewer,)
    offset, after = _begin(asked)
    return ClaimQuery(
        text=asked.query,
        filters=Filters(publishers=named, published_from=_first_day(asked.max_age_days, now)),
        site=_site(asked.reviewer) if asked.reviewer is not None and is_site else None,
        language=asked.language and asked.language.partition("-")[0].casefold(),
        offset=offset,
        after=after,
        limit=asked.page_size,
    )


def _begin(asked: ClaimSearchQuery) -> tuple[int, str | None]:
    """How many claims to pass over, and the claim after which to begin."""
    if asked.page_token is None:
        return asked.offset, None
    try:
        if not asked.query:
            return 0, read_cursor(_LISTED, asked.page_token)
        place = read_cursor(_RANKED, asked.page_token) or ""
    except ApiError as error:
        raise _wrong_token() from error
    if not (place.isascii() and place.isdigit() and len(place) < _LONGEST_OFFSET):
        raise _wrong_token()
    return int(place), None


def _token(found: FoundClaims) -> str | None:
    if found.next_offset is not None:
        return write_cursor(_RANKED, str(found.next_offset))
    return None if found.next_after is None else write_cursor(_LISTED, found.next_after)


def _wrong_token() -> ApiError:
    detail = "Not a token of this search."
    return refused_fields((FieldError(pointer="/pageToken", detail=detail, parameter="pageToken"),))


def _first_day(max_age_days: int | None, now: datetime) -> str | None:
    if max_age_days is None:
        return None
    today = now.astimezone(UTC).date()
    return (today - timedelta(days=min(max_age_days, (today - date.min).days))).isoformat()


def _claim(found: Candidate, base: str) -> Node:
    claim, source = found.claim, found.source
    url = web_address(source.url)
    said_by_outlet = claim.standing is Standing.ASSERTED
    return {
        "text": claim.text,
        "claimant": claim.speaker or (source.publisher if said_by_outlet else None),
        "claim_date": claim.event_at,
        "reviews": [
            {
                "publisher": {"name": source.publisher or source.id, "site": url and _site(url)},
                "url": url or f"{base}/v1/claims/{quote(claim.id, safe='')}",
                "title": source.title,
                "review_date": source.published_at,
                "textual_rating": _rating(claim),
                "language_code": source.language,
            }
        ],
    }


def _rating(claim: Claim) -> str:
    """How the outlet stands to the claim, in words that judge nothing."""
    if claim.retracted is not None:
        return "Retracted" + (f": {claim.retracted.reason}" if claim.retracted.reason else "")
    if claim.standing is Standing.ASSERTED:
        return "Reported in the outlet's own words"
    speaker = claim.speaker or "a party that it does not name"
    if claim.standing is Standing.RELAYED:
        return f"Relayed from {speaker}"
    return f"Relayed from {speaker}; the outlet keeps its distance"


def _site(address: str) -> str:
    """The host of an address, or of a site named without a scheme."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        host = None
    return (host or address).lower().removeprefix("www.")


def _google_error(problem: Problem, headers: Mapping[str, str]) -> Response:
    """The problem as Google's services tell it; headers such as Retry-After stay."""
    code = 400 if problem.status == HTTPStatus.UNPROCESSABLE_ENTITY else problem.status
    violations = [
        {"field": error.parameter or error.pointer, "description": error.detail}
        for error in problem.errors
    ]
    told = "; ".join(f"{one['field']}: {one['description']}" for one in violations)
    status: Node = {
        "code": code,
        "message": told or problem.detail,
        "status": _STATUS.get(code, "INTERNAL"),
        "details": [{"violations": violations}] if violations else None,
    }
    response = dumped(GoogleErrorSchema(), {"error": status})
    response.status_code = code
    response.headers.update({**standard_headers(problem), **headers})
    return response
