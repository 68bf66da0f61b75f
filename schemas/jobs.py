"""Jobs on the wire: a line that asks, the job itself, the list of jobs, a line that answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from marshmallow import ValidationError, fields, post_load, validate

from schemas.answers import CheckSchema
from schemas.check_requests import (
    DEFAULT_PAGE,
    MAX_PAGE,
    CheckRequestSchema,
    cursor_parameter,
)
from schemas.fields import Moment, QueryNumber, StrictSchema, absent
from schemas.problems import ProblemSchema, field_errors
from schemas.strict_json import NotJsonError, load_json
from service.domain.check import CheckRequest
from service.domain.jobs import FieldFault, JobState, Refusal, RefusalCode

MAX_LINES: Final = 10_000
_MOMENT = {"type": "string", "format": "date-time"}

# Made once: a schema copies all its fields, which takes longer than to load a line.
_REQUEST = CheckRequestSchema()


def read_job_line(content: bytes) -> CheckRequest | Refusal:
    """The check request that a line spells, or why it is none."""
    try:
        request: CheckRequest = _REQUEST.load(load_json(content, of="line"))  # type: ignore[arg-type]  # It refuses what is no object.
    except NotJsonError as error:
        fault = FieldFault(pointer=error.pointer, detail=error.detail)
        return Refusal(code=RefusalCode.MALFORMED, detail=error.detail, faults=(fault,))
    except ValidationError as error:
        faults = tuple(
            FieldFault(pointer=one.pointer, detail=one.detail) for one in field_errors(error)
        )
        count = "One field is" if len(faults) == 1 else f"{len(faults)} fields are"
        detail = f"{count} not as the contract asks."
        return Refusal(code=RefusalCode.INVALID, detail=detail, faults=faults)
    return request


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSubmission:
    """The query string of ``POST /v1/jobs``."""

    save: bool


class JobSubmissionSchema(StrictSchema):
    save = fields.String(
        load_default="false",
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "Whether to save each check, as POST /v1/checks does."},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> JobSubmission:
        return JobSubmission(save=data["save"] == "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsQuery:
    """The query string of ``GET /v1/jobs``; the cursor is still as the caller gave it."""

    state: JobState | None
    cursor: str | None
    limit: int


class JobsQuerySchema(StrictSchema):
    state = fields.Enum(JobState, by_value=fields.String, load_default=absent)
    cursor = cursor_parameter()
    limit = QueryNumber(load_default=DEFAULT_PAGE, validate=validate.Range(min=1, max=MAX_PAGE))

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> JobsQuery:
        return JobsQuery(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobResultsQuery:
    """The query string of ``GET /v1/jobs/{id}/results``."""

    after: int
    limit: int


class JobResultsQuerySchema(StrictSchema):
    after = QueryNumber(
        load_default=0,
        validate=validate.Range(min=0, max=999_999_999),
        metadata={"description": "Only results of lines beyond this one."},
    )
    limit = QueryNumber(
        load_default=MAX_LINES,
        validate=validate.Range(min=1, max=MAX_LINES),
        metadata={"description": "How many results at most."},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> JobResultsQuery:
        return JobResultsQuery(**data)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRemoval:
    """The query string of ``DELETE /v1/jobs/{id}``."""

    remove: bool


class JobRemovalSchema(StrictSchema):
    remove = fields.String(
        load_default="false",
        validate=validate.OneOf(["true", "false"]),
        metadata={"description": "Whether to delete the job with its results as well."},
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> JobRemoval:
        return JobRemoval(remove=data["remove"] == "true")


def _count(description: str | None = None) -> fields.Integer:
    told = {} if description is None else {"description": description}
    return fields.Integer(required=True, metadata={"minimum": 0, **told})


class VerdictCountsSchema(StrictSchema):
    supported = _count()
    refuted = _count()
    disputed = _count()
    unverified = _count()


class JobSchema(StrictSchema):
    """How far a job has come; `done` is `failed` and the four verdicts together."""

    id = fields.String(required=True)
    state = fields.Enum(
        JobState,
        by_value=fields.String,
        required=True,
        metadata={"description": "queued and running will change; finished and cancelled stay."},
    )
    save = fields.Boolean(required=True)
    total = _count("Lines that ask something.")
    done = _count("Lines that have their result.")
    failed = _count("Lines whose result is a problem.")
    verdicts = fields.Nested(VerdictCountsSchema, required=True)
    created_at = Moment(required=True, metadata=_MOMENT)
    started_at = Moment(required=True, allow_none=True, metadata=_MOMENT)
    finished_at = Moment(
        required=True,
        allow_none=True,
        metadata={**_MOMENT, "description": "When the last result came, or the job was cancelled."},
    )


class JobPageSchema(StrictSchema):
    jobs = fields.List(fields.Nested(JobSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class JobResultSchema(StrictSchema):
    """The result of one line: `check` with status 200, `problem` with any other."""

    line = fields.Integer(
        required=True, metadata={"minimum": 1, "description": "The line of the body, from 1."}
    )
    status = fields.Integer(required=True)
    check = fields.Nested(CheckSchema)
    problem = fields.Nested(ProblemSchema)
