"""The loop over background steps, with a clock that only moves where it waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from service.working import (
    FIRST_PAUSE,
    FIRST_RETRY,
    LONGEST_PAUSE,
    LONGEST_RETRY,
    BackgroundThread,
    Step,
    Worker,
)


@dataclass
class Time:
    """Seconds that pass by waiting alone; stops the worker once so many have passed."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)
    end: float = 1_000.0
    stop: Callable[[], None] = lambda: None

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        if self.now >= self.end:
            self.stop()

    def run(self, *steps: Step, rest: float = 0.0) -> None:
        worker = Worker(steps, timer=lambda: self.now, rest=rest, wait=self.wait)
        self.stop = worker.stop
        worker.run()


def test_a_loop_without_work_waits_longer_and_longer() -> None:
    time = Time(end=20)
    time.run(lambda: False)
    assert time.waits[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert time.waits[-1] == LONGEST_PAUSE


def test_work_is_done_without_a_pause_and_shortens_the_next() -> None:
    time = Time(end=20)
    answers = iter([False, False, True, True, False])

    def step() -> bool:
        worked = next(answers, None)
        if worked is None:
            time.stop()
        return bool(worked)

    time.run(step)
    assert time.waits == [FIRST_PAUSE, 2 * FIRST_PAUSE, 0.0, 0.0, FIRST_PAUSE, 2 * FIRST_PAUSE]


def test_a_step_that_fails_is_tried_again_later_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    time = Time(end=300)
    failed: list[float] = []
    others: list[float] = []

    def failing() -> bool:
        failed.append(time.now)
        raise ValueError("broken")

    def working() -> bool:
        others.append(time.now)
        return False

    time.run(failing, working)
    gaps = [later - earlier for earlier, later in pairwise(failed)]
    assert FIRST_RETRY <= gaps[0] <= FIRST_RETRY + LONGEST_PAUSE
    assert LONGEST_RETRY <= gaps[-1] <= LONGEST_RETRY + LONGEST_PAUSE
    assert len(others) > 10 * len(failed)
    assert len(caplog.records) == len(failed)


def test_a_step_that_works_again_is_forgiven() -> None:
    time = Time(end=300)
    outcomes = iter(["fail", "fail", "work", "fail", "work", "stop"])
    seen: list[tuple[str, float]] = []

    def step() -> bool:
        outcome = next(outcomes)
        seen.append((outcome, time.now))
        if outcome == "fail":
            raise ValueError("broken")
        if outcome == "stop":
            time.stop()
        return True

    time.run(step)
    after_a_first_failure = seen[4][1] - seen[3][1]
    assert after_a_first_failure <= FIRST_RETRY + LONGEST_PAUSE


def test_a_server_stands_back_for_as_long_as_it_worked() -> None:
    time = Time(end=20)

    def step() -> bool:
        time.now += 0.5
        return True

    time.run(step, rest=1.0)
    assert set(time.waits) == {0.5}


def test_a_stop_between_two_steps_leaves_the_second_out() -> None:
    time = Time()
    done: list[str] = []

    def first() -> bool:
        done.append("first")
        time.stop()
        return True

    def second() -> bool:
        done.append("second")
        return True

    time.run(first, second)
    assert done == ["first"]


def test_a_thread_works_until_it_is_stopped() -> None:
    began = threading.Event()

    def step() -> bool:
        began.set()
        return False

    thread = BackgroundThread(Worker([step], timer=lambda: 0.0))
    thread.start()
    assert began.wait(30)
    thread.stop(patience=30)
    assert not any(one.name == "background" for one in threading.enumerate())


def test_a_thread_that_never_began_can_be_stopped() -> None:
    BackgroundThread(Worker([], timer=lambda: 0.0)).stop(patience=0)
