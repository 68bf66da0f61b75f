"""Saved checks in memory."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from service.domain.check import Check, SavedCheckQuery
from service.domain.errors import NotFound


class MemoryCheckStore:
    """``CheckStore`` over one dictionary."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._checks: dict[str, Check] = {}

    def save(self, check: Check) -> None:
        with self._lock:
            self._checks[check.id] = check

    def get(self, check_id: str) -> Check:
        with self._lock:
            if check_id not in self._checks:
                raise NotFound("check", check_id)
            return self._checks[check_id]

    def list(self, query: SavedCheckQuery) -> Sequence[Check]:
        last = None if query.after is None else self.get(query.after)
        with self._lock:
            known = list(self._checks.values())
        found = [
            check
            for check in known
            if (query.verdict is None or check.answer.verdict == query.verdict)
            and (query.changed_since is None or check.checked_at >= query.changed_since)
            and (last is None or (check.checked_at, check.id) > (last.checked_at, last.id))
        ]
        return sorted(found, key=lambda check: (check.checked_at, check.id))[: query.limit]

    def delete(self, check_id: str) -> None:
        with self._lock:
            if check_id not in self._checks:
                raise NotFound("check", check_id)
            del self._checks[check_id]
