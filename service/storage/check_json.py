"""Saved checks, and the results of jobs, as JSON: a faithful, versioned form that is ours alone.

The API's shape of a check lives in ``schemas`` and may change with the API; what was saved has to
stay readable. Every dataclass is an object with its field names, every enum its value, a
date-time its ISO form, a tuple an array. All other characters than ASCII are escaped, so that a
text may hold what a database refuses (NUL, lone surrogates).
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from service.domain.check import Answer, CheckRequest
from service.domain.errors import InvalidRecord
from service.domain.jobs import Refusal

# The form that is written. A reader for an older number is added when the domain objects change.
VERSION = 1

_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"

T = TypeVar("T")


def encode_request(request: CheckRequest) -> str:
    """The saved form of a request."""
    return _dumps(request)


def decode_request(saved: str) -> CheckRequest:
    """The request that ``encode_request`` saved. Raises InvalidRecord on any other text."""
    return _loads(CheckRequest, saved)


def encode_answer(answer: Answer) -> str:
    """The saved form of an answer. Raises ValueError if a number in it is not finite."""
    return _dumps(answer)


def decode_answer(saved: str) -> Answer:
    """The answer that ``encode_answer`` saved. Raises InvalidRecord on any other text."""
    return _loads(Answer, saved)


def encode_refusal(refusal: Refusal) -> str:
    """The saved form of a refused line."""
    return _dumps(refusal)


def decode_refusal(saved: str) -> Refusal:
    """The refusal that ``encode_refusal`` saved. Raises InvalidRecord on any other text."""
    return _loads(Refusal, saved)


def write_time(time: datetime) -> str:
    """UTC with microseconds, always as wide, so that texts sort as times do.

    Raises ValueError for a time without an offset, which would be a guess.
    """
    if time.tzinfo is None:
        raise ValueError("a time needs an offset from UTC")
    # strftime leaves the zeros off years before 1000 on Linux; isoformat does not.
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_time(text: str) -> datetime:
    """The time that ``write_time`` wrote."""
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)


def _dumps(value: object) -> str:
    document = {"version": VERSION, "value": _encode(value)}
    return json.dumps(document, allow_nan=False, separators=(",", ":"))


def _loads(kind: type[T], saved: str) -> T:
    try:
        document = json.loads(saved)
        version = document["version"]
        if version == VERSION:
            value: T = _decode(kind, document["value"])
            return value
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRecord(f"a saved {kind.__name__} cannot be read: {error!r}") from error
    raise InvalidRecord(f"a saved {kind.__name__} has the version {version!r}, not {VERSION}")


def _encode(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a check does not hold {type(value).__name__}")


@cache
def _field_types(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


def _decode(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        (present,) = (option for option in get_args(kind) if option is not NoneType)
        return None if value is None else _decode(present, value)
    if origin is tuple:
        (item_kind, _ellipsis) = get_args(kind)
        return tuple(_decode(item_kind, item) for item in value)
    if is_dataclass(kind) and isinstance(kind, type):
        # An answer of an older version lacks the fields that came later; they have defaults.
        given = [(name, hint) for name, hint in _field_types(kind) if name in value]
        return kind(**{name: _decode(hint, value[name]) for name, hint in given})
    if issubclass(kind, Enum):
        return kind(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    # JSON does not tell 1.0 from 1 in every writer; the field says which of the two is meant.
    return float(value) if kind is float else value
