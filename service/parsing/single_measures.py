"""One number with its currency or unit, before hedges and ranges are read."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from service.domain.mentions import Hedge, Interval
from service.parsing.ages import AGES_BEGIN, read_age
from service.parsing.currencies import currency_before
from service.parsing.hedges import Bound, bound_after, bound_before, bounded, rounded
from service.parsing.mention_tokens import (
    Tokens,
    glued_at,
    is_number,
    word_at,
)
from service.parsing.number_contexts import is_amount, is_free_before
from service.parsing.number_starts import begins_none
from service.parsing.number_tables import FIRST_WORDS as NUMBERS_BEGIN
from service.parsing.number_words import (
    NumberForm,
    NumberReading,
    exactly,
    read_number,
)
from service.parsing.units import AGE, CELSIUS, DAY, TIME_WORDS, UnitReading, read_unit

NO_UNIT = UnitReading(unit="", end=0)

RATIO = "ratio"

_MULTIPLES = {
    "twice": 2.0,
    "thrice": 3.0,
    "doubled": 2.0,
    "tripled": 3.0,
    "trebled": 3.0,
    "quadrupled": 4.0,
    "twofold": 2.0,
    "threefold": 3.0,
    "fourfold": 4.0,
    "fivefold": 5.0,
    "tenfold": 10.0,
}

_MULTIPLES_OF = {"double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0}

# What a measure can begin with, besides digits.
MEASURES_BEGIN = NUMBERS_BEGIN | AGES_BEGIN | _MULTIPLES.keys() | _MULTIPLES_OF.keys()

_NONE_OF = frozenset(
    "people civilians casualties deaths injuries victims arrests survivors fatalities children "
    "women men soldiers officers police protesters passengers troops incidents attacks".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An amount in tokens ``start`` to ``end``, as yet without the thing that it counts.

    ``number``/``unit`` are as read, so that a bound found later ("20 people or more") can be
    applied; ``top`` is the upper number of a range. ``article`` marks "a week", "an hour".
    """

    start: int
    end: int
    number: NumberReading
    unit: UnitReading
    bound: Bound | None = None
    top: NumberReading | None = None
    top_unit: UnitReading = NO_UNIT
    age_range: bool = False
    article: bool = False

    @property
    def value(self) -> float:
        """The number as written, in base units."""
        return rounded(self.number.value * self.unit.factor + self.unit.shift)

    def bounded_by(self, bound: Bound, end: int) -> Measure:
        """The same amount with a bound whose words reach to token ``end``."""
        return replace(self, bound=bound, end=end)

    def interval(self) -> tuple[Interval, Hedge]:
        """The numbers that the words allow, in base units, and how they say so."""
        if self.top is not None:
            low, high = self.value, self.top.value * self.top_unit.factor + self.top_unit.shift
            return Interval(low=low, high=max(low, rounded(high))), Hedge.RANGE
        below_zero = self.unit.unit == CELSIUS or self.number.value < 0
        found, hedge = bounded(
            self.bound,
            self.number.low,
            self.number.high,
            step=self.number.step,
            floor=-math.inf if below_zero else 0.0,
        )
        factor, shift = self.unit.factor, self.unit.shift
        converted = replace(
            found,
            low=rounded(found.low * factor + shift),
            high=rounded(found.high * factor + shift),
        )
        return converted, Hedge.RANGE if self.age_range else hedge


def word_may_begin(tokens: Tokens, index: int) -> bool:
    """Whether a measure may begin with this word of ``MEASURES_BEGIN``: most articles begin none."""
    if not begins_none(tokens, index):
        return True
    following = word_at(tokens, index + 1)
    return following in (_NONE_OF if word_at(tokens, index) == "no" else TIME_WORDS)


def read_single(tokens: Tokens, index: int, floor: int, *, joined: bool = False) -> Measure | None:
    """One number with the currency before it and the unit after it."""
    age = read_age(tokens, index)
    if age is not None:
        low, high, end = age
        number = NumberReading(end=end, value=low, low=low, high=high)
        unit = UnitReading(unit=AGE, end=end)
        return Measure(start=index, end=end, number=number, unit=unit, age_range=high < math.inf)
    special = _multiple(tokens, index) or _article_time(tokens, index)
    if special is not None:
        return special
    if not joined and not is_free_before(tokens, index):
        return None
    money = currency_before(tokens, index, floor)
    number_read = _no_people(tokens, index) or read_number(tokens, index, money=money is not None)
    if number_read is None:
        return None
    number = _one_in_many(tokens, number_read)
    if money is not None:
        start, unit = money[1], UnitReading(unit=money[0], end=number.end)
    else:
        start, unit = index, _unit_after(tokens, number)
    hedged = money is not None or bound_before(tokens, start, floor) is not None
    if not is_amount(tokens, index, number, unit=unit is not NO_UNIT, hedged=hedged):
        return None
    if number.form is NumberForm.CARDINAL and _is_negative(tokens, start, floor):
        number = replace(number, value=-number.value, low=-number.high, high=-number.low)
        start -= 1
    end = max(number.end, unit.end)
    return Measure(start=start, end=end, number=number, unit=unit)


def _unit_after(tokens: Tokens, number: NumberReading) -> UnitReading:
    if number.form is NumberForm.ORDINAL:
        return NO_UNIT
    end = number.end
    if number.form is NumberForm.RATIO:
        words = 1 if word_at(tokens, end) in {"a", "an"} else 0
        words = 2 if (word_at(tokens, end), word_at(tokens, end + 1)) == ("of", "a") else words
        part = read_unit(tokens, end + words, number.value) if words else None
        return part or UnitReading(unit=RATIO, end=end)
    after = bound_after(tokens, end)
    place = after.at if after is not None else end
    if after is None and number.is_vague and word_at(tokens, end) == "of":
        place = end + 1
    return read_unit(tokens, place, number.value) or NO_UNIT


def _one_in_many(tokens: Tokens, number: NumberReading) -> NumberReading:
    """Read "one in five" and "3 out of 4" as a ratio, all else as it was."""
    words = 1 if word_at(tokens, number.end) == "in" else 0
    if (word_at(tokens, number.end), word_at(tokens, number.end + 1)) == ("out", "of"):
        words = 2
    if not words or number.is_vague or number.scale != 1 or not 0 < number.value < 100:
        return number
    whole = read_number(tokens, number.end + words)
    if whole is None or whole.form is not NumberForm.CARDINAL or whole.is_vague:
        return number
    year_like = words == 1 and whole.value >= 1000 and is_number(tokens, number.end + words)
    if whole.value <= number.value or year_like or read_unit(tokens, whole.end, whole.value):
        return number
    share = rounded(number.value / whole.value)
    form = NumberForm.RATIO
    return NumberReading(end=whole.end, value=share, low=share, high=share, form=form)


def _multiple(tokens: Tokens, index: int) -> Measure | None:
    word = word_at(tokens, index)
    value = _MULTIPLES.get(word)
    if value is None and word_at(tokens, index + 1) in {"the", "its", "that", "their", "what"}:
        value = _MULTIPLES_OF.get(word)
    if value is None:
        return None
    unit = UnitReading(unit="times", end=index + 1)
    return Measure(start=index, end=index + 1, number=exactly(index + 1, value, 0), unit=unit)


def _article_time(tokens: Tokens, index: int) -> Measure | None:
    """ "a week", "an hour and a half"."""
    if word_at(tokens, index) not in {"a", "an"} or word_at(tokens, index + 1) not in TIME_WORDS:
        return None
    unit = read_unit(tokens, index + 1, 1)
    if unit is None or unit.unit != DAY:
        return None
    after = tuple(word_at(tokens, unit.end + offset) for offset in range(3))
    value, end = (1.5, unit.end + 3) if after == ("and", "a", "half") else (1.0, unit.end)
    number = exactly(index + 1, value, 0.1)
    return Measure(start=index, end=end, number=number, unit=unit, article=value == 1)


def _no_people(tokens: Tokens, index: int) -> NumberReading | None:
    if word_at(tokens, index) == "no" and word_at(tokens, index + 1) in _NONE_OF:
        return exactly(index + 1, 0, 1)
    return None


def _is_negative(tokens: Tokens, start: int, floor: int) -> bool:
    if start - 1 < floor:
        return False
    before = tokens[start - 1]
    return before.lower == "minus" or (
        before.text in {"-", "−"} and not before.glued and glued_at(tokens, start)
    )
