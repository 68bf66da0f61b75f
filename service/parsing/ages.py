"""Ages that are named by a word: "an octogenarian", "in his sixties"."""

from __future__ import annotations

import math

from service.parsing.mention_tokens import Tokens, glued_at, is_number, word_at
from service.parsing.number_tables import TENS
from service.parsing.number_words import (
    digits_value,
)

_AGE_NOUNS = {
    "teenager": (13.0, 19.0),
    "quadragenarian": (40.0, 49.0),
    "quinquagenarian": (50.0, 59.0),
    "sexagenarian": (60.0, 69.0),
    "septuagenarian": (70.0, 79.0),
    "octogenarian": (80.0, 89.0),
    "nonagenarian": (90.0, 99.0),
    "centenarian": (100.0, math.inf),
}
_TENS_PLURALS = {word.removesuffix("y") + "ies": float(value) for word, value in TENS.items()}
_OWNERS = frozenset({"his", "her", "their", "my", "our", "your"})
_PARTS = {"early": (0.0, 3.0), "mid": (4.0, 6.0), "late": (7.0, 9.0)}
# What an age in words can begin with; a decade can also stand in digits.
AGES_BEGIN = _AGE_NOUNS.keys() | _TENS_PLURALS.keys() | _PARTS.keys()


def read_age(tokens: Tokens, index: int) -> tuple[float, float, int] | None:
    """An age that begins at a token: (youngest, oldest, index after it) in years."""
    noun = _AGE_NOUNS.get(word_at(tokens, index))
    if noun is not None:
        return *noun, index + 1
    if word_at(tokens, index - 1) not in _OWNERS:
        return None
    part = _PARTS.get(word_at(tokens, index))
    here = index + 1 if part else index
    if part and word_at(tokens, here) == "-":
        here += 1
    decade, end = _decade(tokens, here)
    if decade is None:
        return None
    youngest, oldest = part or (0.0, 9.0)
    return decade + youngest, decade + oldest, end


def _decade(tokens: Tokens, index: int) -> tuple[float | None, int]:
    word = word_at(tokens, index)
    if word in _TENS_PLURALS:
        return _TENS_PLURALS[word], index + 1
    if is_number(tokens, index) and word_at(tokens, index + 1) == "s":
        value = digits_value(tokens[index])
        if glued_at(tokens, index + 1) and 20 <= value <= 90 and value % 10 == 0:
            return value, index + 2
    return None, index
