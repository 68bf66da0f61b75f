"""Numbers as written: digits, scales ("3.7k", "20 thousand") and number words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from service.parsing.mention_tokens import (
    Token,
    TokenKind,
    Tokens,
    glued_at,
    is_number,
    word_at,
)
from service.parsing.number_tables import (
    BOUNDED_WORDS,
    FEW,
    FIRST_WORDS,
    FRACTION_WORDS,
    GLUED_SCALES,
    GROUPS,
    MONEY_SCALES,
    ORDINAL_ENDINGS,
    ORDINALS,
    PEOPLE_WORDS,
    PLURAL_SCALES,
    PLURALS,
    SCALES,
    SMALL,
    TENS,
)


class NumberForm(StrEnum):
    """How a number is meant."""

    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReading:
    """A number that ends before token ``end``.

    ``low``/``high`` differ from ``value`` for vague words ("dozens", "a few"). ``step`` is the
    place value of the last significant digit, ``scale`` the written multiplier ("million").
    """

    end: int
    value: float
    low: float
    high: float
    step: float = 0.0
    scale: float = 1.0
    form: NumberForm = NumberForm.CARDINAL

    @property
    def is_vague(self) -> bool:
        return self.low != self.high


def place_value(digits: str) -> float:
    """The place value of the last significant digit: 100 for "3,700", 0.1 for "3.7"."""
    plain = "".join(sign for sign in digits if sign.isdigit() or sign == ".")
    whole, _, decimals = plain.partition(".")
    if decimals:
        return float(10.0 ** -len(decimals))
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(10.0**zeros) if zeros < len(whole) else 1.0


def digits_value(token: Token) -> float:
    """The value of a NUMBER token; commas and spaces separate thousands."""
    return float("".join(sign for sign in token.text if sign.isdigit() or sign == "."))


def exactly(end: int, value: float, step: float, scale: float = 1.0) -> NumberReading:
    """A cardinal that allows one value only."""
    value = round(value, 9)
    return NumberReading(end=end, value=value, low=value, high=value, step=step, scale=scale)


def read_number(tokens: Tokens, index: int, *, money: bool = False) -> NumberReading | None:
    """The number that begins at a token, or None.

    ``money`` says that a currency sign stands before it, so that "m" and "b" are scales.
    """
    if index >= len(tokens):
        return None
    token = tokens[index]
    if token.kind is TokenKind.NUMBER:
        return _read_digits(tokens, index, money)
    if token.kind is TokenKind.FRACTION:
        return _ratio(index + 1, _fraction(token))
    if token.lower not in FIRST_WORDS:
        return None
    return _read_bounded(tokens, index) or _read_plural(tokens, index) or _read_words(tokens, index)


def _ratio(end: int, value: float) -> NumberReading:
    return NumberReading(end=end, value=value, low=value, high=value, form=NumberForm.RATIO)


def _ordinal(end: int, value: float) -> NumberReading:
    return NumberReading(end=end, value=value, low=value, high=value, form=NumberForm.ORDINAL)


def _read_digits(tokens: Tokens, index: int, money: bool) -> NumberReading:
    value, step = digits_value(tokens[index]), place_value(tokens[index].text)
    end = index + 1
    scale = 1.0
    if glued_at(tokens, end):
        suffix = word_at(tokens, end)
        if suffix in ORDINAL_ENDINGS:
            return _ordinal(end + 1, value)
        glued = GLUED_SCALES.get(suffix, 0.0)
        # "20m" is twenty metres of wall, but twenty million people or pounds.
        if suffix in MONEY_SCALES and (money or word_at(tokens, end + 1) in PEOPLE_WORDS):
            glued = MONEY_SCALES[suffix]
        if tokens[end].text == "M":
            glued = 1e6
        if glued:
            scale, end = glued, end + 1
    if end < len(tokens) and tokens[end].kind is TokenKind.FRACTION and not tokens[end].glued:
        value, step, end = value + _fraction(tokens[end]), 0.1, end + 1
    return _scaled(tokens, end, value, step, scale)


def _fraction(token: Token) -> float:
    above, below = token.text.split("/")
    return int(above) / int(below)


def _scaled(
    tokens: Tokens, end: int, value: float, step: float, scale: float = 1.0
) -> NumberReading:
    """Multiply by the scale words that follow ("20 thousand", "3-million")."""
    while True:
        skip = 1 if word_at(tokens, end) == "-" and glued_at(tokens, end + 1) else 0
        factor = GROUPS.get(word_at(tokens, end + skip))
        if factor is None or scale * factor > 1e15:
            break
        scale, end = scale * factor, end + skip + 1
    return exactly(end, value * scale, step * scale, scale)


def _read_bounded(tokens: Tokens, index: int) -> NumberReading | None:
    """ "a few", "several hundred", "a dozen", "half a million", "a third", "no one"."""
    word = word_at(tokens, index)
    if word in {"nobody", "none", "no"}:
        if word == "no":
            return exactly(index + 2, 0, 1) if word_at(tokens, index + 1) == "one" else None
        return exactly(index + 1, 0, 1)
    if word == "several":
        return _vague(tokens, index + 1, "several")
    if word == "half":
        if word_at(tokens, index + 1) in {"a", "an"} and word_at(tokens, index + 2) in GROUPS:
            return _scaled(tokens, index + 2, 0.5, 0.1)
        return _ratio(index + 1, 0.5)
    if word not in {"a", "an"}:
        return None
    after = word_at(tokens, index + 1)
    if after in FEW:
        return _vague(tokens, index + 2, after)
    if after == "dozen":
        return _scaled(tokens, index + 1, 1, 1)
    if after == "score" and word_at(tokens, index + 2) in {"of", "or"}:
        # "a score of 3" is a result, "a score of people" is twenty.
        return None if is_number(tokens, index + 3) else exactly(index + 2, 20, 10)
    if after in BOUNDED_WORDS and after in FRACTION_WORDS:
        return _bounded_fraction(tokens, index, after)
    return None


def _bounded_fraction(tokens: Tokens, index: int, word: str) -> NumberReading | None:
    after = word_at(tokens, index + 2)
    whole = word_at(tokens, index + 4) if word_at(tokens, index + 3) in {"a", "an"} else ""
    if word == "quarter" and after == "of" and whole in SCALES:
        return _scaled(tokens, index + 4, 0.25, 0.01)
    if after == "of" or after in {"", ".", ",", ";", "were", "was", "are", "is", "have", "had"}:
        return _ratio(index + 2, FRACTION_WORDS[word])
    return None


def _vague(tokens: Tokens, end: int, word: str) -> NumberReading | None:
    low, high = FEW[word]
    if word in {"couple", "handful"}:
        if word_at(tokens, end) == "of":
            # "a couple of hundred people": the scale stands behind "of".
            end = end + 1 if word_at(tokens, end + 1) in GROUPS else end
        elif word_at(tokens, end) not in GROUPS:
            return None
    scale = _scaled(tokens, end, 1, 1)
    low, high = low * scale.value, high * scale.value
    return NumberReading(
        end=scale.end, value=low, low=low, high=high, step=scale.value, scale=scale.scale
    )


def _read_plural(tokens: Tokens, index: int) -> NumberReading | None:
    word = word_at(tokens, index)
    low = PLURALS.get(word)
    if low is None:
        return None
    end = index + 1
    of_scale = word_at(tokens, end + 1) if word_at(tokens, end) == "of" else ""
    if of_scale in PLURAL_SCALES and word in {"tens", "dozens", "scores", "hundreds", "thousands"}:
        low, end = low * PLURAL_SCALES[of_scale], end + 2
    elif word in {"tens", "scores"} and not _stands_for_people(tokens, end):
        return None
    return NumberReading(end=end, value=low, low=low, high=math.inf, step=low / 2)


def _stands_for_people(tokens: Tokens, index: int) -> bool:
    word = word_at(tokens, index)
    return word in {
        "of",
        "were",
        "have",
        "had",
        "more",
        "killed",
        "dead",
        "wounded",
        "injured",
        "died",
    }


def _read_words(tokens: Tokens, index: int) -> NumberReading | None:
    first = word_at(tokens, index)
    if first in ORDINALS:
        return _ordinal(index + 1, ORDINALS[first])
    end, value = _cardinal_words(tokens, index)
    if end == index:
        return None
    value, end = _and_a_half(tokens, end, value)
    dash = 1 if word_at(tokens, end) == "-" and glued_at(tokens, end + 1) else 0
    tail = word_at(tokens, end + dash)
    if dash and tail in ORDINALS and value % 10 == 0 and value >= 20 and ORDINALS[tail] < 10:
        return _ordinal(end + 2, value + ORDINALS[tail])
    if tail in FRACTION_WORDS and 1 <= value < 10 and (tail.endswith("s") or value == 1):
        return _ratio(end + dash + 1, value * FRACTION_WORDS[tail])
    step = place_value(f"{value:.0f}") if value % 1 == 0 else 0.1
    last = word_at(tokens, end - 1)
    scale = 100.0 if last == "hundred" else SCALES.get(last, 1.0)
    return _scaled(tokens, end, value / scale, step / scale, scale)


def _and_a_half(tokens: Tokens, end: int, value: float) -> tuple[float, int]:
    words = (word_at(tokens, end), word_at(tokens, end + 1), word_at(tokens, end + 2))
    return (value + 0.5, end + 3) if words == ("and", "a", "half") else (value, end)


def _cardinal_words(tokens: Tokens, index: int) -> tuple[int, float]:
    """Add up number words: (index after the last one, their sum)."""
    total, group, end = 0.0, 0.0, index
    if word_at(tokens, index) in {"a", "an"}:
        after = word_at(tokens, index + 1)
        if after != "hundred" and after not in SCALES:
            return index, 0.0
        # "a hundred and three" is one hundred and three.
        group, end = 1.0, index + 1
    smallest_scale = math.inf
    while end < len(tokens):
        here = end
        if here > index and word_at(tokens, here) == "-" and glued_at(tokens, here + 1):
            here += 1
        elif here > index and word_at(tokens, here) == "and" and (group % 100 == 0):
            here += 1
            if word_at(tokens, here) not in SMALL and word_at(tokens, here) not in TENS:
                break
            # "between one hundred and two hundred" holds two numbers.
            if (not total and group < 100) or word_at(tokens, here + 1) in GROUPS:
                break
        word = word_at(tokens, here)
        if word in SMALL and _fits_below(group, SMALL[word]):
            group += SMALL[word]
        elif word in TENS and group % 100 == 0:
            group += TENS[word]
        elif word == "hundred" and 1 <= group < 100:
            group *= 100
        elif word in SCALES and group > 0 and SCALES[word] < smallest_scale:
            smallest_scale = SCALES[word]
            total, group = total + group * smallest_scale, 0.0
        else:
            break
        end = here + 1
        if word == "zero":
            break
    return end, total + group


def _fits_below(group: float, value: int) -> bool:
    if group % 100 == 0:
        return group == 0 or value > 0
    return group % 10 == 0 and group % 100 >= 20 and 1 <= value <= 9
