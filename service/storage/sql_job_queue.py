"""The ``JobQueue`` of both databases.

Every change locks the row of its job first, so that no two changes of one job meet half-way:
on PostgreSQL by ``FOR UPDATE``, with ``SKIP LOCKED`` where another job will do as well, on SQLite
by ``BEGIN IMMEDIATE``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from service.domain.check import Check
from service.domain.jobs import (
    OPEN_STATES,
    Job,
    JobResult,
    JobState,
    LineCheck,
    Lot,
    finished_event,
)
from service.domain.tracing import Trace
from service.storage.check_json import write_time
from service.storage.check_store import keep_checks
from service.storage.engine import reading, writing
from service.storage.job_rows import (
    ITEM_COLUMNS,
    JOB_COLUMNS,
    read_item,
    read_job,
    read_trace,
    result_row,
)
from service.storage.job_tables import job_items, job_results, jobs
from service.storage.outbox import announce

_IS_OPEN = jobs.c.state.in_([state.value for state in OPEN_STATES])


class SqlJobQueue:
    """Hands out the lines of jobs under leases; see ``job_tables``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def lease(self, lease: str, *, now: datetime, until: datetime, limit: int) -> Lot | None:
        due = _due(now)
        # A look first: most of the time there is nothing to do, and that must disturb no writer.
        with reading(self._engine) as connection:
            if connection.execute(due).one_or_none() is None:
                return None
        with writing(self._engine) as connection:
            job = connection.execute(due.with_for_update(skip_locked=True, of=jobs)).one_or_none()
            if job is None:
                return None
            rows = _waiting(connection, job.id, now=now, limit=limit)
            if not rows:
                return None
            lot = Lot(
                job_id=job.id,
                save=bool(job.save),
                lease=lease,
                items=tuple(read_item(row, attempts=1) for row in rows),
                trace=read_trace(rows[0]),
            )
            _hand_out(connection, lot, now=now, until=until)
        return lot

    def renew(self, lot: Lot, *, until: datetime) -> bool:
        with writing(self._engine) as connection:
            _lock_open(connection, lot.job_id)
            renewed = connection.execute(
                update(job_items).where(*_held(lot)).values(leased_until=write_time(until))
            )
        return renewed.rowcount > 0

    def record(
        self, lot: Lot, results: Sequence[JobResult], *, unbegun: Sequence[int], now: datetime
    ) -> None:
        with writing(self._engine) as connection:
            if not _lock_open(connection, lot.job_id):
                return
            held = set(connection.scalars(select(job_items.c.line).where(*_held(lot))))
            _give_back(connection, lot, unbegun)
            kept = [result for result in results if result.line in held]
            if kept:
                _answer(connection, lot, kept)
                finish_if_done(connection, lot.job_id, now=now, trace=lot.trace)


def finish_if_done(
    connection: Connection, job_id: str, *, now: datetime, trace: Trace | None
) -> Job:
    """The job; finished and announced if its last result has just been written."""
    of_job = select(*JOB_COLUMNS).where(jobs.c.id == job_id)
    job = read_job(connection.execute(of_job).one())
    if job.done < job.total:
        return job
    moment = write_time(now)
    connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id)
        .values(
            state=JobState.FINISHED.value,
            started_at=func.coalesce(jobs.c.started_at, moment),
            finished_at=moment,
        )
    )
    job = read_job(connection.execute(of_job).one())
    announce(connection, finished_event(job, trace))
    return job


def _is_waiting(now: datetime) -> ColumnElement[bool]:
    return or_(job_items.c.leased_until.is_(None), job_items.c.leased_until <= write_time(now))


def _due(now: datetime) -> Select[tuple[str, bool]]:
    """The job whose turn it is."""
    has_work = exists().where(job_items.c.job_id == jobs.c.id, _is_waiting(now))
    return (
        select(jobs.c.id, jobs.c.save)
        .where(_IS_OPEN, has_work)
        .order_by(jobs.c.turn_at, jobs.c.created_at, jobs.c.id)
        .limit(1)
    )


def _waiting(
    connection: Connection, job_id: str, *, now: datetime, limit: int
) -> Sequence[Row[Any]]:
    """The next lines of a job; one alone if it was begun before and not brought to an end."""
    rows = connection.execute(
        select(*ITEM_COLUMNS)
        .where(job_items.c.job_id == job_id, _is_waiting(now))
        .order_by(job_items.c.line)
        .limit(limit)
    ).all()
    return list(takewhile(lambda row: row.attempts == 0, rows)) or rows[:1]


def _hand_out(connection: Connection, lot: Lot, *, now: datetime, until: datetime) -> None:
    lines = [item.line for item in lot.items]
    connection.execute(
        update(job_items)
        .where(job_items.c.job_id == lot.job_id, job_items.c.line.in_(lines))
        .values(
            lease=lot.lease,
            leased_until=write_time(until),
            attempts=job_items.c.attempts + 1,
        )
    )
    moment = write_time(now)
    connection.execute(
        update(jobs)
        .where(jobs.c.id == lot.job_id)
        .values(
            state=JobState.RUNNING.value,
            started_at=func.coalesce(jobs.c.started_at, moment),
            turn_at=moment,
        )
    )


def _lock_open(connection: Connection, job_id: str) -> bool:
    """Lock a job for the rest of the transaction; False if it is over or gone."""
    statement = select(jobs.c.id).where(jobs.c.id == job_id, _IS_OPEN).with_for_update()
    return connection.execute(statement).one_or_none() is not None


def _held(lot: Lot) -> tuple[ColumnElement[bool], ...]:
    return (job_items.c.job_id == lot.job_id, job_items.c.lease == lot.lease)


def _give_back(connection: Connection, lot: Lot, unbegun: Sequence[int]) -> None:
    connection.execute(
        update(job_items)
        .where(*_held(lot), job_items.c.line.in_(unbegun))
        .values(lease=None, leased_until=None, attempts=job_items.c.attempts - 1)
    )


def _answer(connection: Connection, lot: Lot, results: Sequence[JobResult]) -> None:
    """Move lines from the queue to the results, and count them."""
    lines = [result.line for result in results]
    connection.execute(delete(job_items).where(*_held(lot), job_items.c.line.in_(lines)))
    connection.execute(insert(job_results), [result_row(lot.job_id, one) for one in results])
    keep_checks(connection, _saved_checks(lot, results))
    counted = Counter(
        result.outcome.answer.verdict.value if isinstance(result.outcome, LineCheck) else "failed"
        for result in results
    )
    connection.execute(
        update(jobs)
        .where(jobs.c.id == lot.job_id)
        .values({name: jobs.c[name] + count for name, count in counted.items()})
    )


def _saved_checks(lot: Lot, results: Sequence[JobResult]) -> list[Check]:
    requests = {item.line: item.request for item in lot.items}
    return [
        Check(
            id=outcome.check_id,
            checked_at=outcome.checked_at,
            request=requests[result.line],
            answer=outcome.answer,
        )
        for result in results
        if isinstance(outcome := result.outcome, LineCheck) and outcome.check_id is not None
    ]
