"""Every JobStore keeps jobs whole, and every JobQueue hands out each line until it has a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from service.domain.check import SavedCheckQuery
from service.domain.errors import NotFound
from service.domain.jobs import (
    FieldFault,
    Job,
    JobLine,
    JobOrder,
    JobQuery,
    JobResult,
    JobState,
    LineCheck,
    Lot,
    Refusal,
    RefusalCode,
    VerdictCounts,
)
from service.storage import Storage
from tests.databases import ENGINES, opened
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


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


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


def refuted(line: int, *, check_id: str | None = None) -> JobResult:
    outcome = LineCheck(check_id=check_id, checked_at=NOW, answer=make_answer(ASKED))
    return JobResult(line=line, outcome=outcome)


def unverified(line: int) -> JobResult:
    outcome = LineCheck(check_id=None, checked_at=NOW, answer=make_abstention(ASKED))
    return JobResult(line=line, outcome=outcome)


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


def test_a_leased_line_is_no_one_elses(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, 3)
    assert lines_of(lease(storage, "a", limit=2)) == [1, 2]
    assert lines_of(lease(storage, "b", limit=2)) == [3]
    assert lease(storage, "c") is None


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


def test_a_lease_that_ran_out_is_given_to_another_one_line_at_a_time(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, 3, 4)
    leased(storage, "killed", limit=2)
    # If a line brings its worker down, it does so alone the next time.
    first, second = (leased(storage, name, seconds=30) for name in ("b", "c"))
    rest = leased(storage, "d", seconds=30)
    assert [lines_of(lot) for lot in (first, second, rest)] == [[1], [2], [3, 4]]
    assert [lot.items[0].attempts for lot in (first, second, rest)] == [2, 2, 1]


def test_a_worker_that_comes_late_writes_no_second_result(storage: Storage) -> None:
    add(storage, "job_1", 1)
    late = leased(storage, "late")
    record(storage, leased(storage, "next", seconds=31), unverified(1))
    record(storage, late, refuted(1))
    assert storage.jobs.get("job_1").verdicts == VerdictCounts(unverified=1)
    (result,) = storage.jobs.results("job_1", after=0, until=1, limit=ALL)
    assert result == unverified(1)


def test_a_worker_whose_line_is_held_by_another_writes_nothing(storage: Storage) -> None:
    add(storage, "job_1", 1)
    late = leased(storage, "late")
    leased(storage, "next", seconds=31)
    record(storage, late, refuted(1))
    assert storage.jobs.get("job_1").done == 0


def test_a_worker_that_comes_late_still_counts_if_nobody_came_before(storage: Storage) -> None:
    add(storage, "job_1", 1)
    late = leased(storage, "late")
    record(storage, late, refuted(1), seconds=500)
    assert storage.jobs.get("job_1").state is JobState.FINISHED


def test_a_renewed_lease_lasts_longer(storage: Storage) -> None:
    add(storage, "job_1", 1, 2)
    lot = leased(storage, "a")
    assert storage.job_queue.renew(lot, until=NOW + 2 * LEASE)
    assert lease(storage, "b", seconds=59) is None
    assert lines_of(lease(storage, "b", seconds=60)) == [1]
    assert lines_of(lease(storage, "c", seconds=60)) == [2]
    assert not storage.job_queue.renew(lot, until=NOW + 3 * LEASE)


def test_a_line_given_back_is_as_if_never_handed_out(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, 3)
    record(storage, leased(storage, "a"), refuted(1), unbegun=[2, 3])
    lot = leased(storage, "b")
    assert [(item.line, item.attempts) for item in lot.items] == [(2, 1), (3, 1)]


def test_jobs_take_turns(storage: Storage) -> None:
    add(storage, "long", *range(1, 5))
    add(storage, "short", 1, minute=1)
    turns = [leased(storage, f"w{n}", limit=1, seconds=120 + n).job_id for n in range(4)]
    assert turns == ["long", "short", "long", "long"]


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
