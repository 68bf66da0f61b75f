"""JSON as RFC 8259 has it, and no more: what the standard library lets through is refused.

Refused with a pointer to the place: duplicate names, NaN and Infinity, names that are not
Unicode, and nesting deeper than ``MAX_DEPTH`` (the parser recurses, so depth is counted first).
"""

from __future__ import annotations

import json
import re
from typing import Any

MAX_DEPTH = 64
# Python refuses to read integers of more digits than this; none of ours has more than nine.
_MAX_DIGITS = 400
# A string, closed or not, is stepped over whole; the possessive ++ keeps this linear.
_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJsonError(ValueError):
    """A body is not JSON; ``pointer`` (RFC 6901) names the place as closely as we know it."""

    def __init__(self, detail: str, *, pointer: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.pointer = pointer


class OversizedNumber:
    """Stands for a number too large to be read; no field accepts it."""


class _Members:
    """The members of an object in the order written, duplicates included."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


class _Constant:
    """``NaN``, ``Infinity`` or ``-Infinity``, which Python reads and JSON does not have."""

    def __init__(self, name: str) -> None:
        self.name = name


def load_json(body: bytes, *, of: str = "body") -> object:
    """The value that ``body`` spells, of plain dicts, lists, strings and numbers.

    Raises NotJsonError, which calls the text by the word ``of``.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJsonError(f"The {of} is not UTF-8: byte {error.start} cannot be read.") from error
    if not text.strip(" \t\r\n"):
        raise NotJsonError(f"The {of} is empty.")
    if _depth(text) > MAX_DEPTH:
        raise NotJsonError(f"The {of} is nested more than {MAX_DEPTH} levels deep.")
    try:
        value = json.loads(
            text, object_pairs_hook=_Members, parse_constant=_Constant, parse_int=_integer
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotJsonError(f"The {of} is not JSON: {error.msg} at {where}.") from error
    return _plain(value, "")


def escape_pointer(name: str) -> str:
    """A member's name as a reference token of a JSON pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _STRINGS_AND_BRACKETS.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
                deepest = max(deepest, depth)
            case "]" | "}":
                depth -= 1
    return deepest


def _integer(digits: str) -> int | OversizedNumber:
    return int(digits) if len(digits) <= _MAX_DIGITS else OversizedNumber()


def _plain(value: Any, pointer: str) -> object:
    if isinstance(value, _Members):
        return _plain_object(value, pointer)
    if isinstance(value, list):
        return [_plain(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    if isinstance(value, _Constant):
        raise NotJsonError(f"{value.name} is not a JSON value.", pointer=pointer)
    return value


def _plain_object(members: _Members, pointer: str) -> dict[str, object]:
    plain: dict[str, object] = {}
    for name, value in members.pairs:
        if _SURROGATE.search(name):
            raise NotJsonError("A member's name contains a lone surrogate.", pointer=pointer)
        place = f"{pointer}/{escape_pointer(name)}"
        if name in plain:
            raise NotJsonError("The member is given more than once.", pointer=place)
        plain[name] = _plain(value, place)
    return plain
