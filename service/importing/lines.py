"""A stream of bytes as lines with their places, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.imports import Place

# Bytes. The longest record that the format allows needs less, even with every letter escaped.
LONGEST_LINE = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line without its end; ``content`` is None where it is longer than any record."""

    place: Place
    content: bytes | None


def read_lines(chunks: Iterable[bytes]) -> Iterator[Line]:
    """The lines of the input, whatever the chunks in which it comes; blank ones included."""
    number, begins = 1, 0
    # The beginning of a line that has not ended yet, as far as it is kept, and its true length.
    held, length = bytearray(), 0
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for part in ended:
            yield _line(number, begins, bytes(held) + part, length + len(part))
            number, begins = number + 1, begins + length + len(part) + 1
            held, length = bytearray(), 0
        length += len(rest)
        held += rest[: max(0, LONGEST_LINE + 1 - len(held))]
    if length:
        yield _line(number, begins, bytes(held), length)


def _line(number: int, begins: int, content: bytes, length: int) -> Line:
    place = Place(line=number, offset=begins)
    return Line(place=place, content=None if length > LONGEST_LINE else content)
