"""The objects of a JSON document, one by one as they come: those of a list, or the one there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.imports import Place

# Bytes. A review is a few kilobytes; a feed that is one object is read whole.
LONGEST_VALUE = 16_000_000

# All that tells where an object ends; what is between two of these is looked at when it is parsed.
_SIGN = re.compile(rb'["\\{}\[\]\n]')
_BETWEEN = b" \t\r\n,"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonObject:
    """The text of an object; ``content`` is None where it is longer than ``LONGEST_VALUE``."""

    place: Place
    content: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoObject:
    """What stands where an object ought to."""

    place: Place
    detail: str


def read_objects(chunks: Iterable[bytes]) -> Iterator[JsonObject | NoObject]:
    """The outermost objects of the input, in bounded memory."""
    cutter = _Cutter()
    for chunk in chunks:
        yield from cutter.feed(chunk)
    yield from cutter.end()


class _Cutter:
    """Counts brackets outside strings: ``_lists`` around the objects, ``_depth`` within one."""

    def __init__(self) -> None:
        self._line = 1
        self._offset = 0
        self._lists = 0
        self._depth = 0
        self._in_string = False
        self._escaped = -1
        self._place = Place(line=1, offset=0)
        self._content = bytearray()

    def feed(self, chunk: bytes) -> Iterator[JsonObject | NoObject]:
        done = 0
        for found in _SIGN.finditer(chunk):
            sign, at = found[0], found.start()
            if sign == b"\n":
                self._line += 1
            elif self._offset + at == self._escaped:
                continue
            elif self._in_string:
                self._in_string = sign != b'"'
                if sign == b"\\":
                    self._in_string, self._escaped = True, self._offset + at + 1
            elif self._depth == 0:
                yield from self._stray(chunk[done:at])
                done = at if sign == b"{" else at + 1
                yield from self._outside(sign, at)
            elif self._inside(sign):
                self._keep(chunk[done : at + 1])
                done = at + 1
                yield self._cut()
        if self._depth:
            self._keep(chunk[done:])
        else:
            yield from self._stray(chunk[done:])
        self._offset += len(chunk)

    def end(self) -> Iterator[NoObject]:
        """What the input lacks at its end."""
        if self._depth or self._lists or self._in_string:
            yield NoObject(place=self._here(0), detail="is not JSON: the input ends too early")

    def _outside(self, sign: bytes, at: int) -> Iterator[NoObject]:
        if sign == b"{":
            self._depth, self._place = 1, self._here(at)
        elif sign == b"[":
            self._lists += 1
        elif sign == b"]" and self._lists:
            self._lists -= 1
        else:
            self._in_string = sign == b'"'
            yield NoObject(place=self._here(at), detail="is not an object")

    def _inside(self, sign: bytes) -> bool:
        """Whether the object ends with this sign."""
        if sign == b'"':
            self._in_string = True
        elif sign in b"{[":
            self._depth += 1
        elif sign in b"}]":
            self._depth -= 1
        return self._depth == 0

    def _stray(self, text: bytes) -> Iterator[NoObject]:
        if text.strip(_BETWEEN) and text.strip(_BETWEEN) != b"\xef\xbb\xbf":
            yield NoObject(place=self._here(0), detail="is not an object")

    def _keep(self, text: bytes) -> None:
        self._content += text[: max(0, LONGEST_VALUE + 1 - len(self._content))]

    def _cut(self) -> JsonObject:
        whole = bytes(self._content) if len(self._content) <= LONGEST_VALUE else None
        self._content = bytearray()
        return JsonObject(place=self._place, content=whole)

    def _here(self, at: int) -> Place:
        return Place(line=self._line, offset=self._offset + at)
