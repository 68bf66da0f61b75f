"""Words around a number that bound it, and the intervals that they stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, auto

from service.domain.mentions import Hedge, Interval
from service.parsing.mention_tokens import (
    Phrases,
    Tokens,
    glued_at,
    is_number,
    word_at,
)
from service.parsing.number_tables import SMALL, TENS


class Bound(Enum):
    """What a hedging phrase does to the number N that it stands at."""

    MORE = auto()  # above N, N excluded
    LEAST = auto()  # N or above
    LESS = auto()  # below N, N excluded
    MOST = auto()  # N or below
    ABOUT = auto()  # near N on either side
    NEARLY = auto()  # near N from below, N excluded
    JUST_OVER = auto()  # near N from above, N excluded
    EXACTLY = auto()


# How far "about", "nearly" and "just over" reach, as a share of the number.
NEARNESS = 0.1

_BEFORE = {
    Bound.MORE: (
        "more than|over|above|upwards of|upward of|in excess of|exceeding|exceeded|exceeds|exceed|"
        "greater than|larger than|higher than|bigger than|well over|well above|far more than|"
        "much more than|far above|well in excess of|topped|topping|surpassed|surpassing|"
        "older than|longer than|beyond|has passed|have passed|had passed|went past|gone past|climbed past|"
        "rose past|risen past|soared past|has crossed|have crossed|had crossed|north of|>"
    ),
    Bound.LEAST: (
        "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|"
        "minimum|a good|as few as|at the very least|≥|> =|not under|not below|never less than"
    ),
    Bound.LESS: (
        "fewer than|less than|under|below|lower than|smaller than|well under|well below|"
        "far fewer than|far less than|much less than|shorter than|younger than|not even|<"
    ),
    Bound.MOST: (
        "at most|up to|no more than|not more than|never more than|a maximum of|maximum of|maximum|"
        "as many as|as much as|at the very most|not exceeding|did not exceed|does not exceed|"
        "not exceed|not over|not above|not to exceed|≤|< =|as high as"
    ),
    Bound.ABOUT: (
        "about|around|some|roughly|approximately|approx|approx .|an estimated|estimated|circa|ca|"
        "ca .|c .|~|≈|in the region of|in the order of|on the order of|something like|"
        "more or less|somewhere around|close on|give or take"
    ),
    Bound.NEARLY: (
        "nearly|almost|close to|just under|just below|nearing|approaching|just short of|"
        "slightly less than|slightly under|slightly fewer than|slightly below|a little under|"
        "a little less than|not quite|little short of|just shy of|shy of"
    ),
    Bound.JUST_OVER: (
        "just over|just above|slightly more than|slightly over|slightly above|a little over|"
        "a little more than|little more than|just more than"
    ),
    Bound.EXACTLY: "exactly|precisely",
}
_AFTER = {
    Bound.LEAST: (
        "or more|or over|or above|or older|or longer|or higher|and over|and above|and older|"
        "and more|- plus|plus"
    ),
    Bound.MOST: "or fewer|or less|or under|or below|or younger|and under|and below|and younger",
    Bound.ABOUT: "or so|or thereabouts|- odd|odd|- something",
}


def _table(phrases: dict[Bound, str]) -> dict[tuple[str, ...], Bound]:
    return {
        tuple(form.split()): bound for bound, forms in phrases.items() for form in forms.split("|")
    }


_BEFORE_TABLE = _table(_BEFORE)
_AFTER_TABLE = _table(_AFTER)
_BEFORE_PHRASES = Phrases(_BEFORE_TABLE)
_AFTER_PHRASES = Phrases(_AFTER_TABLE)
# "at least about 20" is bounded by "at least": a bound outweighs an approximation.
_WEIGHT = {Bound.EXACTLY: 0, Bound.ABOUT: 1}
_MOST_PHRASES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBound:
    """A bound and the token at which its phrase begins (before) or ends (after)."""

    bound: Bound
    at: int


def bound_before(tokens: Tokens, index: int, floor: int) -> FoundBound | None:
    """The bound set by the phrases that end right before a token."""
    found: FoundBound | None = None
    for _ in range(_MOST_PHRASES):
        key = _BEFORE_PHRASES.before(tokens, index, floor)
        if key is None:
            break
        index -= len(key)
        bound = _BEFORE_TABLE[key]
        if found is not None and _WEIGHT.get(bound, 2) <= _WEIGHT.get(found.bound, 2):
            bound = found.bound
        found = FoundBound(bound=bound, at=index)
    return found


def bound_after(tokens: Tokens, index: int) -> FoundBound | None:
    """The bound set by the phrase that begins at a token ("or more", "+", "-odd")."""
    if word_at(tokens, index) == "+" and glued_at(tokens, index):
        # In "5+3" the sign adds and bounds nothing.
        follows_digit = glued_at(tokens, index + 1) and word_at(tokens, index + 1)[0].isdigit()
        return None if follows_digit else FoundBound(bound=Bound.LEAST, at=index + 1)
    key = _AFTER_PHRASES.at(tokens, index)
    if key is None or (key == ("plus",) and not glued_at(tokens, index)):
        return None
    if key == ("odd",) and not word_at(tokens, index + 1).endswith("s"):
        return None
    if _opens_amount(tokens, index + len(key)):
        # "20 and over 30", "20 people and more than 30": the words bound the next number.
        return None
    return FoundBound(bound=_AFTER_TABLE[key], at=index + len(key))


def _opens_amount(tokens: Tokens, index: int) -> bool:
    word = word_at(tokens, index)
    return (
        is_number(tokens, index)
        or word in {"than", "a", "an", "half", "$", "€", "£"}
        or word in SMALL
        or word in TENS
    )


def bounded(
    bound: Bound | None, low: float, high: float, *, step: float, floor: float
) -> tuple[Interval, Hedge]:
    """The interval of a number (or vague range low..high) under a bound.

    ``step`` is the place value of its last significant digit: "about 20,000" reaches as far as
    rounding to ten thousands would. ``floor`` is the least possible number.
    """
    floor = min(floor, low)
    if bound in {Bound.LESS, Bound.MOST} and high == math.inf:
        high = low
    if bound is Bound.MORE:
        return Interval(low=low, high=math.inf, low_open=True), Hedge.AT_LEAST
    if bound is Bound.LEAST:
        return Interval(low=low, high=math.inf), Hedge.AT_LEAST
    if bound is Bound.LESS:
        # Below zero there is nothing to count, but the interval must stay one.
        return Interval(low=floor, high=high, high_open=high > floor), Hedge.AT_MOST
    if bound is Bound.MOST:
        return Interval(low=floor, high=high), Hedge.AT_MOST
    if low != high:
        hedge = Hedge.AT_LEAST if high == math.inf else Hedge.ABOUT
        return Interval(low=low, high=high), hedge
    reach = NEARNESS * abs(low)
    if bound is Bound.ABOUT:
        reach = max(reach, step / 2)
        return Interval(low=rounded(low - reach), high=rounded(low + reach)), Hedge.ABOUT
    if bound is Bound.NEARLY:
        return Interval(low=rounded(low - reach), high=low, high_open=reach > 0), Hedge.ABOUT
    if bound is Bound.JUST_OVER:
        return Interval(low=low, high=rounded(low + reach), low_open=reach > 0), Hedge.ABOUT
    return Interval(low=low, high=low), Hedge.EXACT


def rounded(value: float) -> float:
    """The value without the noise of binary fractions (0.30000000000000004)."""
    return float(f"{value:.12g}")
