"""Dates that name their place in the calendar: "5 January 2022", "Q3 2023", "the 1990s"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from service.parsing.calendar_periods import (
    PERIODS_BEGIN,
    CalendarMatch,
    counts_people,
    month_at,
    read_nth,
    read_part,
    read_season,
)
from service.parsing.calendar_words import (
    WEEKDAYS,
    DayRange,
    YearlessDays,
    day_or_none,
    years,
)
from service.parsing.mention_tokens import (
    TokenKind,
    Tokens,
    glued_at,
    is_number,
    word_at,
)
from service.parsing.number_starts import begins_none
from service.parsing.number_tables import FIRST_WORDS as NUMBERS_BEGIN
from service.parsing.number_tables import ORDINAL_ENDINGS, ORDINALS
from service.parsing.number_words import (
    NumberForm,
    digits_value,
    read_number,
)
from service.parsing.years import DECADE_WORDS, plain_year, read_decade, read_year

# A month without a day or year is one only here: "May" and "March" are common words as well.
_MONTH_CUES = frozenset(
    "in since by until till of from before after early mid late during to and between through "
    "earlier - ,".split()
)
# What a date can begin with, besides digits; each grammar below names its own.
_FIRST_WORDS = NUMBERS_BEGIN | DECADE_WORDS.keys() | PERIODS_BEGIN | WEEKDAYS.keys()


def scan_calendar(tokens: Tokens) -> list[CalendarMatch]:
    """All dates that name their place in the calendar, in order, none overlapping another.

    None that leans on a reference date is placed yet.
    """
    found: list[CalendarMatch] = []
    number, day = TokenKind.NUMBER, TokenKind.CALENDAR
    end = 0
    for index, token in enumerate(tokens):
        # Most words begin no date, and need no more questions.
        if token.lower in _FIRST_WORDS:
            if index < end or begins_none(tokens, index):
                continue
        elif index < end or not (token.kind is number or token.kind is day):
            continue
        match = _match_at(tokens, index, None)
        if match is not None:
            found.append(match)
            end = match.end
    return found


def place_calendar(
    tokens: Tokens, found: Iterable[CalendarMatch], reference: date
) -> list[CalendarMatch]:
    """The dates that ``scan_calendar`` found, placed against a reference date.

    It says which days are meant, never which words are a date, so no text is searched again.
    """
    return [_placed(tokens, match, reference) for match in found]


def _placed(tokens: Tokens, match: CalendarMatch, reference: date) -> CalendarMatch:
    if match.days is not None:
        return match
    if match.yearless is not None:
        return replace(match, days=match.yearless.nearest(reference))
    return _match_at(tokens, match.start, reference) or match


def _match_at(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    kind = tokens[index].kind
    if kind is TokenKind.CALENDAR:
        return _digits(tokens, index)
    if kind is TokenKind.NUMBER:
        return (
            _day_month(tokens, index, reference)
            or _decade(tokens, index)
            or read_nth(tokens, index, reference)
            or _year(tokens, index)
        )
    if kind is not TokenKind.WORD:
        return None
    return (
        _weekday_date(tokens, index, reference)
        or read_nth(tokens, index, reference)
        or read_part(tokens, index, reference)
        or read_season(tokens, index)
        or _day_month(tokens, index, reference)
        or _month(tokens, index, reference)
        or _decade(tokens, index)
    )


def _digits(tokens: Tokens, index: int) -> CalendarMatch | None:
    text = tokens[index].text
    parts = text[:10].split("-") if "-" in text[:5] else text.split(".")[::-1]
    day = day_or_none(int(parts[0]), int(parts[1]), int(parts[2]))
    if day is None:
        return None
    return CalendarMatch(start=index, end=index + 1, days=DayRange(first=day, last=day))


def _day_number(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A day of the month: (1 to 31, index after it)."""
    if is_number(tokens, index):
        if (
            tokens[index].end - tokens[index].start > 2
            or not 1 <= digits_value(tokens[index]) <= 31
        ):
            return None
        ordinal = glued_at(tokens, index + 1) and word_at(tokens, index + 1) in ORDINAL_ENDINGS
        return int(tokens[index].text), index + (2 if ordinal else 1)
    if word_at(tokens, index) in ORDINALS or word_at(tokens, index) in {"twenty", "thirty"}:
        number = read_number(tokens, index)
        if number is not None and number.form is NumberForm.ORDINAL and number.value <= 31:
            return int(number.value), number.end
    return None


def _day_month(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    """ "5 January 2022", "the 6th of January", "2-5 January", "2 and 5 January"."""
    first = _day_number(tokens, index)
    if first is None or (glued_at(tokens, index) and word_at(tokens, index - 1) in {"$", "€", "-"}):
        return None
    day, end = first
    last = day
    if word_at(tokens, end) in {"-", "to", "and", "or"}:
        second = _day_number(tokens, end + 1)
        behind = second[1] + (word_at(tokens, second[1]) == "of") if second is not None else 0
        if second is not None and second[0] > day and month_at(tokens, behind):
            last, end = second
    month = month_at(tokens, end + (word_at(tokens, end) == "of"))
    if month is None:
        return None
    days = YearlessDays(month=month[0], first_day=day, last_day=last)
    return _with_year(tokens, index, month[1], days, reference)


def _month(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    """ "January 5, 2022", "Jan. 5-7", "January 2022", "in January"."""
    month = month_at(tokens, index)
    if month is None:
        return None
    number, end = month
    day = _day_number(tokens, end + (word_at(tokens, end) == "the"))
    if day is not None and not counts_people(tokens, day[1]):
        last = day
        if word_at(tokens, day[1]) in {"-", "to", "and"}:
            second = _day_number(tokens, day[1] + 1)
            if second is not None and second[0] > day[0] and not counts_people(tokens, second[1]):
                last = second
        days = YearlessDays(month=number, first_day=day[0], last_day=last[0])
        return _with_year(tokens, index, last[1], days, reference)
    days = YearlessDays(month=number, first_day=1, last_day=0)
    dated = _with_year(tokens, index, end, days, reference)
    if dated is not None and dated.yearless is None:
        return dated
    before = word_at(tokens, index - 1)
    return dated if before in _MONTH_CUES or word_at(tokens, index).endswith("'s") else None


def _with_year(
    tokens: Tokens, start: int, end: int, days: YearlessDays, reference: date | None
) -> CalendarMatch | None:
    """Add the year that follows a day or month; without one take the nearest."""
    place = end + (word_at(tokens, end) in {",", "of", "in"})
    year = plain_year(tokens, place)
    if year is not None and not counts_people(tokens, place + 1):
        found = days.in_year(year)
        # "30 February 2020" is no date, yet its numbers count nothing either.
        return CalendarMatch(start=start, end=place + 1, days=found)
    return CalendarMatch(start=start, end=end, days=days.nearest(reference), yearless=days)


def _weekday_date(tokens: Tokens, index: int, reference: date | None) -> CalendarMatch | None:
    """ "Friday 7 January", "Friday, January 7, 2022"."""
    weekday = WEEKDAYS.get(word_at(tokens, index))
    if weekday is None:
        return None
    start = index + 1
    while word_at(tokens, start) in {",", "the"} and start < index + 3:
        start += 1
    match = _day_month(tokens, start, reference) or _month(tokens, start, reference)
    if match is None or (match.yearless is not None and match.yearless.last_day == 0):
        return None
    return replace(match, start=index, weekday=weekday)


def _decade(tokens: Tokens, index: int) -> CalendarMatch | None:
    found = read_decade(tokens, index)
    return None if found is None else CalendarMatch(start=index, end=found[1], days=found[0])


def _year(tokens: Tokens, index: int) -> CalendarMatch | None:
    found = read_year(tokens, index)
    if found is None:
        return None
    return CalendarMatch(start=index, end=found[2], days=years(found[0], found[1]))
