"""Places in a text, as editors and other languages count them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

from service.domain.mentions import Span

# From here on a character takes two code units of UTF-16.
_FIRST_ASTRAL = "\U00010000"


class OffsetUnit(StrEnum):
    """What one step of an offset or a column is."""

    CODE_POINT = "codepoint"
    UTF16 = "utf16"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A line and a column, both counted from 1."""

    line: int
    column: int


class TextPositions:
    """Turns offsets in code points into offsets, lines and columns of the unit asked for.

    A line ends with LF or CR LF, as in SARIF and in most editors.
    """

    def __init__(self, text: str, unit: OffsetUnit) -> None:
        self.unit = unit
        self._starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
        in_pairs = unit is OffsetUnit.UTF16 and not text.isascii()
        self._astral = (
            [at for at, char in enumerate(text) if char >= _FIRST_ASTRAL] if in_pairs else []
        )

    def offset(self, at: int) -> int:
        """The offset of the character at ``at``."""
        return at + bisect_left(self._astral, at)

    def span(self, span: Span) -> Span:
        return Span(start=self.offset(span.start), end=self.offset(span.end))

    def place(self, at: int) -> Place:
        """The line and the column of the character at ``at``."""
        line = bisect_right(self._starts, at)
        start = self._starts[line - 1]
        return Place(line=line, column=self.offset(at) - self.offset(start) + 1)
