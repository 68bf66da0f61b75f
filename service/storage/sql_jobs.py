"""The ``JobStore`` of both databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from service.domain.errors import NotFound
from service.domain.jobs import (
    Job,
    JobLine,
    JobOrder,
    JobQuery,
    JobResult,
    JobState,
    Refusal,
)
from service.storage.batches import as_bound
from service.storage.check_json import write_time
from service.storage.engine import reading, writing
from service.storage.job_rows import (
    JOB_COLUMNS,
    RESULT_COLUMNS,
    item_row,
    order_row,
    read_job,
    read_result,
    result_row,
)
from service.storage.job_tables import job_items, job_results, jobs
from service.storage.sql_job_queue import finish_if_done

# Lines written in one statement, so that memory does not grow with the job.
_BATCH = 500
# Beyond every line number that the column can hold.
_NO_LINE = 2**31 - 1


class SqlJobs:
    """Jobs in three tables; see ``job_tables``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, order: JobOrder, lines: Iterable[JobLine]) -> Job:
        with writing(self._engine) as connection:
            connection.execute(insert(jobs), order_row(order))
            total = failed = 0
            rest = iter(lines)
            while batch := list(islice(rest, _BATCH)):
                total += len(batch)
                failed += _add_lines(connection, order, batch)
            counted = update(jobs).where(jobs.c.id == order.id)
            connection.execute(counted.values(total=total, failed=failed))
            return finish_if_done(connection, order.id, now=order.created_at, trace=order.trace)

    def get(self, job_id: str) -> Job:
        with reading(self._engine) as connection:
            row = _row(connection, job_id)
        return read_job(row)

    def list(self, query: JobQuery) -> Sequence[Job]:
        with reading(self._engine) as connection:
            statement = (
                select(*JOB_COLUMNS)
                .where(*_conditions(connection, query))
                .order_by(jobs.c.created_at, jobs.c.id)
                .limit(query.limit)
            )
            rows = connection.execute(statement).all()
        return [read_job(row) for row in rows]

    def last_ready(self, job_id: str, *, after: int, limit: int) -> int:
        of_job = as_bound(job_id)
        waiting = select(func.min(job_items.c.line)).where(job_items.c.job_id == of_job)
        ready = (
            select(job_results.c.line)
            .where(job_results.c.job_id == of_job, job_results.c.line > after)
            .where(job_results.c.line < func.coalesce(waiting.scalar_subquery(), _NO_LINE))
            .order_by(job_results.c.line)
            .limit(limit)
            .subquery()
        )
        with reading(self._engine) as connection:
            last: int | None = connection.execute(select(func.max(ready.c.line))).scalar_one()
        return after if last is None else last

    def results(self, job_id: str, *, after: int, until: int, limit: int) -> Sequence[JobResult]:
        statement = (
            select(*RESULT_COLUMNS)
            .where(job_results.c.job_id == as_bound(job_id))
            .where(job_results.c.line > after, job_results.c.line <= until)
            .order_by(job_results.c.line)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(statement).all()
        return [read_result(row) for row in rows]

    def cancel(self, job_id: str, *, now: datetime) -> Job:
        with writing(self._engine) as connection:
            job = read_job(_row(connection, job_id, lock=True))
            if job.is_open:
                connection.execute(delete(job_items).where(job_items.c.job_id == job.id))
                connection.execute(
                    update(jobs)
                    .where(jobs.c.id == job.id)
                    .values(state=JobState.CANCELLED.value, finished_at=write_time(now))
                )
                job = read_job(_row(connection, job_id))
        return job

    def remove(self, job_id: str) -> None:
        with writing(self._engine) as connection:
            gone = connection.execute(delete(jobs).where(jobs.c.id == as_bound(job_id)))
        if gone.rowcount == 0:
            raise NotFound("job", job_id)


def _add_lines(connection: Connection, order: JobOrder, lines: Sequence[JobLine]) -> int:
    """Put lines on the queue, or among the results if they are refused; how many of those."""
    refused = [
        result_row(order.id, JobResult(line=one.line, outcome=one.content))
        for one in lines
        if isinstance(one.content, Refusal)
    ]
    asked = [
        item_row(order.id, one.line, one.content, order.trace)
        for one in lines
        if not isinstance(one.content, Refusal)
    ]
    if refused:
        connection.execute(insert(job_results), refused)
    if asked:
        connection.execute(insert(job_items), asked)
    return len(refused)


def _row(connection: Connection, job_id: str, *, lock: bool = False) -> Row[Any]:
    statement = select(*JOB_COLUMNS).where(jobs.c.id == as_bound(job_id))
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise NotFound("job", job_id)
    return row


def _conditions(connection: Connection, query: JobQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.state is not None:
        conditions.append(jobs.c.state == query.state.value)
    if query.after is not None:
        last = read_job(_row(connection, query.after))
        created_at = write_time(last.created_at)
        conditions.append(
            or_(
                jobs.c.created_at > created_at,
                and_(jobs.c.created_at == created_at, jobs.c.id > last.id),
            )
        )
    return conditions
