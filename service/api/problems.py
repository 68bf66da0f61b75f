"""One error shape (RFC 9457) for everything that is refused or fails.

``ApiError`` is what the edge itself raises; ``problem_of`` is the one table from errors, ours
and others', to problems.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, g, request
from gunicorn.http.errors import NoMoreData, ParseException
from werkzeug.exceptions import HTTPException

from schemas.problems import FieldError, Problem, ProblemSchema
from service.domain.errors import (
    Conflict,
    FactCheckError,
    Gone,
    InvalidRecord,
    ModelUnusable,
    NotFound,
    NotOffered,
    PreconditionFailed,
    StoreUnavailable,
)

_LOG = logging.getLogger(__name__)
_RETRY_AFTER_SECONDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """A sort of problem: its identifier, its title and its status."""

    name: str
    title: str
    status: int


MALFORMED_BODY = ProblemKind(name="malformed-body", title="Malformed body", status=400)
MALFORMED_QUERY = ProblemKind(name="malformed-query", title="Malformed query string", status=400)
INVALID_FIELDS = ProblemKind(name="invalid-fields", title="Invalid fields", status=422)
ABORTED_IMPORT = ProblemKind(name="aborted-import", title="Import aborted", status=422)
NOT_ACCEPTABLE = ProblemKind(name="not-acceptable", title="Not acceptable", status=406)
UNSUPPORTED_MEDIA = ProblemKind(
    name="unsupported-media-type", title="Unsupported media type", status=415
)
NOT_FOUND = ProblemKind(name="not-found", title="Not found", status=404)
GONE = ProblemKind(name="gone", title="Gone", status=410)
CONFLICT = ProblemKind(name="conflict", title="Conflict", status=409)
PRECONDITION_FAILED = ProblemKind(
    name="precondition-failed", title="Precondition failed", status=412
)
PRECONDITION_REQUIRED = ProblemKind(
    name="precondition-required", title="Precondition required", status=428
)
NOT_OFFERED = ProblemKind(name="not-offered", title="Not offered here", status=501)
UNAVAILABLE = ProblemKind(name="unavailable", title="Service unavailable", status=503)
INTERNAL = ProblemKind(name="internal", title="Internal error", status=500)

# The first class that an error belongs to decides; every other error is our own fault.
_KINDS: tuple[tuple[type[FactCheckError], ProblemKind], ...] = (
    (Gone, GONE),
    (NotFound, NOT_FOUND),
    (PreconditionFailed, PRECONDITION_FAILED),
    (Conflict, CONFLICT),
    (InvalidRecord, INVALID_FIELDS),
    (NotOffered, NOT_OFFERED),
    (StoreUnavailable, UNAVAILABLE),
    (ModelUnusable, UNAVAILABLE),
)


class ApiError(Exception):
    """A request is refused; ``headers`` go out with the problem, ``extensions`` in its body."""

    def __init__(
        self,
        kind: ProblemKind,
        detail: str,
        *,
        errors: tuple[FieldError, ...] = (),
        headers: Mapping[str, str] | None = None,
        extensions: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        self.extensions = extensions or {}


def refused_fields(errors: tuple[FieldError, ...]) -> ApiError:
    """The refusal of a request whose fields are wrong."""
    count = "One field is" if len(errors) == 1 else f"{len(errors)} fields are"
    return ApiError(INVALID_FIELDS, f"{count} not as the contract asks.", errors=errors)


def problem_of(error: Exception) -> Problem:
    """The problem that an error is to its caller; nothing of an unknown error's text gets out."""
    if isinstance(error, ApiError):
        return _problem(error.kind, error.detail, error.errors)
    if isinstance(error, InvalidRecord):
        field = FieldError(pointer=error.pointer, detail=error.detail)
        return _problem(INVALID_FIELDS, error.detail, (field,))
    if isinstance(error, HTTPException):
        return _http_problem(error)
    # The server hands the body on while it arrives; that it is broken shows only then.
    if isinstance(error, ParseException | NoMoreData):
        return _problem(MALFORMED_BODY, "The body does not arrive as HTTP has it.")
    for family, kind in _KINDS:
        if isinstance(error, family):
            return _problem(kind, f"{str(error)[:1].upper()}{str(error)[1:]}.")
    _LOG.error("unexpected error", exc_info=error)
    return _problem(INTERNAL, f"The error is in our log under {g.get('request_id', 'no id')}.")


def problem_response(
    problem: Problem,
    headers: Mapping[str, str] | None = None,
    extensions: Mapping[str, object] | None = None,
) -> Response:
    members = {**ProblemSchema().dump(problem), **(extensions or {})}
    body = json.dumps(members, ensure_ascii=False) + "\n"
    response = Response(body, status=problem.status, mimetype="application/problem+json")
    response.headers.update({**standard_headers(problem), **(headers or {})})
    return response


def standard_headers(problem: Problem) -> dict[str, str]:
    """What goes out with every problem of its status."""
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return {"Retry-After": str(_RETRY_AFTER_SECONDS)}
    return {}


def register_problems(app: Flask) -> None:
    """Answer every error of the application in the one shape."""

    @app.errorhandler(ApiError)
    def refused(error: ApiError) -> Response:
        return problem_response(problem_of(error), error.headers, error.extensions)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response | HTTPException:
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error  # A redirect is an answer, not a problem.
        kept = {"Allow": ", ".join(sorted(getattr(error, "valid_methods", None) or ()))}
        return problem_response(problem_of(error), {k: v for k, v in kept.items() if v})

    # Last and widest: whatever nobody foresaw must still come out as a problem.
    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        return problem_response(problem_of(error))


def _problem(kind: ProblemKind, detail: str, errors: tuple[FieldError, ...] = ()) -> Problem:
    return Problem(
        type=f"urn:factcheck:problem:{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=detail,
        instance=quote(request.path),
        errors=errors,
    )


def _http_problem(error: HTTPException) -> Problem:
    status = HTTPStatus(error.code or 500)
    detail = error.description or status.description or status.phrase
    about_body = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if about_body:
        detail = f"The body is larger than {request.max_content_length} bytes."
    name = status.phrase.lower().replace(" ", "-")
    return _problem(
        ProblemKind(name=name, title=status.phrase, status=status.value),
        detail,
        (FieldError(pointer="", detail=detail),) if about_body else (),
    )
