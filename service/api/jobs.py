"""Jobs: many checks handed in at once, read as they come, cancelled or removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import chain
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from schemas.check_requests import NoQuerySchema
from schemas.jobs import (
    JobRemoval,
    JobRemovalSchema,
    JobResultsQuery,
    JobResultsQuerySchema,
    JobSchema,
    JobsQuery,
    JobsQuerySchema,
    JobSubmission,
    JobSubmissionSchema,
)
from service.api.callers import current_trace
from service.api.checks import known_id
from service.api.cursors import cut_page, read_cursor, wrong_cursor
from service.api.job_bodies import spooled_lines
from service.api.job_results import result_lines
from service.api.negotiation import Media, negotiate
from service.api.reading import load_query
from service.api.responses import dumped, json_items, page_response
from service.domain.errors import NotFound
from service.domain.jobs import Job, JobOrder, JobQuery
from service.job_ports import JobStore

_KIND = "job"
# Seconds. Results come in lots, so there is no use in asking more often.
_ASK_AGAIN = 2
_LONGEST_WAIT = 30


def jobs_blueprint(
    jobs: JobStore,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    *,
    max_job_bytes: int,
    max_job_lines: int,
) -> Blueprint:
    blueprint = Blueprint("jobs", __name__)

    @blueprint.post("/v1/jobs")
    def create_job() -> Response:
        asked = load_query(JobSubmissionSchema(), JobSubmission, request)
        negotiate(request, [Media.JSON])
        with spooled_lines(request, max_bytes=max_job_bytes, max_lines=max_job_lines) as lines:
            order = JobOrder(
                id=f"job_{new_id()}",
                created_at=clock(),
                save=asked.save,
                trace=current_trace(),
            )
            job = jobs.add(order, lines)
        response = _job_response(job, job.created_at)
        response.status_code = 202
        response.headers["Location"] = f"/v1/jobs/{job.id}"
        return response

    @blueprint.get("/v1/jobs")
    def list_jobs() -> Response:
        asked = load_query(JobsQuerySchema(), JobsQuery, request)
        negotiate(request, [Media.JSON])
        page = cut_page(
            _page_of_jobs(jobs, asked), limit=asked.limit, kind=_KIND, identify=lambda job: job.id
        )
        return page_response(request, "jobs", json_items(JobSchema(), [*page.items]), page.cursor)

    @blueprint.get("/v1/jobs/<job_id>")
    def get_job(job_id: str) -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        return _job_response(jobs.get(known_id(_KIND, job_id)), clock())

    @blueprint.get("/v1/jobs/<job_id>/results")
    def get_results(job_id: str) -> Response:
        asked = load_query(JobResultsQuerySchema(), JobResultsQuery, request)
        negotiate(request, [Media.NDJSON])
        # The job first: if it is over by now, all results are ready.
        job = jobs.get(known_id(_KIND, job_id))
        last = jobs.last_ready(job.id, after=asked.after, limit=asked.limit)
        lines = result_lines(jobs, job.id, after=asked.after, until=last, instance=request.path)
        # Taken before the response begins, so that a database that is down is still a 503.
        response = Response(chain([next(lines, "")], lines), mimetype=Media.NDJSON.value)
        more_is_ready = jobs.last_ready(job.id, after=last, limit=1) > last
        return _with_next(response, job, last=last, more_is_ready=more_is_ready)

    @blueprint.delete("/v1/jobs/<job_id>")
    def delete_job(job_id: str) -> Response:
        asked = load_query(JobRemovalSchema(), JobRemoval, request)
        negotiate(request, [Media.JSON])
        known = known_id(_KIND, job_id)
        if asked.remove:
            jobs.remove(known)
            return Response(status=204)
        return dumped(JobSchema(), jobs.cancel(known, now=clock()))

    return blueprint


def _page_of_jobs(jobs: JobStore, asked: JobsQuery) -> list[Job]:
    after = read_cursor(_KIND, asked.cursor)
    try:
        return list(jobs.list(JobQuery(state=asked.state, after=after, limit=asked.limit + 1)))
    except NotFound as error:
        # The job at which the last page ended was removed: its place is not known any more.
        raise wrong_cursor() from error


def _job_response(job: Job, now: datetime) -> Response:
    response = dumped(JobSchema(), job)
    if job.is_open:
        response.headers["Retry-After"] = str(_seconds_left(job, now))
    return response


def _with_next(response: Response, job: Job, *, last: int, more_is_ready: bool) -> Response:
    """Results with a link to those that follow, as long as any are there or still to come."""
    if more_is_ready or job.is_open:
        kept = [(k, v) for k, v in request.args.items(multi=True) if k != "after"]
        query = urlencode([*kept, ("after", last)])
        response.headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    if job.is_open and not more_is_ready:
        response.headers["Retry-After"] = str(_ASK_AGAIN)
    return response


def _seconds_left(job: Job, now: datetime) -> int:
    """When to ask again: when the job will be done at its pace so far, within limits."""
    if job.started_at is None or job.done == 0:
        return _ASK_AGAIN
    left = (now - job.started_at).total_seconds() / job.done * (job.total - job.done)
    return max(_ASK_AGAIN, min(_LONGEST_WAIT, round(left)))
