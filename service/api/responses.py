"""Building responses: the JSON of a check, a page of a list, plain JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import Request, Response
from marshmallow import Schema

from schemas.answers import CheckIdentitySchema, CheckReviewsSchema
from schemas.dumping import dumper
from service.api.answering import answer_json
from service.api.negotiation import Media
from service.domain.check import Check
from service.domain.reviews import Review


def json_response(body: str, *, status: int = 200) -> Response:
    return Response(body + "\n", status=status, mimetype=Media.JSON.value)


def dumped(schema: Schema, value: object) -> Response:
    """One object as JSON."""
    return json_response(compact(schema.dump(value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identity:
    """Who a check is and when it was made."""

    id: str | None
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reviewed:
    """What editors ruled of a check."""

    reviews: Sequence[Review]


# Made once, as every check needs them.
_identity = dumper(CheckIdentitySchema())
_reviewed = dumper(CheckReviewsSchema())


def identified(
    answer_json: str,
    *,
    check_id: str | None,
    checked_at: datetime,
    reviews: Sequence[Review] = (),
) -> str:
    """An answer's JSON with the identity of a check before its first key, the reviews after it.

    They are joined as text so that a cached answer need not be built anew.
    """
    identity = _identity(_Identity(id=check_id, checked_at=checked_at))
    ruled = _reviewed(_Reviewed(reviews=reviews))
    return f"{compact(identity)[:-1]},{answer_json[1:-1]},{compact(ruled)[1:]}"


def check_json(check: Check, reviews: Sequence[Review] = ()) -> str:
    text = answer_json(check.answer)
    return identified(text, check_id=check.id, checked_at=check.checked_at, reviews=reviews)


def with_etag(response: Response, key: str) -> Response:
    """Weak, since ``checked_at`` differs between answers that say the same."""
    response.set_etag(key, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept"
    return response


def not_stored(response: Response) -> Response:
    """Without a tag: the same question may be answered otherwise the next moment."""
    response.headers["Cache-Control"] = "no-store"
    return response


def not_modified(key: str) -> Response:
    return with_etag(Response(status=304), key)


def page_response(request: Request, name: str, items: list[str], cursor: str | None) -> Response:
    """A page of a list whose items are JSON texts, with a link to the next page if there is one."""
    body = f'{{"{name}":[{",".join(items)}],"next_cursor":{json.dumps(cursor)}}}'
    return linked(json_response(body), request, cursor)


def table_response(request: Request, name: str, table: str, cursor: str | None) -> Response:
    """A page of a list as CSV, which a browser saves under the name of the list."""
    response = Response(table, mimetype=Media.CSV.value)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return linked(response, request, cursor)


def linked(response: Response, request: Request, cursor: str | None) -> Response:
    """The page of a list, with a link to the next one in the same form if there is one."""
    response.headers["Vary"] = "Accept"
    if cursor is not None:
        response.headers["Link"] = f'<{next_page(request, cursor)}>; rel="next"'
    return response


def next_page(request: Request, cursor: str) -> str:
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "cursor"]
    return f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}"


def json_items(schema: Schema, values: list[object]) -> list[str]:
    return [compact(schema.dump(value)) for value in values]


def compact(value: Mapping[str, object] | list[object]) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
