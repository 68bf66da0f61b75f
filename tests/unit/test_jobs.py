"""How a worker goes about a lot of lines: its time, its lease, and what it cannot answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest

from service.domain.check import Answer, CheckRequest, SavedCheckQuery
from service.domain.errors import StoreUnavailable
from service.domain.jobs import Job, JobLine, JobOrder, JobResult, JobState, Refusal, RefusalCode
from service.jobs import LEASE, LOT, MOST_ATTEMPTS, RENEW_AFTER, STEP_SECONDS, JobRunner
from service.storage.memory_checks import MemoryCheckStore
from service.storage.memory_jobs import MemoryJobs
from tests.factories import make_statement
from tests.fakes import NOW
from tests.fakes_api import make_answer


def answered(request: CheckRequest) -> Answer:
    return make_answer(request)


@dataclass
class Workshop:
    """A runner over memory, whose time moves only where a check takes some."""

    seconds: float = 0.0
    act: Callable[[CheckRequest], Answer] = answered
    checks: MemoryCheckStore = field(default_factory=MemoryCheckStore)

    def __post_init__(self) -> None:
        self.jobs = MemoryJobs(self.checks, [])
        numbers = count(1)
        self.runner = JobRunner(
            queue=self.jobs,
            checker=self,
            clock=self.now,
            timer=lambda: self.seconds,
            new_id=lambda: f"{next(numbers)}",
        )

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def check(self, request: CheckRequest, *, now: datetime) -> Answer:
        return self.act(request)

    def add(self, lines: int, *, save: bool = False) -> None:
        self.jobs.add(
            JobOrder(id="job_1", created_at=NOW, save=save),
            [
                JobLine(line=line, content=make_statement(statement=f"Line {line}."))
                for line in range(1, lines + 1)
            ],
        )

    @property
    def job(self) -> Job:
        return self.jobs.get("job_1")

    def results(self) -> list[JobResult]:
        return list(self.jobs.results("job_1", after=0, until=10_000, limit=10_000))


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


def test_a_step_without_a_job_has_no_work(workshop: Workshop) -> None:
    assert workshop.runner.step() is False


def test_a_step_answers_a_lot_and_the_next_goes_on(workshop: Workshop) -> None:
    workshop.add(LOT + 5)
    workshop.runner.step()
    first = workshop.job.done
    workshop.runner.step()
    assert (first, workshop.job.state) == (LOT, JobState.FINISHED)
    assert workshop.runner.step() is False


def test_a_step_ends_when_its_time_is_up_and_gives_the_rest_back(workshop: Workshop) -> None:
    def slow(request: CheckRequest) -> Answer:
        workshop.seconds += STEP_SECONDS / 2
        return answered(request)

    workshop.act = slow
    workshop.add(10)
    workshop.runner.step()
    assert workshop.job.done == 2
    lot = workshop.jobs.lease("other", now=NOW, until=NOW + LEASE, limit=LOT)
    assert lot is not None
    assert [(item.line, item.attempts) for item in lot.items] == [(n, 1) for n in range(3, 11)]


def test_a_lease_is_renewed_between_slow_lines(workshop: Workshop) -> None:
    others = []

    def slow(request: CheckRequest) -> Answer:
        workshop.seconds += 2 * RENEW_AFTER.total_seconds()
        others.append(workshop.jobs.lease("o", now=workshop.now(), until=NOW, limit=LOT))
        return answered(request)

    workshop.act = slow
    workshop.add(3)
    # The time of a step never runs out here, so that only the renewals keep the lines.
    workshop.runner = JobRunner(
        queue=workshop.jobs,
        checker=workshop,
        clock=workshop.now,
        timer=lambda: 0.0,
        new_id=lambda: "mine",
    )
    workshop.runner.step()
    assert others == [None, None, None]
    assert workshop.job.state is JobState.FINISHED


def test_a_worker_whose_job_is_cancelled_meanwhile_stops_at_the_next_renewal(
    workshop: Workshop,
) -> None:
    asked: list[str] = []

    def slow(request: CheckRequest) -> Answer:
        asked.append(request.statement)
        workshop.jobs.cancel("job_1", now=workshop.now())
        workshop.seconds += RENEW_AFTER.total_seconds()
        return answered(request)

    workshop.act = slow
    workshop.add(3)
    workshop.runner.step()
    assert asked == ["Line 1."]
    assert (workshop.job.state, workshop.job.done) == (JobState.CANCELLED, 0)


def test_a_line_that_breaks_the_checker_is_refused_and_logged(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    def breaking(request: CheckRequest) -> Answer:
        if request.statement == "Line 2.":
            raise RuntimeError("a secret of ours")
        return answered(request)

    workshop.act = breaking
    workshop.add(3)
    workshop.runner.step()
    refused = workshop.results()[1].outcome
    assert isinstance(refused, Refusal)
    assert refused.code is RefusalCode.FAILED
    assert "secret" not in refused.detail
    assert "could not be checked" in caplog.text


def test_a_line_that_met_a_database_that_is_down_is_tried_again(workshop: Workshop) -> None:
    down = True

    def sometimes(request: CheckRequest) -> Answer:
        if down and request.statement == "Line 2.":
            raise StoreUnavailable("the database does not answer")
        return answered(request)

    workshop.act = sometimes
    workshop.add(3)
    workshop.runner.step()
    workshop.runner.step()
    before = [result.line for result in workshop.results()]
    at_once = workshop.runner.step()
    down = False
    workshop.seconds += LEASE.total_seconds()
    workshop.runner.step()
    assert (before, at_once) == ([1, 3], False)
    assert (workshop.job.state, workshop.job.failed) == (JobState.FINISHED, 0)


def test_a_line_that_is_never_brought_to_an_end_is_given_up(workshop: Workshop) -> None:
    def stuck(request: CheckRequest) -> Answer:
        raise StoreUnavailable("the query takes too long")

    workshop.act = stuck
    workshop.add(1)
    for _ in range(MOST_ATTEMPTS):
        assert workshop.runner.step()
        assert workshop.job.is_open
        workshop.seconds += LEASE.total_seconds()
    workshop.runner.step()
    (result,) = workshop.results()
    assert isinstance(result.outcome, Refusal)
    assert result.outcome.code is RefusalCode.UNAVAILABLE
    assert workshop.job.state is JobState.FINISHED


def test_checks_are_saved_where_the_job_asks_for_it(workshop: Workshop) -> None:
    workshop.add(2, save=True)
    workshop.runner.step()
    saved = workshop.checks.list(SavedCheckQuery())
    assert [check.request.statement for check in saved] == ["Line 1.", "Line 2."]
