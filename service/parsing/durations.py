"""Lengths of time in English text ("three decades", "a two-week truce"), as intervals of days."""

from __future__ import annotations

import math

from service.domain.mentions import Duration, Interval, Span
from service.parsing.mention_tokens import Tokens, glued_at, word_at
from service.parsing.number_words import (
    NumberForm,
)
from service.parsing.offsets import find_offsets
from service.parsing.running_days import running_end
from service.parsing.scanning import scan
from service.parsing.single_measures import Measure
from service.parsing.units import DAY, TIME_DAYS, TIME_WORDS

# What follows a point in time and not a length of time: "two weeks ago", "three days earlier".
POINT_WORDS = frozenset({"ago", "earlier", "later", "before", "after", "hence", "beforehand"})
# "a week" is a length only after one of these; in "20 euros a week" it is a rate.
_LENGTH_CUES = frozenset(
    "for within in lasting lasted lasts last during past take takes took spend spends spent "
    "after under over than every".split()
)
_MANY = {"for": 2.0, "many": 3.0, "took": 2.0, "lasted": 2.0, "after": 2.0, "lasting": 2.0}
_LONG_WORDS = {f"{name}long": name for name in ("day", "week", "month", "year", "decade")}
_VAGUE = _LONG_WORDS.keys() | TIME_WORDS.keys()


def find_durations(text: str) -> tuple[Duration, ...]:
    """The lengths of time in a text, in order; ages and points in time ("ago") are left out.

    A year counts as 365.25 days, a month as 30.44. Raises nothing, whatever the text.
    """
    read = scan(text)
    tokens, measures = read.tokens, read.measures
    taken = {at for measure in measures for at in range(measure.start, measure.end)}
    found = []
    for measure in measures:
        running = running_end(tokens, measure)
        if running is not None:
            days = _exactly(running[0])
            found.append(_duration(text, tokens, measure.start, running[1], days))
            taken.update(range(measure.start, running[1]))
        elif _is_length(tokens, measure):
            days = measure.interval()[0]
            found.append(_duration(text, tokens, measure.start, measure.end, days))
    for index, token in enumerate(tokens):
        if token.lower in _VAGUE and index not in taken and index not in read.dated:
            vague = _vague(tokens, index)
            if vague is not None and not taken.intersection(range(vague[0], vague[1])):
                found.append(_duration(text, tokens, *vague))
                taken.update(range(vague[0], vague[1]))
    if found:
        # "Five days lay between the two" says how far apart, not how long.
        apart = [offset.span for offset in find_offsets(text)]
        found = [one for one in found if not any(span.overlaps(one.span) for span in apart)]
    return tuple(sorted(found, key=lambda duration: duration.span))


def _duration(text: str, tokens: Tokens, start: int, end: int, days: Interval) -> Duration:
    span = Span(start=tokens[start].start, end=tokens[end - 1].end)
    return Duration(text=text[span.start : span.end], span=span, days=days)


def _is_length(tokens: Tokens, measure: Measure) -> bool:
    if measure.unit.unit != DAY or measure.number.form is NumberForm.ORDINAL:
        return False
    after = word_at(tokens, measure.end)
    if after in POINT_WORDS:
        return False
    one_day = measure.unit.name == "day" and word_at(tokens, measure.start) == "one"
    if measure.bound is None and (measure.article or one_day):
        return word_at(tokens, measure.start - 1) in _LENGTH_CUES or after == "of"
    return True


def _vague(tokens: Tokens, index: int) -> tuple[int, int, Interval] | None:
    """A length without a number: (first token, token after it, days)."""
    word = word_at(tokens, index)
    before, after = word_at(tokens, index - 1), word_at(tokens, index + 1)
    if word in _LONG_WORDS:
        return index, index + 1, _exactly(TIME_DAYS[_LONG_WORDS[word]])
    name = TIME_WORDS.get(word)
    if name is None:
        return None
    days = TIME_DAYS[name]
    if word == name:
        if after == "-" and word_at(tokens, index + 2) == "long" and glued_at(tokens, index + 2):
            return index, index + 3, _exactly(days)
        return (index, index + 1, _exactly(days)) if before == "past" else None
    if after in POINT_WORDS:
        return None
    low = _MANY.get(before)
    if low is None and after == "of" and word_at(tokens, index + 2) != "age":
        low = 2.0
    if low is None:
        return None
    start = index - 1 if before == "many" else index
    return start, index + 1, Interval(low=low * days, high=math.inf)


def _exactly(days: float) -> Interval:
    return Interval(low=days, high=days)
