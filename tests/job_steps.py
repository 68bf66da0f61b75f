"""Steps of tests on stores of jobs: add one, lease lines, record results, read what is ready."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from service.domain.check import Answer
from service.domain.jobs import (
    FieldFault,
    Job,
    JobLine,
    JobOrder,
    JobResult,
    LineCheck,
    Lot,
    Refusal,
    RefusalCode,
)
from service.storage import Storage
from tests.factories import make_statement
from tests.fakes import NOW
from tests.fakes_api import make_abstention, make_answer

ASKED = make_statement()
REFUSED = Refusal(
    code=RefusalCode.INVALID,
    detail="One field is wrong.",
    faults=(FieldFault(pointer="/statement", detail="NUL \0 and \ud800"),),
)
LEASE = timedelta(seconds=30)
ALL = 10_000


def add(storage: Storage, job_id: str, *lines: int, minute: int = 0, save: bool = False) -> Job:
    """A job with a good request on each of these lines."""
    order = JobOrder(id=job_id, created_at=NOW + timedelta(minutes=minute), save=save)
    return storage.jobs.add(order, [JobLine(line=line, content=ASKED) for line in lines])


def lease(storage: Storage, name: str, *, limit: int = ALL, seconds: int = 0) -> Lot | None:
    now = NOW + timedelta(seconds=seconds)
    return storage.job_queue.lease(name, now=now, until=now + LEASE, limit=limit)


def leased(storage: Storage, name: str, *, limit: int = ALL, seconds: int = 0) -> Lot:
    lot = lease(storage, name, limit=limit, seconds=seconds)
    assert lot is not None
    return lot


def lines_of(lot: Lot | None) -> list[int]:
    return [] if lot is None else [item.line for item in lot.items]


def answered(line: int, answer: Answer, check_id: str | None = None) -> JobResult:
    outcome = LineCheck(check_id=check_id, checked_at=NOW, answer=answer)
    return JobResult(line=line, outcome=outcome)


def refuted(line: int, *, check_id: str | None = None) -> JobResult:
    return answered(line, make_answer(ASKED), check_id)


def unverified(line: int) -> JobResult:
    return answered(line, make_abstention(ASKED))


def record(
    storage: Storage, lot: Lot, *results: JobResult, unbegun: Iterable[int] = (), seconds: int = 0
) -> None:
    now = NOW + timedelta(seconds=seconds)
    storage.job_queue.record(lot, results, unbegun=[*unbegun], now=now)


def ready(storage: Storage, job_id: str, *, after: int = 0, limit: int = ALL) -> list[int]:
    """The lines whose results a caller gets."""
    last = storage.jobs.last_ready(job_id, after=after, limit=limit)
    return [
        result.line for result in storage.jobs.results(job_id, after=after, until=last, limit=ALL)
    ]
