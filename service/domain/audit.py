"""The audit log: who changed what, when, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

CLI = "cli"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change, or one refused.

    ``actor`` is the id of a key, "anonymous" or "cli"; ``action`` the name of the endpoint or
    command; ``target`` a path or an id. ``request_id`` and ``status`` are those of the HTTP
    answer, None for a command. Texts that people submit are never part of an entry.
    """

    at: datetime
    actor: str
    action: str
    target: str
    request_id: str | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEntry:
    """An entry as the log holds it; numbers grow with time."""

    number: int
    entry: AuditEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which entries are asked for: newest first, those older than the number ``before``."""

    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50
