"""Lets a request in: the key that it shows, the scope that it needs, the rate that it keeps to."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Request, Response, g, request

from service.access.key_ring import KeyRing
from service.access.limiting import RateLimiter
from service.api.callers import current_caller, set_caller
from service.api.problems import ApiError, ProblemKind
from service.api.scopes import scope_of
from service.domain.keys import ANONYMOUS, Caller, KeyFault, Scope
from service.domain.rates import Allowance

UNAUTHORIZED = ProblemKind(name="unauthorized", title="Unauthorized", status=401)
FORBIDDEN = ProblemKind(name="forbidden", title="Forbidden", status=403)
TOO_MANY_REQUESTS = ProblemKind(name="too-many-requests", title="Too many requests", status=429)

_REALM = 'Bearer realm="factcheck"'
# Where clients of Google's API put their key; they cannot be told to put it elsewhere.
_GOOGLE_PATHS = "/v1alpha1/"


def register_access(app: Flask, *, ring: KeyRing | None, limiter: RateLimiter | None) -> None:
    """Ask for keys and hold to rates from now on; either may be None, and then costs nothing."""
    if ring is not None:
        app.before_request(_keys_asked_by(ring))
    if limiter is not None:
        app.before_request(_rates_held_by(limiter))
        app.after_request(_tell_allowance)


def _keys_asked_by(ring: KeyRing) -> Callable[[], None]:
    def ask() -> None:
        scope = _scope_needed()
        if scope is not None and ring.asks():
            caller = _recognised(ring, request)
            set_caller(caller)
            if caller.key is None or not caller.key.allows(scope):
                raise _forbidden(scope)

    return ask


def _rates_held_by(limiter: RateLimiter) -> Callable[[], None]:
    def count() -> None:
        if _scope_needed() is None:
            return
        allowance = limiter.take(current_caller(), request.remote_addr)
        g.allowance = allowance
        if allowance is not None and not allowance.allowed:
            raise _too_many(allowance)

    return count


def _scope_needed() -> Scope | None:
    """None also where there is no such route: a 404 tells nothing, and needs no key."""
    if request.url_rule is None or request.method == "OPTIONS":
        return None
    return scope_of(request.method, request.url_rule.rule)


def _recognised(ring: KeyRing, asked: Request) -> Caller:
    shown = _shown_key(asked)
    found = ring.recognise(shown)
    if isinstance(found, KeyFault):
        raise ApiError(
            UNAUTHORIZED,
            found.value,
            headers={"WWW-Authenticate": f'{_REALM}, error="invalid_token"'},
        )
    return Caller(key=found)


def _shown_key(asked: Request) -> str:
    scheme, _, credentials = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if asked.path.startswith(_GOOGLE_PATHS):
        shown = asked.headers.get("X-Goog-Api-Key") or asked.args.get("key")
        if shown:
            return shown
    raise ApiError(
        UNAUTHORIZED,
        "Send a key: Authorization: Bearer fck_….",
        headers={"WWW-Authenticate": _REALM},
    )


def _forbidden(scope: Scope) -> ApiError:
    return ApiError(
        FORBIDDEN,
        f"This needs a key with the scope {scope.value}.",
        headers={
            "WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{scope.value}"'
        },
    )


def _too_many(allowance: Allowance) -> ApiError:
    seconds = allowance.seconds_to_next
    return ApiError(
        TOO_MANY_REQUESTS,
        f"More than {allowance.rate} requests; try again in {seconds} s.",
        headers={"Retry-After": str(seconds)},
    )


def _tell_allowance(response: Response) -> Response:
    """Tell the caller what is left, as draft-ietf-httpapi-ratelimit-headers-10 has it."""
    allowance: Allowance | None = g.get("allowance")
    if allowance is not None:
        policy = '"address"' if current_caller() == ANONYMOUS else '"key"'
        rate = allowance.rate
        response.headers["RateLimit-Policy"] = f"{policy};q={rate.requests};w={rate.seconds}"
        left, seconds = allowance.left, allowance.seconds_to_full
        response.headers["RateLimit"] = f"{policy};r={left};t={seconds}"
    return response
