"""The interfaces to what is kept about callers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.domain.audit import AuditEntry, AuditQuery, HeldEntry
from service.domain.kept_answers import AnswerSlot, KeptAnswer, Lease, Reservation
from service.domain.keys import ApiKey
from service.domain.rates import Allowance, Rate


class KeyStore(Protocol):
    """API keys. A key stays in the store when it is revoked or has expired."""

    def add(self, key: ApiKey) -> None: ...

    def find(self, key_id: str) -> ApiKey | None: ...

    def list(self) -> list[ApiKey]:
        """All of them, by the time at which they were made, then by id."""
        ...

    def has_any(self) -> bool:
        """Whether a key was ever made."""
        ...

    def revoke(self, key_id: str, at: datetime) -> ApiKey:
        """The key, revoked now or before. Raises NotFound."""
        ...

    def mark_used(self, uses: Mapping[str, datetime]) -> None:
        """Note by key id when keys were last used; an earlier moment than is known is dropped."""
        ...


class RateCounter(Protocol):
    """One count a subject, for all processes."""

    def take(self, subject: str, rate: Rate, *, at: int) -> Allowance:
        """Count one request (``at`` in microseconds since 1970), or refuse to."""
        ...


class AnswerKeeper(Protocol):
    """Answers to requests that may be sent again."""

    def reserve(
        self, slot: AnswerSlot, *, token: str, now: datetime, until: datetime
    ) -> Reservation:
        """A lease until ``until`` if the slot is free, else what stands in its way.

        A lease that has run out, and an answer that has been kept long enough, leave it free.
        """
        ...

    def keep(self, lease: Lease, answer: KeptAnswer, *, until: datetime) -> None:
        """Keep the answer, unless another has taken the slot since."""
        ...

    def release(self, lease: Lease) -> None:
        """Free the slot, unless another has taken it since."""
        ...


class AuditLog(Protocol):
    """What was changed. Entries are added and never changed."""

    def record(self, entry: AuditEntry) -> None: ...

    def entries(self, query: AuditQuery) -> list[HeldEntry]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessStores:
    """The four of them over one database."""

    keys: KeyStore
    rates: RateCounter
    answers: AnswerKeeper
    audit: AuditLog
