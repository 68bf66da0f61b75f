"""One import, whatever stands behind the corpus: stage everything, then decide, then write.

The lock on the corpus is taken only once the whole input was read and staged, so a slow client
keeps nobody waiting; and everything is written in one transaction, so a kill leaves nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from service.domain.corpus import Source
from service.domain.errors import InvalidRecord
from service.domain.imports import (
    LISTED_FAULTS,
    Entry,
    Fault,
    FaultCode,
    ImportOutcome,
    ImportPlan,
    ImportReport,
    OnError,
    Progress,
)
from service.storage.batches import Batch, check_record
from service.storage.staging import LOT, DoubleId, Staging


class CorpusAccess(Protocol):
    """The corpus within one transaction, to read or to change."""

    @property
    def revision(self) -> int: ...

    def stored_sources(self, ids: list[str]) -> set[str]:
        """Those of the ids that a stored source has."""
        ...

    def take(self, batch: Batch) -> tuple[int, int]:
        """Put the records in, or only compare them: how many are new, how many changed."""
        ...


Opening = Callable[[], AbstractContextManager[CorpusAccess]]


class _Stopped(Exception):
    """Leaves the transaction of an import that a fault has ended."""


class _Faults:
    """The faults nearest to the beginning of the input, and the number of all."""

    def __init__(self) -> None:
        self.count = 0
        self._nearest: list[tuple[int, int, Fault]] = []

    def add(self, fault: Fault) -> None:
        self.count += 1
        place = (-fault.place.offset, -self.count, fault)
        if len(self._nearest) < LISTED_FAULTS:
            heapq.heappush(self._nearest, place)
        else:
            heapq.heappushpop(self._nearest, place)

    def listed(self) -> tuple[Fault, ...]:
        """By their place in the input."""
        found = (fault for _, _, fault in self._nearest)
        return tuple(sorted(found, key=lambda fault: (fault.place.name, fault.place.offset)))


@dataclass(slots=True)
class _Tally:
    read: int = 0
    accepted: int = 0
    updated: int = 0
    revision: int = 0


def load(
    entries: Iterable[Entry | Fault],
    plan: ImportPlan,
    *,
    progress: Progress,
    comparing: Opening,
    writing: Opening,
) -> ImportReport:
    """Carry an import out, or find out what it would do."""
    faults, tally = _Faults(), _Tally()
    all_or_nothing = plan.on_error is OnError.ABORT
    with Staging() as staging:
        _stage(entries, staging, faults, tally, progress)
        kept = not plan.dry_run and not (all_or_nothing and faults.count)
        if kept:
            try:
                with writing() as corpus:
                    _refuse_orphans(staging, corpus, faults)
                    if all_or_nothing and faults.count:
                        raise _Stopped
                    _take(staging, corpus, tally, progress, "writing")
            except _Stopped:
                kept = False
        if not kept:
            with comparing() as corpus:
                _refuse_orphans(staging, corpus, faults)
                _take(staging, corpus, tally, progress, "comparing")
    refused = ImportOutcome.ABORTED if all_or_nothing else ImportOutcome.PARTIAL
    return ImportReport(
        outcome=refused if faults.count else ImportOutcome.COMPLETE,
        dry_run=plan.dry_run,
        revision=tally.revision,
        read=tally.read,
        accepted=tally.accepted,
        updated=tally.updated,
        unchanged=tally.read - tally.accepted - tally.updated - faults.count,
        rejected=faults.count,
        faults=faults.listed(),
        faults_left_out=faults.count - len(faults.listed()),
    )


def _stage(
    entries: Iterable[Entry | Fault],
    staging: Staging,
    faults: _Faults,
    tally: _Tally,
    progress: Progress,
) -> None:
    for entry in entries:
        tally.read += 1
        if tally.read % LOT == 0:
            progress("reading", tally.read)
        if isinstance(entry, Fault):
            faults.add(entry)
            continue
        try:
            record = entry.record
            check_record(record if isinstance(record, Source) else record.claim)
            staging.put(entry)
        except InvalidRecord as error:
            faults.add(_fault(entry, error.pointer, FaultCode.FIELD, error.detail))
        except DoubleId as error:
            faults.add(_fault(entry, "/id", FaultCode.DUPLICATE, str(error)))


def _fault(entry: Entry, pointer: str, code: FaultCode, detail: str) -> Fault:
    return Fault(place=entry.place, pointer=pointer, code=code, detail=detail)


def _refuse_orphans(staging: Staging, corpus: CorpusAccess, faults: _Faults) -> None:
    wanted = list(staging.outside_sources())
    for start in range(0, len(wanted), LOT):
        lot = wanted[start : start + LOT]
        stored = corpus.stored_sources(lot)
        for source_id in lot:
            if source_id not in stored:
                for fault in staging.refuse_claims_of(source_id):
                    faults.add(fault)


def _take(
    staging: Staging, corpus: CorpusAccess, tally: _Tally, progress: Progress, step: str
) -> None:
    done = 0
    for lot in staging.lots():
        accepted, updated = corpus.take(lot)
        tally.accepted += accepted
        tally.updated += updated
        done += len(lot.sources) + len(lot.claims)
        progress(step, done)
    tally.revision = corpus.revision
