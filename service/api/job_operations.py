"""The operations on jobs, for the contract."""

from __future__ import annotations

import json

from schemas.jobs import (
    JobPageSchema,
    JobRemovalSchema,
    JobResultsQuerySchema,
    JobSchema,
    JobsQuerySchema,
    JobSubmissionSchema,
)
from service.api import examples
from service.api.negotiation import Media
from service.api.operation_parts import OpenApi, answered, as_json, operation

_REQUESTS = """\
{"statement": "More than 5,000 people were arrested in Kazakhstan."}
{"statement": " "}
"""
_RESULTS = "".join(
    f"{json.dumps(result)}\n"
    for result in (
        {"line": 1, "status": 200, "check": examples.CHECK},
        {"line": 2, "status": 422, "problem": examples.PROBLEM},
    )
)
_JOB: object = json.loads("""
{"id": "job_5f0c2a9e7d", "state": "running", "save": false,
 "total": 120, "done": 45, "failed": 2,
 "verdicts": {"supported": 12, "refuted": 9, "disputed": 4, "unverified": 18},
 "created_at": "2022-01-08T09:30:00Z", "started_at": "2022-01-08T09:30:01Z",
 "finished_at": null}
""")


def job_paths() -> dict[str, OpenApi]:
    """Path to method to operation."""
    return {
        "/v1/jobs": {"post": _create(), "get": _list()},
        "/v1/jobs/{job_id}": {"get": _get(), "delete": _delete()},
        "/v1/jobs/{job_id}/results": {"get": _results()},
    }


def _create() -> OpenApi:
    accepted = answered(as_json(JobSchema, _JOB), headers=["Location"])["200"]
    return operation(
        "jobs",
        "createJob",
        "Hand in up to 10,000 check requests, one a line; a bad one fails none of the others",
        {"202": {**accepted, "description": "Taken in; `Retry-After` says when to look"}},
        [400, 406, 413, 415, 422, 503],
        query=JobSubmissionSchema,
        body=_ndjson(_REQUESTS),
    )


def _list() -> OpenApi:
    return operation(
        "jobs",
        "listJobs",
        "Jobs, oldest first",
        answered(as_json(JobPageSchema), headers=["Link"]),
        [400, 406, 422, 503],
        query=JobsQuerySchema,
    )


def _get() -> OpenApi:
    return operation(
        "jobs",
        "getJob",
        "How far a job has come",
        answered(as_json(JobSchema, _JOB)),
        [400, 404, 406, 422, 503],
        path="job_id",
    )


def _results() -> OpenApi:
    return operation(
        "jobs",
        "getJobResults",
        "One JobResult a line, in the order asked, as far as they are ready without a gap; "
        "`Link` leads to those that follow until there are none to come",
        answered(_ndjson(_RESULTS, of="JobResult"), headers=["Link"]),
        [400, 404, 406, 422, 503],
        path="job_id",
        query=JobResultsQuerySchema,
    )


def _delete() -> OpenApi:
    removed: OpenApi = {"204": {"description": "Deleted, with its results"}}
    return operation(
        "jobs",
        "cancelJob",
        "Cancel a job, or delete it with `remove=true`; what is over is not changed by a cancel",
        {**answered(as_json(JobSchema, _JOB)), **removed},
        [400, 404, 406, 422, 503],
        path="job_id",
        query=JobRemovalSchema,
    )


def _ndjson(example: str, *, of: str | None = None) -> OpenApi:
    """Lines of JSON, each of the schema ``of`` if there is one."""
    schema: OpenApi = {"type": "string"}
    if of is not None:
        schema |= {
            "contentMediaType": Media.NDJSON.value,
            "contentSchema": {"$ref": f"#/components/schemas/{of}"},
        }
    return {Media.NDJSON.value: {"schema": schema, "example": example}}
