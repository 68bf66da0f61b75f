"""Problem details (RFC 9457), and marshmallow's messages turned into pointers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, post_dump

from schemas.fields import StrictSchema
from schemas.strict_json import escape_pointer

# A body can hold thousands of unknown fields; an answer need not list them all.
MAX_ERRORS = 50
_MAX_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """What is wrong with one field; ``parameter`` is set where it came from the query string."""

    pointer: str
    detail: str
    parameter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One refusal or failure, as a caller sees it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[FieldError, ...] = ()


class FieldErrorSchema(StrictSchema):
    pointer = fields.String(
        required=True,
        metadata={"description": "JSON Pointer (RFC 6901) to the field in the request."},
    )
    detail = fields.String(required=True)
    parameter = fields.String(
        metadata={"description": "The query parameter, where the field is one."}
    )

    @post_dump
    def leave_out_no_parameter(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if data["parameter"] is None:
            del data["parameter"]
        return data


class ProblemSchema(StrictSchema):
    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True, metadata={"minimum": 400, "maximum": 599})
    detail = fields.String(required=True)
    instance = fields.String(required=True, metadata={"format": "uri-reference"})
    errors = fields.List(fields.Nested(FieldErrorSchema), required=True)


def field_errors(error: ValidationError, *, base: str = "") -> tuple[FieldError, ...]:
    """The messages of a refused load, each with a pointer that begins at ``base``."""
    found = list(_walk(error.messages, base))
    kept = found[:MAX_ERRORS]
    if len(found) > MAX_ERRORS:
        more = len(found) - MAX_ERRORS
        kept.append(FieldError(pointer=base, detail=f"{more} more errors are not listed."))
    return tuple(kept)


def _walk(messages: Any, pointer: str) -> Iterator[FieldError]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            key = str(name)
            if key == "_schema":
                yield from _walk(inner, pointer)
            elif len(key) > _MAX_NAME:
                yield FieldError(pointer=pointer, detail=f"Unknown field ({len(key)} letters).")
            else:
                yield from _walk(inner, f"{pointer}/{escape_pointer(key)}")
    elif isinstance(messages, list):
        for inner in messages:
            yield from _walk(inner, pointer)
    else:
        yield FieldError(pointer=pointer, detail=str(messages))
