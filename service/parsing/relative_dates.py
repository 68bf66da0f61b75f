"""Dates that lean on a reference date: "on Friday", "last month", "three years ago"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from service.parsing.calendar_periods import CalendarMatch, month_at
from service.parsing.calendar_words import (
    SEASONS,
    WEEKDAYS,
    WINTER,
    DayRange,
    YearlessDays,
    months,
    season,
    shifted,
    week_of,
    weekday_on_or_after,
    weekday_on_or_before,
    years,
)
from service.parsing.mention_tokens import Tokens, phrase_end, word_at
from service.parsing.single_measures import Measure
from service.parsing.units import DAY

_DAY_PHRASES: tuple[tuple[str, int], ...] = (
    ("the day before yesterday", -2),
    ("the day after tomorrow", 2),
    ("last night", -1),
    ("this morning", 0),
    ("this afternoon", 0),
    ("this evening", 0),
    ("yesterday", -1),
    ("today", 0),
    ("tonight", 0),
    ("tomorrow", 1),
)
_DAY_TABLE: dict[str, list[tuple[tuple[str, ...], int]]] = {}
for _phrase, _shift in _DAY_PHRASES:
    _words = tuple(_phrase.split())
    _DAY_TABLE.setdefault(_words[0], []).append((_words, _shift))

_STEPS = {"this": 0, "current": 0, "last": -1, "previous": -1, "next": 1, "coming": 1}
_FIRST_WORDS = frozenset(
    f"{word}{end}"
    for word in (*_DAY_TABLE, *_STEPS, *WEEKDAYS, "earlier", "later")
    for end in ("", "'s")
)
_FUTURE_CUES = frozenset({"will", "shall", "won't", "scheduled", "planned", "plans", "due"})
_REPORTING = frozenset(
    "said says told announced reported ordered warned stated declared confirmed wrote".split()
)
_SENTENCE_ENDS = frozenset({".", "!", "?", ";"})
_YEARS_IN = {"year": 1, "decade": 10, "century": 100}
# How many years "a decade ago" and "a century ago" may be off.
_SLACK_YEARS = {"year": 0, "decade": 1, "century": 5}
_SLACK_DAYS = {"week": 3, "fortnight": 3}


def future_sentences(tokens: Tokens) -> list[bool]:
    """For each token whether its sentence speaks of the future."""
    flags: list[bool] = []
    start = 0
    future = False
    for index, token in enumerate(tokens):
        future = future or token.lower in _FUTURE_CUES or token.lower.endswith("'ll")
        if token.lower in _SENTENCE_ENDS or index == len(tokens) - 1:
            flags.extend([future] * (index + 1 - start))
            start, future = index + 1, False
    return flags


def may_begin(tokens: Tokens) -> list[int]:
    """The tokens with which a relative date may begin: few texts have one."""
    return [index for index, token in enumerate(tokens) if token.lower in _FIRST_WORDS]


def relative_at(
    tokens: Tokens, index: int, reference: date | None, future: Sequence[bool]
) -> CalendarMatch | None:
    """The date relative to a reference that begins at a token."""
    if tokens[index].lower not in _FIRST_WORDS:
        return None
    return (
        _day(tokens, index, reference)
        or _stepped(tokens, index, reference)
        or _weekday(tokens, index, reference, future)
    )


def _one_day(day: date | None) -> DayRange | None:
    return None if day is None else DayRange(first=day, last=day)


def _day(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    for words, days in _DAY_TABLE.get(word_at(tokens, index).removesuffix("'s"), ()):
        end = index + 1 if len(words) == 1 else phrase_end(tokens, index, words)
        if end is not None:
            found = _one_day(shifted(reference, days)) if reference is not None else None
            return CalendarMatch(start=index, end=end, days=found)
    return None


def _stepped(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    """ "earlier this week", "last month", "next year", "last January", "this summer"."""
    edge = word_at(tokens, index) if word_at(tokens, index) in {"earlier", "later"} else ""
    place = index + (1 if edge else 0)
    step = _STEPS.get(word_at(tokens, place))
    if step is None:
        return None
    noun = word_at(tokens, place + 1).removesuffix("'s")
    if noun in WEEKDAYS:
        if reference is None:
            return CalendarMatch(start=index, end=place + 2, days=None, weekday=WEEKDAYS[noun])
        found = _one_day(_stepped_weekday(reference, WEEKDAYS[noun], step))
        return CalendarMatch(start=index, end=place + 2, days=found, weekday=WEEKDAYS[noun])
    month = month_at(tokens, place + 1)
    if month is None and noun not in _PERIODS and noun not in SEASONS and noun != WINTER:
        return None
    end = month[1] if month is not None else place + 2
    days = None
    if reference is not None:
        days = _month_step(reference, month[0], step) if month else _period(reference, noun, step)
    if days is not None and reference is not None and edge and days.first <= reference <= days.last:
        days = (
            DayRange(first=days.first, last=reference)
            if edge == "earlier"
            else DayRange(first=reference, last=days.last)
        )
    return CalendarMatch(start=index, end=end, days=days)


_PERIODS = frozenset({"week", "weekend", "month", "year", "decade", "century", "quarter"})


def _period(reference: date, noun: str, step: int) -> DayRange | None:
    year = reference.year
    if noun == "week":
        return week_of(reference, step)
    if noun == "weekend":
        week = week_of(reference, step)
        saturday = None if week is None else shifted(week.first, 5)
        return None if week is None or not saturday else DayRange(first=saturday, last=week.last)
    if noun == "month":
        return months(year, reference.month + step, reference.month + step)
    if noun == "quarter":
        first = (reference.month - 1) // 3 * 3 + 1 + 3 * step
        return months(year, first, first + 2)
    if noun in SEASONS or noun == WINTER:
        return season(year + step if step else year, noun)
    length = {"year": 1, "decade": 10, "century": 100}[noun]
    first_year = year // length * length + length * step
    return years(first_year, first_year + length - 1)


def _month_step(reference: date, month: int, step: int) -> DayRange | None:
    whole = YearlessDays(month=month, first_day=1, last_day=0)
    year = reference.year
    if step < 0 and month >= reference.month:
        year -= 1
    elif step > 0 and month <= reference.month:
        year += 1
    return whole.in_year(year)


def _stepped_weekday(reference: date, weekday: int, step: int) -> date | None:
    if step < 0:
        day = shifted(reference, -1)
        return None if day is None else weekday_on_or_before(day, weekday)
    if step > 0:
        day = shifted(reference, 1)
        return None if day is None else weekday_on_or_after(day, weekday)
    week = week_of(reference)
    return None if week is None else shifted(week.first, weekday)


def _weekday(
    tokens: Tokens, index: int, reference: date | None, future: Sequence[bool]
) -> CalendarMatch | None:
    """A bare weekday: in news the latest one, unless the sentence looks ahead."""
    weekday = WEEKDAYS.get(word_at(tokens, index).removesuffix("'s"))
    if weekday is None:
        return None
    if reference is None:
        return CalendarMatch(start=index, end=index + 1, days=None, weekday=weekday)
    before = [token.lower for token in tokens[max(0, index - 3) : index]]
    # "Marched through Tolmark on Tuesday" has the "through" of a place.
    ahead = any(word in {"until", "till", "'til"} for word in before) or before[-1:] == ["through"]
    # "said on Friday it will" speaks on a past Friday, "will meet on Friday" of one to come.
    ahead = ahead or (future[index] and not any(word in _REPORTING for word in before))
    resolve = weekday_on_or_after if ahead else weekday_on_or_before
    found = _one_day(resolve(reference, weekday))
    return CalendarMatch(start=index, end=index + 1, days=found, weekday=weekday)


def ago(
    tokens: Tokens, measure: Measure, reference: date | None
) -> tuple[CalendarMatch, bool] | None:
    """ "three years ago", "three days earlier": the date, and whether it may lie before that."""
    if measure.unit.unit != DAY:
        return None
    word = word_at(tokens, measure.end)
    if word in {"earlier", "later"}:
        # "Earlier" than something that the text does not date here.
        return CalendarMatch(start=measure.start, end=measure.end + 1, days=None), False
    if word != "ago":
        return None
    interval, _ = measure.interval()
    low, high = (end / measure.unit.factor for end in (interval.low, interval.high))
    open_ended = high == math.inf
    days = None
    if reference is not None:
        days = _back(reference, measure.unit.name, low, low if open_ended else high)
    return CalendarMatch(start=measure.start, end=measure.end + 1, days=days), open_ended


def _back(reference: date, name: str, low: float, high: float) -> DayRange | None:
    """The days from ``high`` to ``low`` units before the reference date, in the unit's grain."""
    if high > 1e6:
        return None
    low, high = round(low, 6), round(high, 6)
    if name in _YEARS_IN:
        length, slack = _YEARS_IN[name], _SLACK_YEARS[name]
        first = reference.year - math.ceil(high * length) - slack
        return years(first, reference.year - math.floor(low * length) + slack)
    if name == "month":
        month = reference.month
        return months(reference.year, month - math.ceil(high), month - math.floor(low))
    in_days = {"week": 7.0, "fortnight": 14.0, "hour": 1 / 24, "minute": 0.0, "second": 0.0}
    length_days, slack_days = in_days.get(name, 1.0), _SLACK_DAYS.get(name, 0)
    start = shifted(reference, -math.ceil(high * length_days) - slack_days)
    end = shifted(reference, -math.floor(low * length_days) + slack_days)
    return DayRange(first=start, last=end) if start and end and start <= end else None
