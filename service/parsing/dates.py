"""Dates in English text, placed in the calendar against a reference date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.domain.mentions import DateMention, DateRelation, Interval, Span
from service.parsing.calendar_dates import place_calendar
from service.parsing.calendar_periods import CalendarMatch
from service.parsing.calendar_words import DayRange, shifted
from service.parsing.counted_dates import counted_from
from service.parsing.mention_tokens import Tokens, word_at
from service.parsing.offsets import Offset, find_offsets
from service.parsing.relative_dates import ago, future_sentences, may_begin, relative_at
from service.parsing.scanning import Scan, scan

_RELATIONS = {
    "before": DateRelation.BEFORE,
    "after": DateRelation.AFTER,
    "following": DateRelation.AFTER,
    "since": DateRelation.SINCE,
    "from": DateRelation.SINCE,
    "until": DateRelation.UNTIL,
    "till": DateRelation.UNTIL,
    "by": DateRelation.UNTIL,
    "through": DateRelation.UNTIL,
}
_RELATIONS_OF_TWO = {
    ("prior", "to"): DateRelation.BEFORE,
    ("ahead", "of"): DateRelation.BEFORE,
    ("up", "to"): DateRelation.UNTIL,
    ("later", "than"): DateRelation.UNTIL,
    ("earlier", "than"): DateRelation.SINCE,
}
# Words that may stand between a preposition and its date.
_BETWEEN = frozenset({"the", "at", "least", "about", "around", "early", "late", "on", "of"})
_RANGE_WORDS = frozenset({"to", "-", "until", "till", "through"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A date with its preposition; ``count`` is what "three days later" counts off in days."""

    match: CalendarMatch
    relation: DateRelation
    count: Interval | None = None


def find_dates(text: str, *, reference: date | None) -> tuple[DateMention, ...]:
    """The dates of a text in order, none overlapping another.

    ``reference`` is the day on which the text was written: it places weekdays, "last month" and
    dates without a year. The span leaves out the preposition, which sets the relation. Runs in
    linear time and raises nothing, whatever the text.
    """
    read = scan(text)
    tokens = read.tokens
    placed = [_with_relation(tokens, found) for found in _matches(read, reference)]
    offsets = find_offsets(text) if placed and read.measures else ()
    counted = [_counted(tokens, one, offsets) for one in _joined(tokens, placed)]
    return tuple(_mention(text, tokens, one) for one in _told_later(tokens, counted))


def _matches(read: Scan, reference: date | None) -> list[_Placed]:
    """Calendar dates, dates counted back ("ago") and relative dates, in order."""
    tokens = read.tokens
    calendar: Sequence[CalendarMatch] = read.calendar
    if reference is not None:
        calendar = place_calendar(tokens, calendar, reference)
    found = [_on(match) for match in calendar]
    taken = set(read.dated)
    for measure in read.measures:
        counted_back = ago(tokens, measure, reference)
        if counted_back is not None:
            match, open_ended = counted_back
            relation = DateRelation.BEFORE if open_ended else DateRelation.ON
            is_ago = word_at(tokens, match.end - 1) == "ago"
            count = None if is_ago else measure.interval()[0]
            found.append(_Placed(match=match, relation=relation, count=count))
            taken.update(range(match.start, match.end))
    begins = may_begin(tokens)
    # Without a reference no weekday is placed, and it says nothing when a sentence speaks of.
    future = future_sentences(tokens) if begins and reference is not None else ()
    end = 0
    for at in begins:
        if at < end or at in taken:
            continue
        relative = relative_at(tokens, at, reference, future)
        if relative is not None and not taken.intersection(range(relative.start, relative.end)):
            found.append(_on(relative))
            end = relative.end
    return sorted(found, key=lambda one: one.match.start)


def _on(match: CalendarMatch) -> _Placed:
    return _Placed(match=match, relation=DateRelation.ON)


def _with_relation(tokens: Tokens, placed: _Placed) -> _Placed:
    """Read the preposition before a date."""
    index = placed.match.start - 1
    for _ in range(3):
        two = (word_at(tokens, index - 1), word_at(tokens, index))
        if two in _RELATIONS_OF_TWO:
            return replace(placed, relation=_RELATIONS_OF_TWO[two])
        if two[1] in _RELATIONS:
            return replace(placed, relation=_RELATIONS[two[1]])
        if two[1] not in _BETWEEN or two == ("as", "of"):
            break
        index -= 1
    return placed


def _counted(tokens: Tokens, placed: _Placed, offsets: tuple[Offset, ...]) -> _Placed:
    """The days meant by "a week after 3 March", which are none of March 3 itself."""
    match = placed.match
    for offset in offsets:
        adjoins = match.start > 0 and offset.span.end == tokens[match.start - 1].end
        if not adjoins or offset.is_later is None:
            continue
        begins = next(i for i, token in enumerate(tokens) if token.start == offset.span.start)
        days = match.days
        found = counted_from(days, offset.days, is_later=offset.is_later) if days else None
        match = replace(match, start=begins, days=found[0] if found else None, weekday=None)
        return _Placed(match=match, relation=found[1] if found else DateRelation.ON)
    return placed


def _told_later(tokens: Tokens, placed: list[_Placed]) -> list[_Placed]:
    """Place "three days later" by the date that the same sentence names before it."""
    told: list[_Placed] = []
    for one in placed:
        found = _counted_on(tokens, told[-1], one) if told else None
        told.append(one if found is None else found)
    return told


def _counted_on(tokens: Tokens, anchor: _Placed, placed: _Placed) -> _Placed | None:
    days, match = anchor.match.days, placed.match
    if placed.count is None or days is None or anchor.relation is not DateRelation.ON:
        return None
    if any(token.text in ".;!?" for token in tokens[anchor.match.end : match.start]):
        return None
    later = word_at(tokens, match.end - 1) == "later"
    found = counted_from(days, placed.count, is_later=later)
    return _Placed(match=replace(match, days=found[0]), relation=found[1]) if found else None


def _joined(tokens: Tokens, placed: list[_Placed]) -> list[_Placed]:
    """Join "from … to …", "between … and …" and "1989-2019" into one stretch."""
    joined: list[_Placed] = []
    for one in placed:
        both = _join(tokens, joined[-1].match, one.match) if joined else None
        if both is None:
            joined.append(one)
        else:
            joined[-1] = _on(both)
    return joined


def _join(tokens: Tokens, one: CalendarMatch, other: CalendarMatch) -> CalendarMatch | None:
    if other.start != one.end + 1:
        return None
    between = word_at(tokens, one.end)
    opening = word_at(tokens, one.start - 1)
    opening = word_at(tokens, one.start - 2) if opening == "the" else opening
    if between == "and":
        if opening != "between":
            return None
    elif between not in _RANGE_WORDS or (between in {"until", "till"} and opening != "from"):
        return None
    days = _stretch(one, other)
    if days is None and (one.days is not None or other.days is not None):
        return None
    return CalendarMatch(start=one.start, end=other.end, days=days)


def _stretch(one: CalendarMatch, other: CalendarMatch) -> DayRange | None:
    """From the first day of one to the last of the other, in the order told."""
    if other.days is None:
        return None
    first = one.days
    if one.yearless is not None and other.yearless is None:
        # "from January to March 2021": the year stands behind both.
        first = one.yearless.in_year(other.days.first.year)
        if first is None or first.first > other.days.last:
            first = one.yearless.in_year(other.days.first.year - 1)
    start = None if first is None else first.first
    if start is not None and start > other.days.last and one.weekday is not None:
        start = shifted(start, -7)
    if start is None or start > other.days.last:
        return None
    return DayRange(first=start, last=other.days.last)


def _mention(text: str, tokens: Tokens, placed: _Placed) -> DateMention:
    match = placed.match
    span = Span(start=tokens[match.start].start, end=tokens[match.end - 1].end)
    return DateMention(
        text=text[span.start : span.end],
        span=span,
        relation=placed.relation,
        first=match.days.first if match.days is not None else None,
        last=match.days.last if match.days is not None else None,
        weekday=match.weekday,
    )
