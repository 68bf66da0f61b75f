"""Rows of the jobs to domain objects and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.domain.check import CheckRequest, Verdict
from service.domain.jobs import (
    Job,
    JobItem,
    JobOrder,
    JobResult,
    JobState,
    LineCheck,
    Refusal,
    VerdictCounts,
)
from service.domain.tracing import Trace
from service.storage.check_json import (
    decode_answer,
    decode_refusal,
    decode_request,
    encode_answer,
    encode_refusal,
    encode_request,
    read_time,
    write_time,
)
from service.storage.job_tables import job_items, job_results, jobs

# The counters of a job: one for each verdict, and one for what was refused.
VERDICTS = tuple(verdict.value for verdict in Verdict)
JOB_COLUMNS = tuple(
    jobs.c[name]
    for name in (
        *("id", "state", "save", "created_at", "started_at", "finished_at", "total", "failed"),
        *VERDICTS,
    )
)
ITEM_COLUMNS = tuple(job_items.c[name] for name in ("line", "request", "attempts"))
RESULT_COLUMNS = tuple(
    job_results.c[name] for name in ("line", "check_id", "checked_at", "answer", "refusal")
)


def read_job(row: Sequence[Any]) -> Job:
    """A job from values in the order of ``JOB_COLUMNS``."""
    identifier, state, save, created_at, started_at, finished_at, total, failed, *verdicts = row
    return Job(
        id=identifier,
        state=JobState(state),
        save=bool(save),
        created_at=read_time(created_at),
        started_at=None if started_at is None else read_time(started_at),
        finished_at=None if finished_at is None else read_time(finished_at),
        total=total,
        failed=failed,
        verdicts=VerdictCounts(**dict(zip(VERDICTS, verdicts, strict=True))),
    )


def order_row(order: JobOrder) -> dict[str, Any]:
    """Parameters for the table ``jobs``: a job that has no lines yet."""
    created_at = write_time(order.created_at)
    return {
        "id": order.id,
        "state": JobState.QUEUED.value,
        "save": order.save,
        "created_at": created_at,
        "turn_at": created_at,
        "total": 0,
        "failed": 0,
        **dict.fromkeys(VERDICTS, 0),
    }


def item_row(job_id: str, line: int, request: CheckRequest, trace: Trace | None) -> dict[str, Any]:
    """Parameters for the table ``job_items``; the trace follows the request, on a line of its own.

    A request is JSON in one line.
    """
    traced = "" if trace is None else f"\n{trace.header(job_id)}"
    return {
        "job_id": job_id,
        "line": line,
        "request": encode_request(request) + traced,
        "attempts": 0,
    }


def read_item(row: Sequence[Any], *, attempts: int) -> JobItem:
    """A line from values in the order of ``ITEM_COLUMNS``, the attempts to come counted in."""
    line, saved, begun = row
    request, _, _ = saved.partition("\n")
    return JobItem(line=line, request=decode_request(request), attempts=begun + attempts)


def read_trace(row: Sequence[Any]) -> Trace | None:
    """The trace of a line, from values in the order of ``ITEM_COLUMNS``."""
    _, saved, _ = row
    return Trace.read(saved.partition("\n")[2])


def read_result(row: Sequence[Any]) -> JobResult:
    """A result from values in the order of ``RESULT_COLUMNS``."""
    line, check_id, checked_at, answer, refusal = row
    if refusal is not None:
        return JobResult(line=line, outcome=decode_refusal(refusal))
    outcome = LineCheck(
        check_id=check_id, checked_at=read_time(checked_at), answer=decode_answer(answer)
    )
    return JobResult(line=line, outcome=outcome)


def result_row(job_id: str, result: JobResult) -> dict[str, Any]:
    """Parameters for the table ``job_results``."""
    key = {"job_id": job_id, "line": result.line}
    outcome = result.outcome
    if isinstance(outcome, Refusal):
        nothing = dict.fromkeys(("check_id", "checked_at", "answer"))
        return {**key, **nothing, "refusal": encode_refusal(outcome)}
    return {
        **key,
        "check_id": outcome.check_id,
        "checked_at": write_time(outcome.checked_at),
        "answer": encode_answer(outcome.answer),
        "refusal": None,
    }
