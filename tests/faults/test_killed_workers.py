"""Workers that are killed, late, restarted or many: each line of a job has one result."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from service.assembly import random_token, utc_now
from service.domain.check import SavedCheckQuery
from service.domain.jobs import Job, JobLine, JobOrder, JobState, LineCheck
from service.jobs import LEASE, JobRunner
from service.storage import Storage, open_storage
from service.storage.job_tables import job_items, job_results
from service.storage.tables import events
from tests.databases import empty_database
from tests.factories import make_statement
from tests.fakes_api import FakeChecker
from tests.serving import ROOT, factcheck_command

LINES = 400
PATIENCE_SECONDS = 60

# A worker that stands still in the transaction that writes its first results, until it is killed.
STUCK_WORKER = """
import sys, time
from sqlalchemy import event
from service.assembly import background_steps, checker_for
from service.config import Settings
from service.storage import open_storage

storage = open_storage(sys.argv[1])
settings = Settings(database_url=sys.argv[1], model="none")

@event.listens_for(storage.engine, "after_cursor_execute")
def wait(connection, cursor, statement, parameters, context, executemany):
    if statement.startswith("INSERT INTO job_results"):
        print("half", flush=True)
        time.sleep(60)

for step in background_steps(settings, storage, checker=checker_for(settings, storage)):
    step()
"""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    return empty_database(request.param, tmp_path_factory.mktemp("jobs"))


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    storage = open_storage(url)
    storage.migrate()
    yield storage
    storage.close()


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[str]]:
    """``factcheck worker`` in a process of its own; killed on leaving if it still runs."""
    process = subprocess.Popen(
        factcheck_command("worker"),
        cwd=ROOT,
        env={"FACTCHECK_DATABASE_URL": url, "FACTCHECK_MODEL": "none"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def add_job(storage: Storage, *, lines: int = LINES) -> Job:
    order = JobOrder(id="job_1", created_at=utc_now(), save=True)
    numbered = (
        JobLine(line=line, content=make_statement(statement=f"{line} people were arrested."))
        for line in range(1, lines + 1)
    )
    return storage.jobs.add(order, numbered)


def wait_for(storage: Storage, *, done: int) -> Job:
    """The job once it has so many results."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while (job := storage.jobs.get("job_1")).done < done:
        assert time.monotonic() < give_up, f"only {job.done} of {done} lines were answered"
        time.sleep(0.01)
    return job


def let_leases_run_out(storage: Storage) -> None:
    """Move the leases into the past, so that no test has to wait for them."""
    assert storage.engine is not None
    with storage.engine.begin() as connection:
        connection.execute(
            text("UPDATE job_items SET leased_until = '2000' WHERE leased_until IS NOT NULL")
        )


def assert_each_line_has_one_result(storage: Storage, *, lines: int = LINES) -> None:
    """In the tables as well as for callers; and one saved check each, and one announcement."""
    assert storage.engine is not None
    with storage.engine.connect() as connection:
        rows = connection.execute(select(func.count()).select_from(job_results)).scalar_one()
        waiting = connection.execute(select(func.count()).select_from(job_items)).scalar_one()
        told = connection.execute(select(events.c.type, events.c.data)).all()
    assert (rows, waiting) == (lines, 0)
    assert [event.type for event in told] == ["job.finished"]
    results = storage.jobs.results("job_1", after=0, until=lines, limit=lines)
    assert [result.line for result in results] == list(range(1, lines + 1))
    checks = [result.outcome for result in results]
    assert [check.answer.statement for check in checks if isinstance(check, LineCheck)] == [
        f"{line} people were arrested." for line in range(1, lines + 1)
    ]
    saved = storage.checks.list(SavedCheckQuery(limit=2 * lines))
    ids = {check.check_id for check in checks if isinstance(check, LineCheck)}
    assert len(saved) == lines
    assert {check.id for check in saved} == ids
    job = storage.jobs.get("job_1")
    assert (job.state, job.done, job.failed) == (JobState.FINISHED, lines, 0)


def test_a_job_outlives_its_workers(url: str, storage: Storage) -> None:
    add_job(storage)
    for part in (1, LINES // 2):
        with worker(url) as killed:
            wait_for(storage, done=part)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        assert storage.jobs.get("job_1").is_open
        let_leases_run_out(storage)
    with worker(url) as last:
        wait_for(storage, done=LINES)
        last.terminate()
        assert last.wait(PATIENCE_SECONDS) == 0
    assert_each_line_has_one_result(storage)


def test_a_worker_killed_while_it_writes_has_written_nothing(url: str, storage: Storage) -> None:
    add_job(storage, lines=3)
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK_WORKER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    process.kill()
    process.communicate()
    assert storage.jobs.get("job_1").done == 0
    let_leases_run_out(storage)
    work(url)
    assert_each_line_has_one_result(storage, lines=3)


def test_a_stopped_worker_leaves_its_job_where_another_can_go_on_at_once(
    url: str, storage: Storage
) -> None:
    add_job(storage)
    with worker(url) as stopped:
        wait_for(storage, done=1)
        stopped.terminate()
        assert stopped.wait(PATIENCE_SECONDS) == 0
    assert storage.jobs.get("job_1").is_open
    work(url)
    assert_each_line_has_one_result(storage)


def test_workers_that_share_a_job_do_no_line_twice(url: str, storage: Storage) -> None:
    add_job(storage)
    with ThreadPoolExecutor(4) as workers:
        asked = list(workers.map(work, [url] * 4))
    statements = [statement for some in asked for statement in some]
    assert len(statements) == len(set(statements)) == LINES
    assert_each_line_has_one_result(storage)


def test_a_late_worker_and_its_successor_answer_once(url: str, storage: Storage) -> None:
    add_job(storage, lines=2)
    now = utc_now()
    late = storage.job_queue.lease("late", now=now, until=now + LEASE, limit=10)
    assert late is not None
    let_leases_run_out(storage)
    work(url)
    (first, _) = storage.jobs.results("job_1", after=0, until=2, limit=2)
    storage.job_queue.record(late, [first], unbegun=[2], now=now + timedelta(minutes=5))
    assert_each_line_has_one_result(storage, lines=2)


def work(url: str) -> list[str]:
    """Take part in the work until all is done; the statements that were checked."""
    storage = open_storage(url)
    checker = FakeChecker()
    runner = JobRunner(
        queue=storage.job_queue,
        checker=checker,
        clock=utc_now,
        timer=time.monotonic,
        new_id=random_token,
    )
    give_up = time.monotonic() + PATIENCE_SECONDS
    while storage.jobs.get("job_1").is_open and time.monotonic() < give_up:
        runner.step()
    storage.close()
    return [request.statement for request in checker.asked]
