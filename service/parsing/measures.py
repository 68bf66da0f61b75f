"""Numbers with their hedges and units: what quantities, durations and "N years ago" are made of."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from service.parsing.currencies import currency_before
from service.parsing.hedges import bound_after, bound_before, rounded
from service.parsing.mention_tokens import (
    TokenKind,
    Tokens,
    is_capitalised,
    is_word,
    word_at,
)
from service.parsing.number_words import (
    NumberForm,
    read_number,
)
from service.parsing.single_measures import (
    MEASURES_BEGIN,
    NO_UNIT,
    Measure,
    read_single,
    word_may_begin,
)
from service.parsing.units import AGE, MAGNITUDE, UnitReading

# "from 5 to 10" after one of these tells how something changed and is no range.
_CHANGES = frozenset(
    "rose rise rises risen rising fell fall falls fallen falling increase increased increases "
    "increasing decrease decreased decreases grew grow grown growing climbed dropped drop drops "
    "declined jumped raised raise raises raising cut cuts cutting lowered lifted went going gone "
    "up down soared plunged slipped slowed moved narrowed widened shrank swelled doubled tripled "
    "reduced hiked changed".split()
)
_CHANGE_REACH = 8


def scan_measures(tokens: Tokens, blocked: Set[int]) -> list[Measure]:
    """All measures in order, none of them touching a blocked token."""
    found: list[Measure] = []
    number, fraction = TokenKind.NUMBER, TokenKind.FRACTION
    floor = 0
    for index, token in enumerate(tokens):
        if index < floor:
            continue
        if index in blocked:
            floor = index + 1
        elif (
            # Most words begin no measure, and need no more questions.
            token.kind is number
            or token.kind is fraction
            or (token.lower in MEASURES_BEGIN and word_may_begin(tokens, index))
        ):
            measure = _measure_at(tokens, index, floor, blocked)
            if measure is None:
                continue
            if found and _is_second_age(tokens, found[-1], measure):
                measure = replace(measure, unit=UnitReading(unit=AGE, end=measure.end))
            found.append(measure)
            floor = measure.end
    return found


def _is_second_age(tokens: Tokens, age: Measure, measure: Measure) -> bool:
    """Whether a bare number goes on with a list of ages: "two men aged 34 and 41"."""
    return (
        age.unit.unit == AGE
        and age.start < age.unit.end - 1
        and measure.unit is NO_UNIT
        and measure.number.form is NumberForm.CARDINAL
        and measure.start == age.end + 1
        and word_at(tokens, age.end) in {"and", ","}
        and not is_word(tokens, measure.end)
    )


def _measure_at(tokens: Tokens, index: int, floor: int, blocked: Set[int]) -> Measure | None:
    single = read_single(tokens, index, floor)
    if single is None or any(at in blocked for at in range(single.start, single.end)):
        return None
    if single.number.form is NumberForm.ORDINAL or single.age_range:
        return single
    ranged = _range_from(tokens, single, floor, blocked)
    if ranged is not None:
        return ranged
    return _with_context(tokens, single, floor)


def _range_from(tokens: Tokens, first: Measure, floor: int, blocked: Set[int]) -> Measure | None:
    """The range that begins with a measure, or a measure that takes the unit of its fellow."""
    before = word_at(tokens, first.start - 1) if first.start > floor else ""
    connector = word_at(tokens, first.end)
    opened = before == "between" and connector == "and"
    if first.article or first.number.is_vague or not (opened or connector in {"to", "-", "or"}):
        return None
    second = read_single(tokens, *_second_place(tokens, first), joined=True)
    if second is None or second.article or second.number.form is not first.number.form:
        return None
    if any(at in blocked for at in range(first.end, second.end)):
        return None
    first, second = _share(_in_full(tokens, first, second), second)
    if first.unit.unit != second.unit.unit or second.number.is_vague:
        return None
    low = first.number.value * first.unit.factor
    high = second.number.value * second.unit.factor
    if low >= high or (connector == "or" and high > 2 * low):
        return None
    if connector == "to" and _tells_change(tokens, first.start):
        return _with_context(tokens, first, floor)
    start = first.start - 1 if opened or before == "from" else first.start
    hedge = bound_before(tokens, start, floor)
    ranged = replace(
        first,
        start=hedge.at if hedge is not None else start,
        end=second.end,
        top=second.number,
        top_unit=second.unit,
    )
    return _with_prefix_unit(tokens, ranged, floor)


def _second_place(tokens: Tokens, first: Measure) -> tuple[int, int]:
    """Where the number behind a connector stands, past its currency sign, and its floor."""
    floor = first.end + 1
    for index in range(floor, min(floor + 3, len(tokens))):
        if index == floor or currency_before(tokens, index, floor) is not None:
            number = read_number(tokens, index, money=first.unit.factor == 1)
            if number is not None:
                return index, floor
    return floor, floor


def _in_full(tokens: Tokens, first: Measure, second: Measure) -> Measure:
    """The first end of a range with the thousands that it leaves to the other: "10-12,000"."""
    digits = tokens[first.number.end - 1].text
    short = first.unit is NO_UNIT and first.number.scale == 1 and digits.isdecimal()
    if not short or word_at(tokens, first.end) != "-" or second.number.scale != 1:
        return first
    _, *groups = re.split(r"[,'\s]", tokens[second.number.end - 1].text)
    value = first.number.value * 1000.0 ** len(groups)
    if len(digits) > 3 or not groups or value >= second.number.value:
        return first
    return replace(first, number=replace(first.number, value=value, low=value, high=value))


def _share(first: Measure, second: Measure) -> tuple[Measure, Measure]:
    """Let each end of a range take the unit and the scale that only the other one names."""
    if first.unit is NO_UNIT and second.unit is not NO_UNIT:
        first = replace(first, unit=second.unit)
    elif second.unit is NO_UNIT and first.unit is not NO_UNIT:
        second = replace(second, unit=first.unit)
    scale = second.number.scale
    if first.number.scale == 1 and scale > 1 and first.number.value < second.number.value / scale:
        value = rounded(first.number.value * scale)
        first = replace(first, number=replace(first.number, value=value, low=value, high=value))
    return first, second


def _tells_change(tokens: Tokens, index: int) -> bool:
    for at in range(index - 1, max(-1, index - 1 - _CHANGE_REACH), -1):
        if tokens[at].lower in {",", ".", ";"}:
            return False
        if tokens[at].lower in _CHANGES:
            return True
    return False


def _with_context(tokens: Tokens, measure: Measure, floor: int) -> Measure:
    """Add the bounds that stand before and after the number."""
    after = bound_after(tokens, measure.number.end)
    end = max(measure.end, after.at) if after is not None else measure.end
    if after is None:
        after = bound_after(tokens, end)
        end = after.at if after is not None else end
    before = bound_before(tokens, measure.start, floor)
    start = measure.start
    if before is None and word_at(tokens, start - 1) in {"a", "an"} and start - 1 > floor:
        before = bound_before(tokens, start - 1, floor)
    if before is not None:
        start = before.at
    bound = before.bound if before is not None else after.bound if after is not None else None
    if bound is not None or end != measure.end:
        measure = replace(measure, start=start, end=end, bound=bound)
    return _with_prefix_unit(tokens, measure, floor)


def _with_prefix_unit(tokens: Tokens, measure: Measure, floor: int) -> Measure:
    """Read the units that stand before a number: "aged 81", "a magnitude of 6.4"."""
    if measure.unit is not NO_UNIT or measure.number.form is not NumberForm.CARDINAL:
        return measure
    start = measure.start
    words = tuple(word_at(tokens, at) if at >= floor else "" for at in (start - 2, start - 1))
    for name, unit in (("age", AGE), ("aged", AGE), ("ages", AGE), ("magnitude", MAGNITUDE)):
        if words[1] == name or words in {(name, "of"), (name, "-")}:
            at = start - 1 if words[1] == name else start - 2
            reading = UnitReading(unit=unit, end=measure.end)
            return replace(measure, start=at, unit=reading, top_unit=reading)
    stands_apart = words[1] == "," and word_at(tokens, measure.end) == ","
    if stands_apart and is_capitalised(tokens, start - 2) and 5 < measure.number.value <= 110:
        # "Ivan Petrov, 81, said": a lone number after a name is the person's age.
        return replace(measure, unit=UnitReading(unit=AGE, end=measure.end))
    return measure
