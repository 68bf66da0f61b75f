"""Every JobStore keeps jobs whole: their lines, their results, their state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from service.domain.check import SavedCheckQuery
from service.domain.errors import NotFound
from service.domain.jobs import (
    Job,
    JobLine,
    JobOrder,
    JobQuery,
    JobResult,
    JobState,
    VerdictCounts,
)
from service.storage import Storage
from tests.databases import ENGINES, opened
from tests.fakes import NOW
from tests.job_steps import (
    ALL,
    ASKED,
    LEASE,
    REFUSED,
    add,
    lease,
    leased,
    ready,
    record,
    refuted,
    unverified,
)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def test_a_new_job_waits_with_all_its_lines(storage: Storage) -> None:
    job = add(storage, "job_1", 1, 2, 5, save=True)
    assert job == Job(
        id="job_1",
        state=JobState.QUEUED,
        save=True,
        created_at=NOW,
        started_at=None,
        finished_at=None,
        total=3,
        failed=0,
        verdicts=VerdictCounts(),
    )
    assert storage.jobs.get("job_1") == job
    assert ready(storage, "job_1") == []


def test_nothing_is_taken_in_if_the_lines_break_off(storage: Storage) -> None:
    def broken() -> Iterator[JobLine]:
        yield from (JobLine(line=line, content=ASKED) for line in range(1, 1_200))
        raise RuntimeError("too many")

    with pytest.raises(RuntimeError, match="too many"):
        storage.jobs.add(JobOrder(id="job_1", created_at=NOW), broken())
    with pytest.raises(NotFound):
        storage.jobs.get("job_1")
    assert lease(storage, "a") is None


def test_a_refused_line_has_its_result_at_once_and_in_its_place(storage: Storage) -> None:
    lines = [JobLine(line=1, content=REFUSED), JobLine(line=2, content=ASKED)]
    lines += [JobLine(line=3, content=REFUSED)]
    job = storage.jobs.add(JobOrder(id="job_1", created_at=NOW), lines)
    assert (job.state, job.failed, job.done) == (JobState.QUEUED, 2, 2)
    assert ready(storage, "job_1") == [1]
    (first,) = storage.jobs.results("job_1", after=0, until=1, limit=ALL)
    assert first == JobResult(line=1, outcome=REFUSED)


def test_a_job_without_a_good_line_is_finished_at_once(storage: Storage) -> None:
    job = storage.jobs.add(JobOrder(id="job_1", created_at=NOW), [JobLine(line=1, content=REFUSED)])
    assert (job.state, job.started_at, job.finished_at) == (JobState.FINISHED, NOW, NOW)
    assert lease(storage, "a") is None


def test_a_job_runs_from_its_first_lease_to_its_last_result(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, 3)
    lot = leased(storage, "a", seconds=1)
    running = storage.jobs.get("job_1")
    record(storage, lot, refuted(1), unverified(2), seconds=2)
    record(storage, lot, refuted(3), seconds=3)
    finished = storage.jobs.get("job_1")
    assert (running.state, running.started_at) == (JobState.RUNNING, NOW + timedelta(seconds=1))
    assert finished.state is JobState.FINISHED
    assert finished.finished_at == NOW + timedelta(seconds=3)
    assert finished.verdicts == VerdictCounts(refuted=2, unverified=1)
    results = storage.jobs.results("job_1", after=0, until=3, limit=ALL)
    assert list(results) == [refuted(1), unverified(2), refuted(3)]


def test_results_are_ready_up_to_the_first_line_without_one(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, 3, 4, 5)
    first, rest = leased(storage, "a", limit=2), leased(storage, "b", limit=3)
    record(storage, rest, *(refuted(line) for line in (3, 4, 5)))
    before = ready(storage, "job_1")
    record(storage, first, refuted(1), unbegun=[2])
    between = ready(storage, "job_1")
    record(storage, leased(storage, "c"), refuted(2))
    assert (before, between) == ([], [1])
    assert ready(storage, "job_1", after=1) == [2, 3, 4, 5]
    assert ready(storage, "job_1", after=1, limit=2) == [2, 3]
    assert ready(storage, "job_1", after=5) == []


def test_a_saved_check_is_kept_with_its_result_and_once(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, save=True)
    lot = leased(storage, "a")
    record(storage, lot, refuted(1, check_id="chk_1"), refuted(2, check_id="chk_2"))
    record(storage, lot, refuted(1, check_id="chk_again"))
    saved = storage.checks.list(SavedCheckQuery())
    assert [(check.id, check.request) for check in saved] == [("chk_1", ASKED), ("chk_2", ASKED)]


def test_a_cancelled_job_keeps_its_results_and_gets_no_more(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, 3)
    first, second = leased(storage, "a", limit=1), leased(storage, "b", limit=1)
    record(storage, second, refuted(2))
    cancelled = storage.jobs.cancel("job_1", now=NOW + LEASE)
    record(storage, first, refuted(1))
    assert (cancelled.state, cancelled.finished_at) == (JobState.CANCELLED, NOW + LEASE)
    assert (cancelled.total, cancelled.done) == (3, 1)
    assert storage.jobs.get("job_1") == cancelled
    assert storage.jobs.cancel("job_1", now=NOW + 2 * LEASE) == cancelled
    assert not storage.job_queue.renew(first, until=NOW + 2 * LEASE)
    assert lease(storage, "c") is None
    # No line without a result is waited for any more.
    assert ready(storage, "job_1") == [2]


def test_a_finished_job_cannot_be_cancelled(storage: Storage) -> None:
    add(storage, "job_1", 1)
    record(storage, leased(storage, "a"), refuted(1))
    finished = storage.jobs.get("job_1")
    assert storage.jobs.cancel("job_1", now=NOW + LEASE) == finished


def test_a_removed_job_leaves_only_its_saved_checks(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, save=True)
    lot = leased(storage, "a")
    record(storage, lot, refuted(1, check_id="chk_1"))
    storage.jobs.remove("job_1")
    record(storage, lot, refuted(2, check_id="chk_2"))
    assert lease(storage, "b", seconds=60) is None
    assert ready(storage, "job_1") == []
    assert [check.id for check in storage.checks.list(SavedCheckQuery())] == ["chk_1"]


def test_a_job_that_is_not_there_is_not_found(storage: Storage) -> None:
    for act in (
        lambda: storage.jobs.get("job_1"),
        lambda: storage.jobs.cancel("job_1", now=NOW),
        lambda: storage.jobs.remove("NUL \0"),
        lambda: storage.jobs.list(JobQuery(after="job_1")),
    ):
        with pytest.raises(NotFound):
            act()


def test_jobs_are_listed_by_time_and_then_by_id(storage: Storage) -> None:
    add(storage, "c", 1)
    add(storage, "a", 1, minute=1)
    add(storage, "B", 1)
    storage.jobs.cancel("c", now=NOW)

    def listed(query: JobQuery) -> list[str]:
        return [job.id for job in storage.jobs.list(query)]

    assert listed(JobQuery()) == ["B", "c", "a"]
    assert listed(JobQuery(after="B", limit=1)) == ["c"]
    assert listed(JobQuery(state=JobState.QUEUED)) == ["B", "a"]
    assert listed(JobQuery(state=JobState.FINISHED)) == []
