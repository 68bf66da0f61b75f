"""Building responses: a check in its forms, a page of a list, plain JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from flask import Request, Response
from marshmallow import Schema

from schemas.answers import CheckIdentitySchema
from service.api.answering import answer_text
from service.api.negotiation import Media
from service.domain.check import Check


def json_response(body: str, *, status: int = 200) -> Response:
    return Response(body + "\n", status=status, mimetype=Media.JSON.value)


def dumped(schema: Schema, value: object) -> Response:
    """One object as JSON."""
    return json_response(compact(schema.dump(value)))


def identified(answer_json: str, *, check_id: str | None, checked_at: datetime) -> str:
    """An answer's JSON with the identity of a check put before its first key.

    The two are joined as text so that a cached answer need not be built anew.
    """
    identity = CheckIdentitySchema().dump({"id": check_id, "checked_at": checked_at})
    return compact(identity)[:-1] + "," + answer_json[1:]


def check_json(check: Check) -> str:
    text = answer_text(check.answer, Media.JSON)
    return identified(text, check_id=check.id, checked_at=check.checked_at)


def check_response(
    answer: str, media: Media, *, check_id: str | None, checked_at: datetime, status: int = 200
) -> Response:
    """A check in the form that was negotiated; ``answer`` comes from ``answer_text``."""
    if media is Media.JSON:
        response = json_response(
            identified(answer, check_id=check_id, checked_at=checked_at), status=status
        )
    else:
        saved = f"\nSaved as /v1/checks/{check_id}\n" if check_id else ""
        response = Response(answer + saved, status=status, mimetype=Media.TEXT.value)
    response.headers["Vary"] = "Accept"
    return response


def saved_check_response(check: Check, media: Media, *, status: int = 200) -> Response:
    return check_response(
        answer_text(check.answer, media),
        media,
        check_id=check.id,
        checked_at=check.checked_at,
        status=status,
    )


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
    response = json_response(body)
    if cursor is not None:
        kept = [(k, v) for k, v in request.args.items(multi=True) if k != "cursor"]
        query = urlencode([*kept, ("cursor", cursor)])
        response.headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    return response


def json_items(schema: Schema, values: list[object]) -> list[str]:
    return [compact(schema.dump(value)) for value in values]


def compact(value: Mapping[str, object] | list[object]) -> str:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
