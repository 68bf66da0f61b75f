"""Quantities in English text: numbers with hedge, unit and the thing that they count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from service.domain.mentions import Quantity, Span
from service.parsing.clocks import find_clock_times
from service.parsing.counted_nouns import counted_tokens, is_function_word, is_plural_noun
from service.parsing.hedges import bound_after, rounded
from service.parsing.mention_tokens import (
    Tokens,
    glued_at,
    is_capitalised,
    is_number,
    is_word,
    opens_sentence,
    word_at,
)
from service.parsing.number_words import NumberForm, NumberReading, place_value
from service.parsing.running_days import running_end
from service.parsing.scanning import scan
from service.parsing.single_measures import RATIO, Measure
from service.parsing.units import AGE, COUNTED_UNITS, DAY, TIMES

_CASUALTY_WORDS = frozenset(
    {"dead", "killed", "injured", "wounded", "arrested", "detained", "hurt"}
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# Three digits behind a point are thousands on the continent, and decimals in English.
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_WITHOUT_PARTS = COUNTED_UNITS - {"point"} | {""}
_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:(?:the|its|their|all|his|her|a|some)\s+)?")
_NOBODY = frozenset({"nobody", "no one"})
_DETERMINED = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "that", "for"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """The counted phrase as tokens, and the end of the quantity after a late bound."""

    start: int
    end: int


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order, none overlapping another.

    Years, dates, clock times, durations, scores and numbers inside names are left out; ages and
    ordinals are in. Runs in linear time and raises nothing, whatever the text.
    """
    read = scan(text)
    found = (
        _quantity(text, read.tokens, measure)
        for measure in read.measures
        if measure.unit.unit != DAY and running_end(read.tokens, measure) is None
    )
    clocks = find_clock_times(text) if read.measures else ()
    kept = [
        quantity
        for quantity in found
        if quantity is not None and not any(time.span.overlaps(quantity.span) for time in clocks)
    ]
    return tuple(
        _of_whole(text, part, whole) for part, whole in zip_longest(kept, kept[1:]) if part
    )


def _of_whole(text: str, part: Quantity, whole: Quantity | None) -> Quantity:
    """A number before the whole counts the same thing: "86 of the 180 seats" are 86 seats."""
    if whole is None or part.counted or part.unit or part.ordinal or not whole.counted:
        return part
    if _OF.fullmatch(text, part.span.end, whole.span.start) is None:
        return part
    return replace(part, unit=whole.unit, counted=whole.counted, counted_span=whole.counted_span)


def _quantity(text: str, tokens: Tokens, measure: Measure) -> Quantity | None:
    counted = _counted(tokens, measure)
    ordinal = measure.number.form is NumberForm.ORDINAL
    if ordinal and not _is_told_ordinal(tokens, measure, counted):
        return None
    if _is_name_number(tokens, measure, counted):
        return None
    whole = _in_thousands(tokens, measure, counted)
    if whole is None:
        return None
    measure = _with_late_bound(tokens, whole, counted)
    start, end = tokens[measure.start].start, tokens[measure.end - 1].end
    interval, hedge = measure.interval()
    counted_span = None
    if counted is not None:
        counted_span = Span(start=tokens[counted.start].start, end=tokens[counted.end - 1].end)
    return Quantity(
        text=text[start:end],
        span=Span(start=start, end=end),
        value=measure.value,
        interval=interval,
        hedge=hedge,
        unit=measure.unit.unit,
        counted=text[counted_span.start : counted_span.end].lower() if counted_span else "",
        counted_span=counted_span,
        ordinal=ordinal,
    )


def _counted(tokens: Tokens, measure: Measure) -> _Counted | None:
    unit = measure.unit.unit
    if unit in COUNTED_UNITS and not measure.unit.hyphened:
        return _Counted(start=measure.unit.end - 1, end=measure.unit.end)
    if unit in {AGE, TIMES}:
        return None
    if tokens[measure.end - 1].lower in _NOBODY:
        return None
    one = measure.number.form is NumberForm.ORDINAL or (
        measure.number.high == 1 and measure.top is None
    )
    hyphened = word_at(tokens, measure.end) == "-" and glued_at(tokens, measure.end + 1)
    if hyphened:
        # "a 12-member crew" counts members, "20,000-strong" names nothing.
        noun = measure.end + 1
        named = is_word(tokens, noun) and not is_function_word(word_at(tokens, noun))
        return _Counted(start=noun, end=noun + 1) if named else None
    one_in_many = unit == RATIO and word_at(tokens, measure.number.end - 2) in {"in", "of"}
    found = counted_tokens(
        tokens,
        measure.end,
        one=one,
        whole=unit != "" and not one_in_many,
        share=unit == RATIO,
    )
    return None if found is None else _Counted(start=found[0], end=found[1])


def _is_told_ordinal(tokens: Tokens, measure: Measure, counted: _Counted | None) -> bool:
    """Whether an ordinal ranks something ("the third victim") and is no adverb ("first, …")."""
    return counted is not None and (
        is_number(tokens, measure.start)
        or measure.number.value > 2
        or word_at(tokens, measure.start - 1) in _DETERMINED
    )


def _is_name_number(tokens: Tokens, measure: Measure, counted: _Counted | None) -> bool:
    """Whether bare digits follow a name and count nothing: "Boeing 737 crashed"."""
    plain = counted is None and measure.bound is None and measure.top is None
    if not plain or measure.unit.unit or not is_number(tokens, measure.start):
        return False
    before = measure.start - 1
    return (
        is_capitalised(tokens, before)
        and word_at(tokens, before) not in _WEEKDAYS
        and word_at(tokens, measure.end) not in _CASUALTY_WORDS
        and not opens_sentence(tokens, before)
    )


def _in_thousands(tokens: Tokens, measure: Measure, counted: _Counted | None) -> Measure | None:
    """Read "3.000 people" as thousands: of what has no parts, a point parts no decimals.

    None where the digits may be read either way, all else as it was.
    """
    numbers = [measure.number] + ([measure.top] if measure.top is not None else [])
    parted = [_THOUSANDS.fullmatch(tokens[number.end - 1].text) for number in numbers]
    if measure.unit.unit not in _WITHOUT_PARTS or not any(parted):
        return measure
    if counted is None or not all(parted):
        return None
    nouns = range(counted.start, counted.end)
    if word_at(tokens, counted.end) == "per" or not any(is_plural_noun(tokens, n) for n in nouns):
        return measure
    number, *top = (_times_thousand(number) for number in numbers)
    return replace(measure, number=number, top=top[0] if top else None)


def _times_thousand(number: NumberReading) -> NumberReading:
    value = rounded(number.value * 1000)
    return replace(number, value=value, low=value, high=value, step=place_value(f"{value:.0f}"))


def _with_late_bound(tokens: Tokens, measure: Measure, counted: _Counted | None) -> Measure:
    """Apply a bound that stands after the counted noun: "20 people or more"."""
    if counted is None or measure.bound is not None or measure.top is not None:
        return measure
    after = bound_after(tokens, counted.end)
    if after is None or measure.number.form is not NumberForm.CARDINAL:
        return measure
    return measure.bounded_by(after.bound, after.at)
