"""``POST /v1/checks/batch``: many requests, each answered or refused by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request

from schemas.check_requests import Batch, BatchSchema, CheckRequestSchema, NoQuerySchema
from schemas.problems import ProblemSchema
from service.api.answering import StatementChecker, answer_json
from service.api.negotiation import Media, negotiate
from service.api.problems import problem_of
from service.api.reading import load_body, load_fields, load_query
from service.api.responses import check_json, identified, json_response
from service.domain.check import Check, CheckRequest
from service.ports import CheckStore


def batch_blueprint(
    checker: StatementChecker,
    checks: CheckStore,
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    *,
    max_batch: int,
) -> Blueprint:
    blueprint = Blueprint("batch", __name__)
    schema = BatchSchema(max_batch=max_batch)

    def answered(asked: CheckRequest, now: datetime, *, save: bool) -> str:
        answer = checker.check(asked, now=now)
        if not save:
            return identified(answer_json(answer), check_id=None, checked_at=now)
        check = Check(id=f"chk_{new_id()}", checked_at=now, request=asked, answer=answer)
        checks.save(check)
        return check_json(check)

    def item(index: int, statement: object, now: datetime, *, save: bool) -> str:
        try:
            asked = load_fields(
                CheckRequestSchema(), CheckRequest, statement, base=f"/statements/{index}"
            )
            return f'{{"status":200,"check":{answered(asked, now, save=save)}}}'
        # One bad item must never fail its neighbours, whatever is wrong with it.
        except Exception as error:  # noqa: BLE001
            problem = problem_of(error)
            text = json.dumps(ProblemSchema().dump(problem), ensure_ascii=False)
            return f'{{"status":{problem.status},"problem":{text}}}'

    @blueprint.post("/v1/checks/batch")
    def check_batch() -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.JSON])
        batch = load_body(schema, Batch, request)
        now = clock()
        items = [item(i, each, now, save=batch.save) for i, each in enumerate(batch.statements)]
        return json_response(f'{{"checks":[{",".join(items)}]}}')

    return blueprint
