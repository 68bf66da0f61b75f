"""Days told one after the other: "the third day running", "five consecutive nights"."""

from __future__ import annotations

from service.parsing.mention_tokens import Tokens, phrase_end, word_at
from service.parsing.single_measures import Measure
from service.parsing.units import DAY, TIME_DAYS, TIME_WORDS

_BEHIND = (("running",), ("in", "a", "row"), ("in", "succession"), ("straight",), ("on", "end"))
_BEFORE_UNIT = frozenset({"consecutive", "straight", "successive"})


def running_end(tokens: Tokens, measure: Measure) -> tuple[float, int] | None:
    """How many days go without a break from an amount's beginning on, and the token after them.

    The third day running is three days; None where the amount counts no days in a row.
    """
    number, end = measure.number, measure.number.end
    if number.low != number.high:
        return None
    if measure.unit.unit == DAY:
        behind = _behind(tokens, measure.end)
        return None if behind is None else (measure.value, behind)
    between = word_at(tokens, end) in _BEFORE_UNIT
    name = TIME_WORDS.get(word_at(tokens, end + between))
    if name is None:
        return None
    end += 1 + between
    behind = _behind(tokens, end)
    if behind is None and not between:
        return None
    return number.value * TIME_DAYS[name], behind or end


def _behind(tokens: Tokens, index: int) -> int | None:
    """The token after the words that say so behind the unit."""
    ends = (phrase_end(tokens, index, words) for words in _BEHIND)
    return next((end for end in ends if end is not None), None)
