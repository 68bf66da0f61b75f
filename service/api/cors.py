"""Lets the pages of named origins call from a browser; all others it keeps out, as by default."""

from __future__ import annotations

from flask import Flask, Response, request

_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
_SENT = (
    "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-ID"
)
_SHOWN = (
    "ETag, Idempotent-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After,"
    " WWW-Authenticate, X-Request-ID"
)
# Chromium remembers no longer than this.
_REMEMBERED_SECONDS = 7_200


def register_cors(app: Flask, origins: tuple[str, ...]) -> None:
    """Answer the browsers of ``origins``, which are compared exactly. Without any, do nothing.

    A key travels in a header that the page sets itself, so no cookie and no credentials mode.
    """
    if not origins:
        return
    allowed = frozenset(origins)

    @app.before_request
    def answer_preflight() -> Response | None:
        asks = "Access-Control-Request-Method" in request.headers
        if request.method != "OPTIONS" or not asks or _origin() not in allowed:
            return None
        response = Response(status=204)
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = _SENT
        response.headers["Access-Control-Max-Age"] = str(_REMEMBERED_SECONDS)
        return response

    @app.after_request
    def allow_origin(response: Response) -> Response:
        # On every response: a cache must not hand the answer for one origin to another.
        response.vary.add("Origin")
        if _origin() in allowed:
            response.headers["Access-Control-Allow-Origin"] = _origin()
            response.headers["Access-Control-Expose-Headers"] = _SHOWN
        return response


def _origin() -> str:
    return request.headers.get("Origin", "")
