"""Jobs: many check requests handed in at once, and answered one by one in the background."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.check import Answer, CheckRequest
from service.domain.events import Event, EventType
from service.domain.tracing import Trace


class JobState(StrEnum):
    QUEUED = "queued"  # No line of it has been begun.
    RUNNING = "running"
    FINISHED = "finished"  # Every line has its result.
    CANCELLED = "cancelled"  # The lines that had no result by then never get one.


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class RefusalCode(StrEnum):
    """Why a line has no check."""

    MALFORMED = "malformed"  # It is not JSON.
    INVALID = "invalid"  # It is no check request.
    UNAVAILABLE = "unavailable"  # What a check needs did not answer, however often it was tried.
    FAILED = "failed"  # The fault is ours.


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """What is wrong with one field of a line; the pointer (RFC 6901) begins at its object."""

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The result of a line that could not be checked."""

    code: RefusalCode
    detail: str
    faults: tuple[FieldFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCheck:
    """The result of a line that was checked; ``check_id`` is None where nothing was saved."""

    check_id: str | None
    checked_at: datetime
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResult:
    """What became of the line of this number."""

    line: int
    outcome: LineCheck | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A line as it was handed in, counted from 1 in the caller's own text, and read."""

    line: int
    content: CheckRequest | Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOrder:
    """What a job is made from, besides its lines; ``save`` keeps each check as a saved one."""

    id: str
    created_at: datetime
    save: bool = False
    trace: Trace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictCounts:
    """How many lines got each verdict."""

    supported: int = 0
    refuted: int = 0
    disputed: int = 0
    unverified: int = 0

    @property
    def total(self) -> int:
        return self.supported + self.refuted + self.disputed + self.unverified


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How far a job has come. ``finished_at`` is also the time at which it was cancelled."""

    id: str
    state: JobState
    save: bool
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    total: int
    failed: int
    verdicts: VerdictCounts

    @property
    def done(self) -> int:
        """Lines that have their result, refused ones included."""
        return self.failed + self.verdicts.total

    @property
    def is_open(self) -> bool:
        """Whether results are still to come."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuery:
    """A list request for jobs, oldest first; ``after`` is an id, exclusive."""

    state: JobState | None = None
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class JobItem:
    """A line to be checked. ``attempts`` counts how often it was begun, this time included."""

    line: int
    request: CheckRequest
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Lines of one job that one worker has to itself, as long as its lease lasts.

    ``trace`` is that of the request which handed the job in.
    """

    job_id: str
    save: bool
    lease: str
    items: tuple[JobItem, ...]
    trace: Trace | None = None


def finished_event(job: Job, trace: Trace | None) -> Event:
    """The announcement of a finished job; its id makes a second one impossible."""
    return Event(
        id=f"evt_{job.id}",
        type=EventType.JOB_FINISHED,
        occurred_at=job.finished_at or job.created_at,
        data={
            "job_id": job.id,
            "total": job.total,
            "failed": job.failed,
            "supported": job.verdicts.supported,
            "refuted": job.verdicts.refuted,
            "disputed": job.verdicts.disputed,
            "unverified": job.verdicts.unverified,
        },
        trace=trace,
    )
