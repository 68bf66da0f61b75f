"""Lengths of time that a text tells, in numbers or by its beginning and its end.

"From 3 to 25 March" is 22 or 23 days, "1989 to 2019" 29 to 31 years, "from 11 p.m. to 7 a.m."
eight hours, and what has gone on "since Monday" has, on Friday, gone on for four or five days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.domain.mentions import DateMention, DateRelation, Duration, Interval, Span
from service.parsing.analysis import Analysis, once
from service.parsing.calendar_words import month_length
from service.parsing.clocks import clock_spans
from service.parsing.hedges import rounded
from service.parsing.units import YEAR_DAYS

MINUTES_A_DAY = 24 * 60

_WITHIN = re.compile(r"\b(?:within|inside)\s+(?:about\s+|just\s+|the\s+)?$", re.IGNORECASE)
# Both ends of a stretch in one mention: "3 March to 25 March", "1989-2019", "3-25 March".
_TWO_ENDS = re.compile(
    r"\s(?:to|until|till|through)\s|\d(?:st|nd|rd|th)?\s*[-–—]\s*\w|[^\W\d]{3}\s+[-–—]\s+\w"
)
_BOTH_OF = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
# What goes on when it is told: "has been closed for four days", "is in its third day".
_GOES_ON = re.compile(
    r"\b(?:has|have|'ve|’ve)\s+(?:\w+\s+){0,2}?\w+|\b(?:past|last)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_TO_COME = re.compile(
    r"\b(?:will|shall|would|may|might|could|going\s+to|due|set\s+to|plan(?:s|ned)?|expect(?:s|ed)?"
    r"|until|till)\b|['’]ll\b",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:began|begun|started|opened|broke\s+out|erupted|imposed|introduced|declared|launched"
    r"|closed|blocked|cut|suspended|shut)\b(?:\s+\w+)?\s+$",
    re.IGNORECASE,
)
_AND_ENDED = re.compile(
    r",?\s+(?:and|but|then)\s+(?:it\s+|then\s+)?(?:was\s+|were\s+|only\s+)?"
    r"(?:ended|stopped|finished|lifted|over|concluded|ceased|closed|reopened|restored|resumed"
    r"|called\s+off|put\s+out)\s+(?:only\s+)?(?:on\s+|in\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_IN_A_ROW = re.compile(r"\b(?:running|row|succession|consecutive|straight|successive)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time in days; ``is_running`` where it is only how long something has gone on."""

    span: Span
    days: Interval
    is_running: bool = False
    is_counted: bool = False  # days told one after the other, which nobody rounds


@once
def lengths(analysis: Analysis) -> tuple[Length, ...]:
    """The lengths told in numbers; "within a week" is a week at most."""
    return tuple(
        Length(
            span=duration.span,
            days=_as_meant(analysis.text, duration),
            is_counted=_IN_A_ROW.search(duration.text) is not None,
        )
        for duration in analysis.durations
    )


def _as_meant(text: str, duration: Duration) -> Interval:
    if _WITHIN.search(text, 0, duration.span.start) and duration.days.low:
        return replace(duration.days, low=0.0, low_open=False)
    return duration.days


def goes_on(analysis: Analysis, span: Span) -> bool:
    """Whether a length or a beginning at a span is told of what goes on at that moment."""
    before, words = analysis.text[: span.start], analysis.text[span.start : span.end]
    if _TO_COME.search(before):
        return False
    return _GOES_ON.search(before) is not None or _IN_A_ROW.search(words) is not None


def bounded_lengths(analysis: Analysis) -> list[Length]:
    """The lengths that lie between a beginning and an end that the text names."""
    found = [
        Length(span=mention.span, days=days)
        for mention in analysis.dates
        if (days := _from_stretch(analysis.text, mention)) is not None
    ]
    for span, minutes in clock_spans(analysis.text):
        lasted = rounded(minutes / MINUTES_A_DAY)
        found.append(Length(span=span, days=Interval(low=lasted, high=lasted)))
    return found + _from_two_dates(analysis)


def _from_stretch(text: str, mention: DateMention) -> Interval | None:
    first, last = mention.first, mention.last
    if first is None or last is None or first == last:
        return None
    two_ends = _TWO_ENDS.search(mention.text) or (
        " and " in mention.text and _BOTH_OF.search(text, 0, mention.span.start)
    )
    return _between_grains(first, last) if two_ends else None


def _between_grains(first: date, last: date) -> Interval:
    """From some day of the first year, month or day to some of the last."""
    begins, ends = first, last
    if last.day == month_length(last.year, last.month) and first.day == 1:
        if (first.month, last.month) == (1, 12):
            begins, ends = date(first.year, 12, 31), date(last.year, 1, 1)
        else:
            begins = date(first.year, first.month, month_length(first.year, first.month))
            ends = date(last.year, last.month, 1)
    shortest = max(0, (ends - begins).days)
    return Interval(low=float(shortest), high=float((last - first).days + 1))


def _from_two_dates(analysis: Analysis) -> list[Length]:
    """From one date of a sentence to the other, where one begins and one ends, or years lie between."""
    placed = [d for d in analysis.dates if d.first is not None and d.last is not None]
    if len(placed) != 2:
        return []
    one, other = placed
    days = between(one, other)
    if days is None:
        return []
    ends = (one.relation, other.relation) == (DateRelation.SINCE, DateRelation.UNTIL)
    ends = ends or _begins_and_ends(analysis.text, one.span, other.span)
    if not ends and days.high < YEAR_DAYS * 1.5:
        return []
    return [Length(span=Span(start=one.span.start, end=other.span.end), days=days)]


def _begins_and_ends(text: str, one: Span, other: Span) -> bool:
    """Whether the same thing began on one date and ended on the other."""
    return (
        _BEGAN.search(text, 0, one.start) is not None
        and _AND_ENDED.fullmatch(text, one.end, other.start) is not None
    )


def between(one: DateMention, other: DateMention) -> Interval | None:
    """The days from one date to a later one; None where it is not later."""
    if not (one.first and one.last and other.first and other.last) or other.first < one.first:
        return None
    shortest = max(0, (other.first - one.last).days)
    return Interval(low=float(shortest), high=float((other.last - one.first).days))


def running_lengths(analysis: Analysis, day: date | None) -> list[Length]:
    """How long something had gone on by a day: what is told with "since"."""
    return [
        Length(span=mention.span, days=days, is_running=True)
        for mention in analysis.dates
        if mention.relation is DateRelation.SINCE
        and (days := _since(mention, day)) is not None
        and goes_on(analysis, mention.span)
    ]


def _since(mention: DateMention, day: date | None) -> Interval | None:
    if day is None or mention.first is None or mention.last is None or mention.last > day:
        return None
    one_more = (day - mention.first) + timedelta(days=1)
    return Interval(low=float((day - mention.last).days), high=float(one_more.days))
