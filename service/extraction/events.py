"""When the event of a record took place, where its words make it plain."""

from __future__ import annotations

import re
from datetime import date, timedelta

from service.domain.mentions import DateMention, DateRelation
from service.parsing.certainty import Certainty, certainty_of
from service.parsing.dates import find_dates

_SINCE = re.compile(r"\bsince\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:next|coming|begins?|starts?|opens?|ends|closes)\b",
    re.IGNORECASE,
)
_LONGEST_MONTH = 31
# "2 January 2022" is said of an event; "January 2023's budget" and "the 2019 law" name a thing.
_NAMES_A_THING = re.compile(r"['\u2019]s\b|\s(?:law|act|election|elections|budget|season|model)\b")


def event_at(text: str, published_on: date | None) -> str | None:
    """An ISO date, or a year and month, if the text places its event on one day or in one month.

    Weekdays and "yesterday" are counted from the day of publication. "Since Wednesday" gives the
    first day. Texts that name two days, or only a bound ("until Sunday"), give None.
    """
    mentions = [m for m in find_dates(text, reference=published_on) if _is_event(text, m)]
    spans = {(m.first, m.last) for m in mentions}
    if len(spans) != 1:
        return None
    mention = mentions[0]
    if mention.first is None or mention.last is None:
        return None
    if mention.first == mention.last:
        return _on(text, mention.first, mention, published_on)
    if (mention.last - mention.first).days < _LONGEST_MONTH and (
        (mention.first.year, mention.first.month) == (mention.last.year, mention.last.month)
        and mention.first.day == 1
        and (mention.last.day >= 28)
    ):
        is_ahead = published_on is not None and mention.first > published_on
        return None if is_ahead and not is_planned(text) else f"{mention.first:%Y-%m}"
    return None


def _on(text: str, day: date, mention: DateMention, published_on: date | None) -> str | None:
    """The day, with the week that a plan or a look back puts it in."""
    if published_on is None:
        return day.isoformat()
    if is_planned(text) and mention.weekday is not None and day < published_on:
        return (day + timedelta(days=7)).isoformat()
    if day > published_on and not is_planned(text):
        return None
    return day.isoformat()


def is_planned(text: str) -> bool:
    """Whether a text speaks of what lies ahead."""
    return certainty_of(text).certainty is Certainty.PLANNED or _AHEAD.search(text) is not None


def _is_event(text: str, mention: DateMention) -> bool:
    if mention.relation not in {DateRelation.ON, DateRelation.SINCE}:
        return False
    if mention.relation is DateRelation.SINCE and not _SINCE.search(text, 0, mention.span.start):
        # "mourning from Friday" lies ahead; a weekday would be read as the last one.
        return False
    return not _NAMES_A_THING.match(text, mention.span.end)
