"""Reading a request: the query string, a JSON body, a plain sentence. Refusals are ApiErrors."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import unquote_to_bytes

from flask import Request
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import RequestEntityTooLarge

from schemas.problems import FieldError, field_errors
from schemas.strict_json import NotJsonError, load_json
from service.api.problems import (
    MALFORMED_BODY,
    MALFORMED_QUERY,
    UNSUPPORTED_MEDIA,
    ApiError,
    refused_fields,
)

_SENTENCE_TYPES = ("application/x-www-form-urlencoded", "text/plain", "")

T = TypeVar("T")


def load_fields(schema: Schema, into: type[T], value: object, *, base: str = "") -> T:
    """What ``schema`` makes of a JSON value that stands at the pointer ``base``."""
    try:
        loaded: object = schema.load(value)  # type: ignore[arg-type]  # It refuses what is no object.
    except ValidationError as error:
        raise refused_fields(field_errors(error, base=base)) from error
    if not isinstance(loaded, into):
        raise TypeError(f"{type(schema).__name__} does not load {into.__name__}")
    return loaded


def load_body(schema: Schema, into: type[T], request: Request) -> T:
    """The JSON body of a request."""
    refuse_encoded(request)
    if request.mimetype != "application/json":
        raise unsupported(request, "application/json")
    try:
        value = load_json(_body(request))
    except NotJsonError as error:
        raise _malformed_body(error.detail, error.pointer) from error
    return load_fields(schema, into, value)


def load_query(schema: Schema, into: type[T], request: Request) -> T:
    """The query string of a request; a parameter that is no list may be given once."""
    given = _query_values(request.query_string)
    lists = {
        field.data_key or name
        for name, field in schema.fields.items()
        if isinstance(field, fields.List)
    }
    repeated = [name for name, values in given.items() if len(values) > 1 and name not in lists]
    if repeated:
        raise refused_fields(
            tuple(
                FieldError(pointer=f"/{name}", detail="Given more than once.", parameter=name)
                for name in repeated
            )
        )
    values = {name: found if name in lists else found[0] for name, found in given.items()}
    try:
        return load_fields(schema, into, values)
    except ApiError as error:
        raise refused_fields(tuple(_of_parameter(each) for each in error.errors)) from error


def load_sentence(request: Request) -> str:
    """The body as one sentence: text as it stands, or a form field as ``curl -d`` sends it."""
    refuse_encoded(request)
    if request.mimetype not in _SENTENCE_TYPES:
        raise unsupported(request, "text/plain")
    body = _body(request)
    # An encoded form holds no spaces; a sentence given to ``curl -d`` as it is holds some.
    if request.mimetype == _SENTENCE_TYPES[0] and not any(space in body for space in b" \n\t"):
        name, equals, value = body.partition(b"=")
        body = value if equals and name in (b"statement", b"text") else body
        body = unquote_to_bytes(body.replace(b"+", b" "))
    try:
        return body.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise _malformed_body("The body is not UTF-8.", "/statement") from error


def load_text(request: Request) -> str:
    """The body as plain text, every character of it as it was sent: offsets count them."""
    refuse_encoded(request)
    try:
        return _body(request).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed_body("The body is not UTF-8.", "/text") from error


def _body(request: Request) -> bytes:
    body = request.get_data(parse_form_data=False)
    limit = request.max_content_length
    # A body of no declared length (chunked) is cut off at the limit, not refused: refuse it here.
    if request.content_length is None and limit is not None and len(body) >= limit:
        raise RequestEntityTooLarge
    return body


def _query_values(query: bytes) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for pair in query.split(b"&"):
        if not pair:
            continue
        name, _, value = pair.partition(b"=")
        key = _query_text(name, parameter="")
        values.setdefault(key, []).append(_query_text(value, parameter=key))
    return values


def _query_text(encoded: bytes, *, parameter: str) -> str:
    try:
        return unquote_to_bytes(encoded.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        detail = "The query string is not UTF-8, percent-encoded."
        place = FieldError(pointer=f"/{parameter}", detail=detail, parameter=parameter)
        raise ApiError(MALFORMED_QUERY, detail, errors=(place,)) from error


def _of_parameter(error: FieldError) -> FieldError:
    name = error.pointer.split("/")[1] if error.pointer else ""
    plain = name.replace("~1", "/").replace("~0", "~")
    return FieldError(pointer=error.pointer, detail=error.detail, parameter=plain)


def _malformed_body(detail: str, pointer: str) -> ApiError:
    return ApiError(MALFORMED_BODY, detail, errors=(FieldError(pointer=pointer, detail=detail),))


def refuse_encoded(request: Request) -> None:
    """Refuse a body that is compressed, or in letters of another encoding than UTF-8."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    charset = request.mimetype_params.get("charset", "utf-8").strip().lower()
    if encoding != "identity" or charset not in ("utf-8", "utf8", "us-ascii"):
        detail = "Send the body uncompressed and in UTF-8."
        place = FieldError(pointer="", detail=detail)
        raise ApiError(UNSUPPORTED_MEDIA, detail, errors=(place,))


def unsupported(request: Request, wanted: str) -> ApiError:
    """The refusal of a body that is not of the media type, or one of those, in ``wanted``."""
    given = request.mimetype or "no content type"
    detail = f"Send Content-Type: {wanted}; this request has {given[:100]}."
    place = FieldError(pointer="", detail=detail)
    return ApiError(UNSUPPORTED_MEDIA, detail, errors=(place,), headers={"Accept": wanted})
