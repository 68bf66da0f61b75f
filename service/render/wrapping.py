"""Lines for a terminal: nothing in them can steer it, and none is wider than its columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

COLUMNS = 80

# Marks that reorder what is displayed; a statement could show other words than it holds.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# Writing systems put up to three or four marks on a letter; more only climb over other lines.
_MARKS = 4


def harmless(text: str) -> str:
    """The text with control codes (C0, C1, reordering marks) spelled out; newlines stay.

    Of a pile of combining marks the first are kept, and the others counted.
    """
    shown = "".join(_harmless(char) for char in text)
    return shown if shown.isascii() else _without_piles(shown)


def _without_piles(text: str) -> str:
    parts = []
    for combining, run in groupby(text, lambda char: unicodedata.category(char) in ("Mn", "Me")):
        chars = "".join(run)
        more = len(chars) - _MARKS
        is_pile = combining and more > 0
        parts.append(f"{chars[:_MARKS]}[{more} more marks]" if is_pile else chars)
    return "".join(parts)


def _harmless(char: str) -> str:
    if char == "\n" or not (unicodedata.category(char) in ("Cc", "Cs") or char in _REORDERING):
        return char
    if char in "\t\r":
        return " "
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def width(text: str) -> int:
    """In how many columns a terminal shows the text (Unicode TR 11, combining marks take none)."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most 80 columns.

    ``first`` stands before the first line, ``rest`` before the others (as many spaces if None).
    """
    indent = " " * width(first) if rest is None else rest
    lines: list[str] = []
    line, used, empty = first, width(first), True
    for word in _words(harmless(text), COLUMNS - max(width(first), width(indent))):
        space = 0 if empty else 1
        if not empty and used + space + width(word) > COLUMNS:
            lines.append(line)
            line, used, space = indent, width(indent), 0
        line += " " * space + word
        used += space + width(word)
        empty = False
    return [*lines, line.rstrip()]


def _words(text: str, columns: int) -> Iterator[str]:
    """The words of the text; one that no line can hold is cut."""
    for word in text.split():
        piece, used = "", 0
        for char in word:
            if used + _columns(char) > columns:
                yield piece
                piece, used = "", 0
            piece += char
            used += _columns(char)
        yield piece
