"""Every JobQueue hands out each line until it has a result, to one worker at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.domain.jobs import JobLine, JobOrder, JobState, VerdictCounts
from service.domain.tracing import Trace
from service.storage import Storage
from tests import webhook_steps
from tests.databases import ENGINES, opened
from tests.fakes import NOW
from tests.job_steps import (
    ALL,
    ASKED,
    LEASE,
    add,
    lease,
    leased,
    lines_of,
    record,
    refuted,
    unverified,
)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def test_a_leased_line_is_no_one_elses(storage: Storage) -> None:
    add(storage, "job_1", 1, 2, 3)
    assert lines_of(lease(storage, "a", limit=2)) == [1, 2]
    assert lines_of(lease(storage, "b", limit=2)) == [3]
    assert lease(storage, "c") is None


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


@pytest.mark.parametrize(
    "trace", [Trace(id="0af7651916cd43dd8448eb211c80319c", sampled=True), None]
)
def test_the_trace_of_a_job_goes_with_its_lines_to_what_is_announced(
    storage: Storage, trace: Trace | None
) -> None:
    order = JobOrder(id="job_1", created_at=NOW, trace=trace)
    storage.jobs.add(order, [JobLine(line=line, content=ASKED) for line in (1, 2)])
    webhook_steps.add(storage, "whk_1")

    lot = leased(storage, "a")
    record(storage, lot, unverified(1), unverified(2))

    webhook_steps.fan_out(storage)
    (due,) = webhook_steps.take(storage)
    assert lot.trace == due.event.trace == trace
    assert "traceparent" not in due.event.data
    assert {item.request for item in lot.items} == {ASKED}
