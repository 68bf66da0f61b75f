"""The results of a job as lines of NDJSON, read from the store as they are sent."""

from __future__ import annotations

import json
from collections.abc import Iterator

from schemas.problems import FieldError, Problem, ProblemSchema
from service.api.answering import answer_json
from service.api.problems import INTERNAL, INVALID_FIELDS, MALFORMED_BODY, UNAVAILABLE
from service.api.responses import identified
from service.domain.jobs import JobResult, LineCheck, Refusal, RefusalCode
from service.job_ports import JobStore

# Results read at once and sent as one piece.
_PIECE = 100

KINDS = {
    RefusalCode.MALFORMED: MALFORMED_BODY,
    RefusalCode.INVALID: INVALID_FIELDS,
    RefusalCode.UNAVAILABLE: UNAVAILABLE,
    RefusalCode.FAILED: INTERNAL,
}


def result_lines(
    jobs: JobStore, job_id: str, *, after: int, until: int, instance: str
) -> Iterator[str]:
    """The results of the lines beyond ``after``, up to ``until``."""
    while found := jobs.results(job_id, after=after, until=until, limit=_PIECE):
        yield "".join(f"{_result_json(result, instance)}\n" for result in found)
        after = found[-1].line


def _result_json(result: JobResult, instance: str) -> str:
    outcome = result.outcome
    if isinstance(outcome, LineCheck):
        check = identified(
            answer_json(outcome.answer),
            check_id=outcome.check_id,
            checked_at=outcome.checked_at,
        )
        return f'{{"line":{result.line},"status":200,"check":{check}}}'
    problem = _problem(outcome, instance)
    text = json.dumps(ProblemSchema().dump(problem), ensure_ascii=False, separators=(",", ":"))
    return f'{{"line":{result.line},"status":{problem.status},"problem":{text}}}'


def _problem(refusal: Refusal, instance: str) -> Problem:
    kind = KINDS[refusal.code]
    return Problem(
        type=f"urn:factcheck:problem:{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=refusal.detail,
        instance=instance,
        errors=tuple(FieldError(pointer=one.pointer, detail=one.detail) for one in refusal.faults),
    )
