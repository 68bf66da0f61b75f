"""Answers the lines of jobs; any number of workers may do so at once.

A worker leases a lot of lines, checks as many as the time of a step allows, and writes all their
results in one transaction. One that dies leaves its lease to run out, and its lines to another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from service.domain.check import Answer, CheckRequest
from service.domain.errors import StoreUnavailable
from service.domain.jobs import (
    JobItem,
    JobResult,
    LineCheck,
    Lot,
    Refusal,
    RefusalCode,
)
from service.job_ports import JobQueue
from service.observation import UNOBSERVED, LineOutcome, Observer

# Lines leased at once: what a fast corpus answers within a step. The rest is given back.
LOT = 50
# A step ends with the line that passes this, so that a worker asked to stop does so soon.
STEP_SECONDS = 0.5
# How long a worker that was killed keeps its lines from others, and a worker may take over one
# line. It is renewed between lines, and is far above what the clocks of two machines differ by.
LEASE = timedelta(seconds=30)
RENEW_AFTER = LEASE / 3
# A line that was begun so often and never brought to an end is given up: it would be for ever.
MOST_ATTEMPTS = 5

_LOG = logging.getLogger(__name__)


class StatementChecker(Protocol):
    """The use case that answers a request."""

    def check(self, request: CheckRequest, *, now: datetime) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRunner:
    """Answers the lines of jobs; any number of them may share one queue.

    ``timer`` gives seconds of a monotonic clock, ``new_id`` an unguessable token.
    """

    queue: JobQueue
    checker: StatementChecker
    clock: Callable[[], datetime]
    timer: Callable[[], float]
    new_id: Callable[[], str]
    observer: Observer = UNOBSERVED

    def step(self) -> bool:
        """Answer some lines; False if none was waiting."""
        now = self.clock()
        lot = self.queue.lease(self.new_id(), now=now, until=now + LEASE, limit=LOT)
        if lot is None:
            return False
        results, unbegun = self._work(lot, leased_at=now)
        self.queue.record(lot, results, unbegun=unbegun, now=self.clock())
        refused = sum(isinstance(result.outcome, Refusal) for result in results)
        self.observer.finished_lines(LineOutcome.REFUSED, lines=refused)
        self.observer.finished_lines(LineOutcome.CHECKED, lines=len(results) - refused)
        return True

    def _work(self, lot: Lot, *, leased_at: datetime) -> tuple[list[JobResult], list[int]]:
        """The results of the lines that there was time for, and the lines not begun."""
        until = self.timer() + STEP_SECONDS
        results: list[JobResult] = []
        for number, item in enumerate(lot.items):
            now = self.clock()
            if now >= leased_at + RENEW_AFTER:
                if not self.queue.renew(lot, until=now + LEASE):
                    return results, []
                leased_at = now
            try:
                outcome = self._outcome(item, save=lot.save)
            except StoreUnavailable as error:
                # This line stays leased: it is tried again when the lease has run out.
                _LOG.warning("a line of a job waits for the database: %s", error)
                return results, [later.line for later in lot.items[number + 1 :]]
            results.append(JobResult(line=item.line, outcome=outcome))
            if self.timer() >= until:
                break
        return results, [later.line for later in lot.items[len(results) :]]

    def _outcome(self, item: JobItem, *, save: bool) -> LineCheck | Refusal:
        if item.attempts > MOST_ATTEMPTS:
            detail = f"Given up: begun {MOST_ATTEMPTS} times and never brought to an end."
            return Refusal(code=RefusalCode.UNAVAILABLE, detail=detail)
        now = self.clock()
        try:
            answer = self.checker.check(item.request, now=now)
        except StoreUnavailable:
            raise
        # One bad line must never fail its neighbours, whatever is wrong with it.
        except Exception as error:  # noqa: BLE001
            _LOG.error("a line of a job could not be checked", exc_info=error)
            return Refusal(code=RefusalCode.FAILED, detail="The error is in our log.")
        check_id = f"chk_{self.new_id()}" if save else None
        return LineCheck(check_id=check_id, checked_at=now, answer=answer)
