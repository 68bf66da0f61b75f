"""What stands between a request and its endpoint, in the order in which it is passed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from service.access.key_ring import KeyRing
from service.access.limiting import RateLimiter
from service.access.ports import AnswerKeeper, AuditLog
from service.api.access import register_access
from service.api.auditing import register_auditing
from service.api.cors import register_cors
from service.api.idempotency import register_idempotency


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Who is let in, and what is kept of what callers do; None where nothing is asked for."""

    answers: AnswerKeeper
    audit: AuditLog
    ring: KeyRing | None = None
    limiter: RateLimiter | None = None
    origins: tuple[str, ...] = ()


def register_guard(
    app: Flask,
    guard: Guard,
    *,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    max_import_bytes: int,
) -> None:
    """Put the guard on an application that has all its routes."""
    # A preflight carries no key, and a refusal has to reach the page that asked.
    register_cors(app, guard.origins)
    register_access(app, ring=guard.ring, limiter=guard.limiter)
    register_auditing(app, guard.audit, clock)
    register_idempotency(
        app, guard.answers, clock=clock, new_id=new_id, longest_body=max_import_bytes
    )
