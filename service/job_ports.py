"""The interfaces to the jobs: what their callers see, and what the workers take from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from service.domain.jobs import Job, JobLine, JobOrder, JobQuery, JobResult, Lot


class JobStore(Protocol):
    """Jobs and their results. A job is announced in the transaction that finishes it."""

    def add(self, order: JobOrder, lines: Iterable[JobLine]) -> Job:
        """Take in a job whole, or nothing of it if ``lines`` raises.

        A refused line has its result at once. Each line number occurs once, in ascending order.
        """
        ...

    def get(self, job_id: str) -> Job: ...

    def list(self, query: JobQuery) -> Sequence[Job]:
        """Jobs by the time they were made, then id. Raises NotFound if that of ``after`` is gone."""
        ...

    def last_ready(self, job_id: str, *, after: int, limit: int) -> int:
        """The line at which ``limit`` results after a line end; ``after`` if there are none.

        Results of an open job are ready up to the first line that has none, so that a reader who
        goes on from there misses nothing.
        """
        ...

    def results(self, job_id: str, *, after: int, until: int, limit: int) -> Sequence[JobResult]:
        """Results of the lines after one and up to another, in the order of the lines."""
        ...

    def cancel(self, job_id: str, *, now: datetime) -> Job:
        """Take what was not answered off the queue; a job that is over stays as it is."""
        ...

    def remove(self, job_id: str) -> None:
        """Delete a job with its results, and take it off the queue. Saved checks stay."""
        ...


class JobQueue(Protocol):
    """Hands out lines to workers, and takes one result for each from the worker who holds it."""

    def lease(self, lease: str, *, now: datetime, until: datetime, limit: int) -> Lot | None:
        """Lines for one worker, from the job whose turn it is; None if there is nothing to do.

        Jobs take turns. A line whose lease has run out is handed out again, then alone: if it
        brings its worker down, it does so without others. ``lease`` is a name never used before.
        """
        ...

    def renew(self, lot: Lot, *, until: datetime) -> bool:
        """Keep a lot for longer; False if none of it is this worker's any more."""
        ...

    def record(
        self, lot: Lot, results: Sequence[JobResult], *, unbegun: Sequence[int], now: datetime
    ) -> None:
        """Write results, and give back the ``unbegun`` lines as if never handed out.

        Results of lines that are not this worker's any more are dropped. The last result of a
        job finishes it.
        """
        ...
