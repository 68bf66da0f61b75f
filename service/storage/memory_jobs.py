"""Jobs in memory: the reference for the databases, and the queue of a service without one."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile

from service.domain.check import Check
from service.domain.errors import NotFound
from service.domain.events import Event
from service.domain.jobs import (
    Job,
    JobItem,
    JobLine,
    JobOrder,
    JobQuery,
    JobResult,
    JobState,
    Lot,
    Refusal,
    VerdictCounts,
    finished_event,
)
from service.domain.tracing import Trace
from service.ports import CheckStore


@dataclass(slots=True, kw_only=True)
class _Lease:
    name: str
    until: datetime


@dataclass(slots=True, kw_only=True)
class _Held:
    """A job with its lines; ``items`` and ``results`` are in the order of the lines."""

    job: Job
    turn_at: datetime
    items: dict[int, JobItem]
    results: dict[int, JobResult]
    trace: Trace | None
    leases: dict[int, _Lease] = field(default_factory=dict)

    def waiting(self, now: datetime) -> list[JobItem]:
        if not self.job.is_open:
            return []
        free = [
            item
            for line, item in self.items.items()
            if line not in self.leases or self.leases[line].until <= now
        ]
        return list(takewhile(lambda item: item.attempts == 0, free)) or free[:1]

    def leased_to(self, lot: Lot) -> dict[int, _Lease]:
        return {line: lease for line, lease in self.leases.items() if lease.name == lot.lease}

    def ready(self) -> list[JobResult]:
        first = min(self.items, default=None)
        found = sorted(self.results.values(), key=lambda result: result.line)
        return [result for result in found if first is None or result.line < first]


class MemoryJobs:
    """``JobStore`` and ``JobQueue`` over one dictionary.

    Saved checks go to ``checks``; what is announced is put at the end of ``outbox``.
    """

    def __init__(self, checks: CheckStore, outbox: list[Event]) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}
        self._checks = checks
        self._outbox = outbox

    def add(self, order: JobOrder, lines: Iterable[JobLine]) -> Job:
        given = list(lines)
        refused = [
            JobResult(line=one.line, outcome=one.content)
            for one in given
            if isinstance(one.content, Refusal)
        ]
        items = [
            JobItem(line=one.line, request=one.content, attempts=0)
            for one in given
            if not isinstance(one.content, Refusal)
        ]
        job = Job(
            id=order.id,
            state=JobState.QUEUED,
            save=order.save,
            created_at=order.created_at,
            started_at=None,
            finished_at=None,
            total=len(given),
            failed=len(refused),
            verdicts=VerdictCounts(),
        )
        held = _Held(
            job=job,
            turn_at=order.created_at,
            items={item.line: item for item in items},
            results={result.line: result for result in refused},
            trace=order.trace,
        )
        with self._lock:
            self._held[order.id] = held
            self._finish_if_done(held, order.created_at)
            return held.job

    def get(self, job_id: str) -> Job:
        with self._lock:
            return self._known(job_id).job

    def list(self, query: JobQuery) -> Sequence[Job]:
        with self._lock:
            last = None if query.after is None else self._known(query.after).job
            known = [held.job for held in self._held.values()]
        found = [
            job
            for job in known
            if (query.state is None or job.state is query.state)
            and (last is None or (job.created_at, job.id) > (last.created_at, last.id))
        ]
        return sorted(found, key=lambda job: (job.created_at, job.id))[: query.limit]

    def last_ready(self, job_id: str, *, after: int, limit: int) -> int:
        with self._lock:
            held = self._held.get(job_id)
            ready = [] if held is None else [result.line for result in held.ready()]
        lines = [line for line in ready if line > after][:limit]
        return lines[-1] if lines else after

    def results(self, job_id: str, *, after: int, until: int, limit: int) -> Sequence[JobResult]:
        with self._lock:
            held = self._held.get(job_id)
            known = [] if held is None else list(held.results.values())
        found = [result for result in known if after < result.line <= until]
        return sorted(found, key=lambda result: result.line)[:limit]

    def cancel(self, job_id: str, *, now: datetime) -> Job:
        with self._lock:
            held = self._known(job_id)
            if held.job.is_open:
                held.items.clear()
                held.leases.clear()
                held.job = replace(held.job, state=JobState.CANCELLED, finished_at=now)
            return held.job

    def remove(self, job_id: str) -> None:
        with self._lock:
            self._known(job_id)
            del self._held[job_id]

    def lease(self, lease: str, *, now: datetime, until: datetime, limit: int) -> Lot | None:
        with self._lock:
            due = [held for held in self._held.values() if held.waiting(now)]
            if not due:
                return None
            held = min(due, key=lambda one: (one.turn_at, one.job.created_at, one.job.id))
            items = [
                replace(item, attempts=item.attempts + 1) for item in held.waiting(now)[:limit]
            ]
            held.items.update({item.line: item for item in items})
            held.leases.update({item.line: _Lease(name=lease, until=until) for item in items})
            held.turn_at = now
            started_at = held.job.started_at or now
            held.job = replace(held.job, state=JobState.RUNNING, started_at=started_at)
            return Lot(
                job_id=held.job.id,
                save=held.job.save,
                lease=lease,
                items=tuple(items),
                trace=held.trace,
            )

    def renew(self, lot: Lot, *, until: datetime) -> bool:
        with self._lock:
            held = self._held.get(lot.job_id)
            mine = [] if held is None else held.leased_to(lot).values()
            for lease in mine:
                lease.until = until
            return bool(mine)

    def record(
        self, lot: Lot, results: Sequence[JobResult], *, unbegun: Sequence[int], now: datetime
    ) -> None:
        with self._lock:
            held = self._held.get(lot.job_id)
            if held is None or not held.job.is_open:
                return
            mine = set(held.leased_to(lot))
            for line in mine.intersection(unbegun):
                del held.leases[line]
                item = held.items[line]
                held.items[line] = replace(item, attempts=item.attempts - 1)
            kept = [result for result in results if result.line in mine]
            for result in kept:
                self._answer(held, result)
            if kept:
                self._finish_if_done(held, now)

    def _answer(self, held: _Held, result: JobResult) -> None:
        item = held.items.pop(result.line)
        del held.leases[result.line]
        held.results[result.line] = result
        outcome = result.outcome
        if isinstance(outcome, Refusal):
            held.job = replace(held.job, failed=held.job.failed + 1)
            return
        name = outcome.answer.verdict.value
        counted = {name: getattr(held.job.verdicts, name) + 1}
        held.job = replace(held.job, verdicts=replace(held.job.verdicts, **counted))
        if outcome.check_id is not None:
            self._checks.save(
                Check(
                    id=outcome.check_id,
                    checked_at=outcome.checked_at,
                    request=item.request,
                    answer=outcome.answer,
                )
            )

    def _finish_if_done(self, held: _Held, now: datetime) -> None:
        job = held.job
        if job.done == job.total:
            started_at = job.started_at or now
            held.job = replace(job, state=JobState.FINISHED, started_at=started_at, finished_at=now)
            self._outbox.append(finished_event(held.job, held.trace))

    def _known(self, job_id: str) -> _Held:
        if job_id not in self._held:
            raise NotFound("job", job_id)
        return self._held[job_id]
