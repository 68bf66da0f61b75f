"""The ``RecheckStore`` over a corpus in memory: the reference for the databases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.check_ports import WORDS_ALONE, Meaning, WatchedCheck
from service.domain.changes import RecordKind
from service.domain.check import Check
from service.domain.corpus import IndexedClaim, Source
from service.domain.errors import NotFound
from service.domain.events import Event
from service.domain.rechecks import (
    Cause,
    ChangedRecord,
    CheckChange,
    DueCheck,
    changed_event,
    find_cause,
    finding_of,
    has_changed,
)
from service.storage.memory import MemoryCorpus
from service.storage.memory_bearing import (
    as_kept,
    encoded,
    is_watched_by_another,
    may_bear,
    would_watch_more,
)
from service.storage.memory_checks import KeptCheck, MemoryCheckStore
from service.storage.memory_vectors import MemoryVectorIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a check can read of a claim; ``embedded`` is the revision that brought its vector."""

    indexed: IndexedClaim
    source: Source
    embedded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    record: ChangedRecord
    claim_id: str
    terms: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Due:
    mark: int
    check_id: str
    cause: ChangedRecord | None
    leased_until: datetime | None = None


class MemoryRechecks:
    """Finds out what changed by comparing the corpus with what it saw the last time.

    What is to be announced is put at the end of ``outbox``.
    """

    def __init__(
        self,
        corpus: MemoryCorpus,
        vectors: MemoryVectorIndex,
        checks: MemoryCheckStore,
        outbox: list[Event],
    ) -> None:
        self._corpus = corpus
        self._vectors = vectors
        self._checks = checks
        self.outbox = outbox
        self._seen: dict[str, _State] = {}
        self._due: list[_Due] = []
        self._marks = itertools.count(1)
        self._numbers = itertools.count(1)

    def unwatched(self, model: str | None, *, limit: int) -> list[Check]:
        every = self._checks.every()
        never = [kept.check for kept in every if kept.words is None]
        others = [kept.check for kept in every if is_watched_by_another(kept, model)]
        return [*never, *others][:limit]

    def watch(self, lot: Sequence[WatchedCheck]) -> None:
        with self._corpus.lock, self._checks.lock:
            for watched in lot:
                self._watch(watched)

    def spread(self, *, limit: int) -> int:
        with self._corpus.lock, self._checks.lock:
            current, vectors = self._current(), self._vectors.kept()
            changes = list(itertools.islice(self._changes(current), limit))
            asked = dict.fromkeys(
                (kept.check.id, change.record)
                for change in changes
                for kept in self._checks.every()
                if may_bear(change.claim_id, change.terms, vectors.get(change.claim_id), kept)
            )
            for check_id, cause in asked:
                self._ask(check_id, cause)
            for change in changes:
                self._seen.pop(change.claim_id, None)
                if change.claim_id in current:
                    self._seen[change.claim_id] = current[change.claim_id]
        return len(changes)

    def take(self, *, now: datetime, until: datetime) -> DueCheck | None:
        with self._corpus.lock, self._checks.lock:
            self._forget_deleted()
            free = [due for due in self._due if due.leased_until is None or due.leased_until <= now]
            taken = [due for due in free if due.check_id == free[0].check_id]
            for due in taken:
                due.leased_until = until
            if not taken:
                return None
            causes = dict.fromkeys(due.cause for due in taken if due.cause is not None)
            return DueCheck(
                check=self._checks.get(taken[0].check_id),
                revision=self._corpus.state().revision,
                marks=tuple(due.mark for due in taken),
                causes=tuple(causes),
            )

    def finish(
        self, due: DueCheck, fresh: Check, *, event_id: str, meaning: Meaning = WORDS_ALONE
    ) -> CheckChange | None:
        if fresh.answer.corpus.revision < due.revision:
            return None
        with self._corpus.lock, self._checks.lock:
            self._due = [one for one in self._due if one.mark not in due.marks]
            kept = self._find(fresh.id)
            if kept is None or kept.check.request != fresh.request:
                return None
            before, after = kept.check.answer, fresh.answer
            if before.corpus.revision > after.corpus.revision:
                return None
            more = would_watch_more(kept, after, meaning)
            kept.check, kept.meaning = fresh, as_kept(meaning)
            if more and after.corpus.revision < self._corpus.state().revision:
                self._ask(fresh.id, None)
            if not has_changed(before, after):
                return None
            kept.changed_at = fresh.checked_at
            change = CheckChange(
                number=next(self._numbers),
                check_id=fresh.id,
                revision=after.corpus.revision,
                changed_at=fresh.checked_at,
                before=finding_of(before),
                after=finding_of(after),
                cause=find_cause(
                    before,
                    after,
                    due.causes,
                    lambda record: self._version(
                        record, first=before.corpus.revision, last=after.corpus.revision
                    ),
                ),
            )
            kept.history.append(change)
            if before.verdict is not after.verdict:
                kept.reviews = [replace(review, stale=True) for review in kept.reviews]
                self.outbox.append(changed_event(change, event_id))
        return change

    def ask_all(self) -> None:
        with self._checks.lock:
            for kept in self._checks.every():
                self._ask(kept.check.id, None)

    def waiting(self, model: str | None = None) -> int:
        with self._corpus.lock, self._checks.lock:
            self._forget_deleted()
            changes = sum(1 for _ in self._changes(self._current()))
            unwatched = sum(
                kept.words is None or is_watched_by_another(kept, model)
                for kept in self._checks.every()
            )
            return changes + unwatched + len({due.check_id for due in self._due})

    def history(self, check_id: str, *, after: int, limit: int) -> list[CheckChange]:
        with self._checks.lock:
            entries = self._checks.kept(check_id).history
            return [change for change in entries if change.number > after][:limit]

    def newest_changes(self, check_id: str, *, limit: int) -> list[CheckChange]:
        with self._checks.lock:
            return list(self._checks.kept(check_id).history[-limit:])

    def _watch(self, watched: WatchedCheck) -> None:
        check = watched.check
        kept = self._find(check.id)
        if kept is None or kept.check.request != check.request:
            return
        if not self._is_watching():
            self._seen = self._current()
        kept.words = tuple(encoded(word) for word in watched.words)
        kept.meaning = as_kept(watched.meaning)
        if kept.check.answer.corpus.revision < self._corpus.state().revision:
            self._ask(check.id, None)

    def _find(self, check_id: str) -> KeptCheck | None:
        try:
            return self._checks.kept(check_id)
        except NotFound:
            return None

    def _ask(self, check_id: str, cause: ChangedRecord | None) -> None:
        self._due.append(_Due(mark=next(self._marks), check_id=check_id, cause=cause))

    def _forget_deleted(self) -> None:
        self._due = [due for due in self._due if self._find(due.check_id) is not None]

    def _current(self) -> dict[str, _State]:
        embedded = self._vectors.put_at()
        return {
            indexed.claim.id: _State(
                indexed=indexed, source=source, embedded=embedded.get(indexed.claim.id, 0)
            )
            for indexed, source in self._corpus.indexed()
        }

    def _changes(self, current: dict[str, _State]) -> Iterator[_Change]:
        """What differs from what was seen; nothing is of interest while no check is watched."""
        if not self._is_watching():
            return
        for claim_id in sorted(current.keys() | self._seen.keys()):
            old, new = self._seen.get(claim_id), current.get(claim_id)
            if old != new:
                terms = [term for state in (old, new) if state for term in state.indexed.terms]
                yield _Change(
                    record=_written(claim_id, old, new), claim_id=claim_id, terms=tuple(terms)
                )

    def _is_watching(self) -> bool:
        return any(kept.words is not None for kept in self._checks.every())

    def _version(self, record: ChangedRecord, *, first: int, last: int) -> Cause | None:
        versions = self._corpus.kept_versions(record.kind, record.id)
        known = [version for version in versions if version.revision <= last]
        if not known:
            return None
        seen = [version.revision for version in known if version.revision <= first]
        newest = known[-1]
        return Cause(
            kind=record.kind,
            id=record.id,
            action=newest.action,
            version_before=max(seen, default=None),
            version_after=newest.revision,
            changed_at=newest.note.changed_at,
            changed_by=newest.note.changed_by,
            reason=newest.note.reason,
        )


def _written(claim_id: str, old: _State | None, new: _State | None) -> ChangedRecord:
    """The record that was written: the source where the claim itself is as it was."""
    if old and new and old.indexed == new.indexed and old.source != new.source:
        return ChangedRecord(kind=RecordKind.SOURCE, id=new.source.id)
    return ChangedRecord(kind=RecordKind.CLAIM, id=claim_id)
