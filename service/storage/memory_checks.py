"""Saved checks in memory, with all that is kept beside them: the reference for the databases."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from service.check_ports import WORDS_ALONE, Meaning
from service.domain.check import Check, SavedCheckQuery
from service.domain.errors import NotFound
from service.domain.rechecks import CheckChange, WatchedWord
from service.domain.reviews import Review


@dataclass(slots=True, kw_only=True)
class KeptCheck:
    """A check, what it watches (None as long as that is not known), and what became of it."""

    check: Check
    saved_at: datetime
    changed_at: datetime
    words: tuple[WatchedWord, ...] | None = None
    meaning: Meaning = WORDS_ALONE
    history: list[CheckChange] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


class MemoryCheckStore:
    """``CheckStore`` over one dictionary; what is kept beside a check goes with it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._kept: dict[str, KeptCheck] = {}

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Held, it keeps every other thread from reading and writing."""
        return self._lock

    def save(self, check: Check) -> None:
        with self._lock:
            at = check.checked_at
            kept = KeptCheck(check=check, saved_at=at, changed_at=at)
            if check.id in self._kept:
                kept.history = self._kept[check.id].history
                kept.reviews = self._kept[check.id].reviews
            self._kept[check.id] = kept

    def get(self, check_id: str) -> Check:
        return self.kept(check_id).check

    def list(self, query: SavedCheckQuery) -> Sequence[Check]:
        with self._lock:
            last = None if query.after is None else self.kept(query.after)
            found = [
                kept
                for kept in self.every()
                if (last is None or _place(kept) > _place(last)) and _is_listed(kept, query)
            ]
        return [kept.check for kept in found[: query.limit]]

    def delete(self, check_id: str) -> None:
        with self._lock:
            self.kept(check_id)
            del self._kept[check_id]

    def kept(self, check_id: str) -> KeptCheck:
        """The check with what is beside it. Raises NotFound."""
        with self._lock:
            if check_id not in self._kept:
                raise NotFound("check", check_id)
            return self._kept[check_id]

    def every(self) -> Sequence[KeptCheck]:
        """All of them by the time of their saving, then id."""
        with self._lock:
            return sorted(self._kept.values(), key=_place)


def _place(kept: KeptCheck) -> tuple[datetime, str]:
    return kept.saved_at, kept.check.id


def _is_listed(kept: KeptCheck, query: SavedCheckQuery) -> bool:
    return (
        (query.verdict is None or kept.check.answer.verdict is query.verdict)
        and (query.changed_since is None or kept.changed_at >= query.changed_since)
        and (query.reviewed is None or bool(kept.reviews) is query.reviewed)
    )
