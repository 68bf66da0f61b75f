"""Keys, rate counts, kept answers and the audit log in memory: the reference for the databases."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from service.access.ports import AccessStores
from service.domain.audit import AuditEntry, AuditQuery, HeldEntry
from service.domain.errors import NotFound
from service.domain.kept_answers import AnswerSlot, KeptAnswer, Lease, Reservation, StillRunning
from service.domain.keys import ApiKey
from service.domain.rates import Allowance, Rate


def memory_access() -> AccessStores:
    """All four of them, empty."""
    return AccessStores(
        keys=MemoryKeyStore(),
        rates=MemoryRateCounter(),
        answers=MemoryAnswerKeeper(),
        audit=MemoryAuditLog(),
    )


class MemoryKeyStore:
    """``KeyStore`` over one dictionary."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[str, ApiKey] = {}

    def add(self, key: ApiKey) -> None:
        with self._lock:
            self._keys[key.id] = key

    def find(self, key_id: str) -> ApiKey | None:
        with self._lock:
            return self._keys.get(key_id)

    def list(self) -> list[ApiKey]:
        with self._lock:
            return sorted(self._keys.values(), key=lambda key: (key.created_at, key.id))

    def has_any(self) -> bool:
        with self._lock:
            return bool(self._keys)

    def revoke(self, key_id: str, at: datetime) -> ApiKey:
        with self._lock:
            if key_id not in self._keys:
                raise NotFound("key", key_id)
            key = self._keys[key_id]
            self._keys[key_id] = replace(key, revoked_at=key.revoked_at or at)
            return self._keys[key_id]

    def mark_used(self, uses: Mapping[str, datetime]) -> None:
        with self._lock:
            for key_id, at in uses.items():
                key = self._keys.get(key_id)
                if key is not None and (key.last_used_at is None or key.last_used_at < at):
                    self._keys[key_id] = replace(key, last_used_at=at)


class MemoryRateCounter:
    """``RateCounter`` over one dictionary, which is swept when it has doubled."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: dict[str, int] = {}
        self._sweep_at = 1_000

    def take(self, subject: str, rate: Rate, *, at: int) -> Allowance:
        with self._lock:
            due = max(self._due.get(subject, at), at)
            allowed = due + rate.step <= at + rate.window
            if allowed:
                due = self._due[subject] = due + rate.step
            if len(self._due) > self._sweep_at:
                self._due = {name: moment for name, moment in self._due.items() if moment > at}
                self._sweep_at = 1_000 + 2 * len(self._due)
        return Allowance(rate=rate, allowed=allowed, at=at, due=due)


class MemoryAnswerKeeper:
    """``AnswerKeeper`` over one dictionary."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[AnswerSlot, tuple[datetime, str, KeptAnswer | None]] = {}

    def reserve(
        self, slot: AnswerSlot, *, token: str, now: datetime, until: datetime
    ) -> Reservation:
        with self._lock:
            self._held = {one: held for one, held in self._held.items() if held[0] > now}
            if slot not in self._held:
                self._held[slot] = (until, token, None)
                return Lease(slot=slot, token=token)
            ends, _, answer = self._held[slot]
        return StillRunning(until=ends) if answer is None else answer

    def keep(self, lease: Lease, answer: KeptAnswer, *, until: datetime) -> None:
        with self._lock:
            if self._is_ours(lease):
                self._held[lease.slot] = (until, lease.token, answer)

    def release(self, lease: Lease) -> None:
        with self._lock:
            if self._is_ours(lease):
                del self._held[lease.slot]

    def _is_ours(self, lease: Lease) -> bool:
        held = self._held.get(lease.slot)
        return held is not None and held[1] == lease.token


class MemoryAuditLog:
    """``AuditLog`` over one list."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[HeldEntry] = []

    def record(self, entry: AuditEntry) -> None:
        with self._lock:
            self._entries.append(HeldEntry(number=len(self._entries) + 1, entry=entry))

    def entries(self, query: AuditQuery) -> list[HeldEntry]:
        with self._lock:
            newest_first = self._entries[::-1]
        found = [held for held in newest_first if _meets(held, query)]
        return found[: query.limit]


def _meets(held: HeldEntry, query: AuditQuery) -> bool:
    entry = held.entry
    return (
        (query.actor is None or entry.actor == query.actor)
        and (query.action is None or entry.action == query.action)
        and (query.since is None or entry.at >= query.since)
        and (query.until is None or entry.at <= query.until)
        and (query.before is None or held.number < query.before)
    )
