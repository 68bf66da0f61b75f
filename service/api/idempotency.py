"""A request with an ``Idempotency-Key`` is done once, however often it is sent.

The first answer is kept for a day, with a fingerprint of the request: SHA-256 over its path, its
media type and its body, taken while the body passes by, so that no import is held in memory. A
hook for all endpoints; none of them knows of it.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO, Final

from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import HTTPException

from schemas.problems import FieldError
from service.access.ports import AnswerKeeper
from service.api.callers import current_caller
from service.api.problems import CONFLICT, ApiError, ProblemKind
from service.api.scopes import keeps_answer
from service.domain.errors import FactCheckError
from service.domain.kept_answers import AnswerSlot, KeptAnswer, Lease, StillRunning

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
MALFORMED_KEY = ProblemKind(
    name="malformed-idempotency-key", title="Malformed idempotency key", status=400
)
REUSED_KEY = ProblemKind(
    name="reused-idempotency-key", title="Idempotency key used for another request", status=422
)

_KEPT_FOR: Final = timedelta(hours=24)
# A process that was killed keeps its key no longer than this; nor does one that is slower.
_LEASE: Final = timedelta(minutes=2)
_LONG_LEASE: Final = timedelta(minutes=30)
_LONG_ROUTES: Final = frozenset({"/v1/imports"})
_KEPT_HEADERS: Final = (
    *("Content-Type", "Content-Security-Policy", "Location"),
    *("ETag", "Link", "Vary", "Accept"),
)
_KEY: Final = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255})')
_CHUNK_BYTES: Final = 65_536
# What an endpoint leaves of a body is read for the fingerprint, up to this length.
_LONGEST_REST: Final = 1_000_000
_SERVER_ERROR: Final = 500
_LOG = logging.getLogger(__name__)


class FingerprintStream:
    """A request's body that is hashed as it is read."""

    def __init__(self, body: IO[bytes], start: str) -> None:
        self._body = body
        self._hash = hashlib.sha256(start.encode("utf-8", "surrogateescape") + b"\0")

    def read(self, size: int = -1) -> bytes:
        piece = self._body.read(size)
        self._hash.update(piece)
        return piece

    def fingerprint(self) -> str:
        """Of what has been read so far."""
        return self._hash.hexdigest()


def register_idempotency(
    app: Flask,
    keeper: AnswerKeeper,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    longest_body: int,
) -> None:
    """Heed the header on every endpoint that creates something."""

    @app.before_request
    def begin() -> Response | None:
        given = request.headers.get(HEADER)
        rule = request.url_rule
        if given is None or rule is None or not keeps_answer(request.method, rule.rule):
            return None
        slot = AnswerSlot(caller=current_caller().name, route=rule.rule, key=_key(given))
        passing = _hash_while_read(request)
        now = clock()
        lease = _LONG_LEASE if rule.rule in _LONG_ROUTES else _LEASE
        held = keeper.reserve(slot, token=new_id(), now=now, until=now + lease)
        if isinstance(held, StillRunning):
            raise _still_running(held, now)
        if isinstance(held, KeptAnswer):
            return _again(held, passing, longest_body)
        g.lease, g.passing = held, passing
        return None

    @app.after_request
    def end(response: Response) -> Response:
        lease: Lease | None = g.pop("lease", None)
        if lease is not None:
            try:
                _settle(keeper, lease, response, clock())
            except FactCheckError:
                # The request is done and its answer is true; the lease runs out by itself.
                _LOG.exception("an answer could not be kept: %s", g.get("request_id"))
        return response


def _settle(keeper: AnswerKeeper, lease: Lease, response: Response, now: datetime) -> None:
    if response.status_code >= _SERVER_ERROR or response.is_streamed or not _read_rest(request):
        keeper.release(lease)
        return
    headers = ((name, response.headers.get(name)) for name in _KEPT_HEADERS)
    answer = KeptAnswer(
        fingerprint=g.passing.fingerprint(),
        status=response.status_code,
        headers=tuple((name, value) for name, value in headers if value is not None),
        body=response.get_data(),
    )
    keeper.keep(lease, answer, until=now + _KEPT_FOR)


def _again(kept: KeptAnswer, passing: FingerprintStream, longest_body: int) -> Response:
    """The first answer once more. Raises ApiError (422) if this is another request."""
    request.max_content_length = longest_body
    while request.stream.read(_CHUNK_BYTES):
        pass
    if passing.fingerprint() != kept.fingerprint:
        detail = "This key was used for a request with another path, media type or body."
        raise ApiError(REUSED_KEY, detail)
    response = Response(kept.body, status=kept.status)
    # An answer without a body has no type, whatever the framework would give it.
    del response.headers["Content-Type"]
    response.headers.extend(kept.headers)
    response.headers[REPLAYED] = "true"
    g.replayed = True
    return response


def _hash_while_read(asked: Request) -> FingerprintStream:
    """Put the hash between the server and whoever reads the body."""
    query = asked.query_string.decode("latin-1")
    start = f"{asked.path}?{query}\0{asked.headers.get('Content-Type', '')}"
    passing = FingerprintStream(asked.environ["wsgi.input"], start)
    asked.environ["wsgi.input"] = passing
    return passing


def _read_rest(asked: Request) -> bool:
    """Read what the endpoint did not; False if that is long, or cannot be read."""
    rest = 0
    try:
        while piece := asked.stream.read(_CHUNK_BYTES):
            rest += len(piece)
            if rest > _LONGEST_REST:
                return False
    except (HTTPException, OSError):
        return False
    return True


def _key(given: str) -> str:
    """The key as given, or without the quotation marks of a structured field."""
    found = _KEY.fullmatch(given.strip())
    if found is None:
        detail = f"{HEADER} is 1 to 255 visible ASCII characters."
        raise ApiError(MALFORMED_KEY, detail, errors=(FieldError(pointer="", detail=detail),))
    return found[1] or found[2]


def _still_running(held: StillRunning, now: datetime) -> ApiError:
    seconds = max(1, min(5, int((held.until - now).total_seconds())))
    return ApiError(
        CONFLICT,
        "The first request with this key is still running.",
        headers={"Retry-After": str(seconds)},
    )
