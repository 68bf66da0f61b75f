"""Periods of the calendar: "early 2021", "Q3 2023", "spring 2020", "the first Friday of May"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from service.parsing.calendar_words import (
    MONTH_ABBREVIATIONS,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    WINTER,
    DayRange,
    YearlessDays,
    months,
    season,
    third_of,
    years,
)
from service.parsing.mention_tokens import (
    Tokens,
    is_number,
    is_word,
    word_at,
)
from service.parsing.number_starts import read_ordinal
from service.parsing.number_tables import PEOPLE_WORDS
from service.parsing.years import plain_year, read_decade

_PARTS = {
    "early": "early",
    "beginning": "early",
    "start": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
}

# What a period can begin with: a part of one, a season, "last", a quarter, a month.
PERIODS_BEGIN = frozenset((*_PARTS, *SEASONS, WINTER, "last", "q1", "q2", "q3", "q4")) | {
    f"{name}{end}" for name in (*MONTHS, *MONTH_ABBREVIATIONS) for end in ("", "'s")
}

_AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarMatch:
    """A date in tokens ``start`` to ``end``; ``days`` is None while it cannot be placed.

    ``yearless`` keeps what was named when the year was not, ``weekday`` a weekday that was.
    """

    start: int
    end: int
    days: DayRange | None
    yearless: YearlessDays | None = None
    weekday: int | None = None


def month_at(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """The month named at a token: (number, index after it)."""
    if not is_word(tokens, index):
        return None
    capital = tokens[index].text[0].isupper()
    word = word_at(tokens, index).removesuffix("'s")
    if word in _AMBIGUOUS_MONTHS and not capital:
        return None
    if word in MONTHS:
        return MONTHS[word], index + 1
    if word in MONTH_ABBREVIATIONS and capital:
        # The stop of "since Jan." may end the sentence, so it belongs only to "Jan. 5".
        dotted = word_at(tokens, index + 1) == "." and is_number(tokens, index + 2)
        return MONTH_ABBREVIATIONS[word], index + (2 if dotted else 1)
    return None


def counts_people(tokens: Tokens, index: int) -> bool:
    """Whether the number before a token counts: "in January 20 people died"."""
    return word_at(tokens, index) in PEOPLE_WORDS or word_at(tokens, index) in {
        "%",
        "percent",
        "per",
        "million",
        "thousand",
    }


def period_at(tokens: Tokens, index: int) -> tuple[DayRange, int] | None:
    """A month with its year, a year or a decade: (days, index after it)."""
    month = month_at(tokens, index)
    if month is not None:
        place = month[1] + (word_at(tokens, month[1]) in {",", "of"})
        year = plain_year(tokens, place)
        found = months(year, month[0], month[0]) if year is not None else None
        return None if found is None else (found, place + 1)
    decade = read_decade(tokens, index)
    if decade is not None:
        return decade
    year = plain_year(tokens, index)
    found = years(year, year) if year is not None else None
    return None if found is None else (found, index + 1)


def read_part(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    """ "early 2021", "mid-2021", "the end of March 2021", "late January"."""
    part = _PARTS.get(word_at(tokens, index))
    if part is None:
        return None
    place = index + 1
    while word_at(tokens, place) in {"-", "of", "in", "the"} and place < index + 3:
        place += 1
    period = period_at(tokens, place)
    if period is not None:
        days, end = period
        return CalendarMatch(start=index, end=end, days=third_of(days, part))
    month = month_at(tokens, place)
    if month is None:
        return None
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, 0)}[part]
    yearless = YearlessDays(month=month[0], first_day=first, last_day=last)
    return CalendarMatch(
        start=index, end=month[1], days=yearless.nearest(reference), yearless=yearless
    )


def read_season(tokens: Tokens, index: int) -> CalendarMatch | None:
    name = word_at(tokens, index)
    if name not in SEASONS and name != WINTER:
        return None
    place = index + 1 + (word_at(tokens, index + 1) in {"of", "in"})
    year = plain_year(tokens, place)
    if year is None or counts_people(tokens, place + 1):
        return None
    return CalendarMatch(start=index, end=place + 1, days=season(year, name))


def read_nth(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    """ "the first Friday of 2022", "the last Sunday of March", "Q3 2023", "third quarter"."""
    word = word_at(tokens, index)
    if len(word) == 2 and word[0] == "q" and word[1] in "1234":
        return _share_of_year(tokens, index, index + 1, int(word[1]), 3, reference)
    number = read_ordinal(tokens, index) if word != "last" else None
    if number is None and word != "last":
        return None
    nth, end = (int(number.value), number.end) if number is not None else (-1, index + 1)
    noun = word_at(tokens, end)
    if noun in {"quarter", "half"} and 1 <= nth <= (4 if noun == "quarter" else 2):
        # "the second half" alone may belong to a match; a quarter alone is one of the year.
        length = 3 if noun == "quarter" else 6
        return _share_of_year(tokens, index, end + 1, nth, length, reference)
    weekday = WEEKDAYS.get(noun)
    if weekday is None or word_at(tokens, end + 1) not in {"of", "in"}:
        return None
    period = period_at(tokens, end + 2)
    month = month_at(tokens, end + 2)
    if period is None and month is not None:
        days = YearlessDays(month=month[0], first_day=1, last_day=0).nearest(reference)
        return _nth_weekday(index, month[1], days, nth, weekday)
    return None if period is None else _nth_weekday(index, period[1], period[0], nth, weekday)


def _nth_weekday(
    start: int, end: int, days: DayRange | None, nth: int, weekday: int
) -> CalendarMatch:
    found = None
    if days is not None:
        first = days.first + timedelta(days=(weekday - days.first.weekday()) % 7)
        count = (days.last - first).days // 7 + 1
        if nth <= count:
            day = first + timedelta(days=7 * ((nth if nth > 0 else count) - 1))
            found = DayRange(first=day, last=day)
    return CalendarMatch(start=start, end=end, days=found, weekday=weekday)


def _share_of_year(
    tokens: Tokens, start: int, end: int, nth: int, length: int, reference: date | None
) -> CalendarMatch | None:
    place = end + (word_at(tokens, end) in {"of", "in", ","})
    year = plain_year(tokens, place)
    if year is None and length == 6:
        return None
    found_end = end if year is None else place + 1
    if year is None and reference is not None:
        year = reference.year
    days = months(year, nth * length - length + 1, nth * length) if year is not None else None
    return CalendarMatch(start=start, end=found_end, days=days)
