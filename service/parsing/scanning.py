"""The tokens, calendar dates and measures of a text, found once for all mentions that need them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from service.parsing.calendar_dates import scan_calendar
from service.parsing.calendar_periods import CalendarMatch
from service.parsing.measures import scan_measures
from service.parsing.mention_tokens import Token, tokenise
from service.parsing.single_measures import Measure

# Dates, durations and quantities are read from a text one after the other, then it is done with.
_HELD = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a text is made of; ``dated`` are the tokens that belong to a date of the calendar.

    ``calendar`` is placed against no reference date. No measure touches a dated token.
    """

    tokens: tuple[Token, ...]
    calendar: tuple[CalendarMatch, ...]
    dated: frozenset[int]
    measures: tuple[Measure, ...]


@lru_cache(maxsize=_HELD)
def scan(text: str) -> Scan:
    """Read a text token by token; runs in linear time and raises nothing, whatever the text."""
    tokens = tuple(tokenise(text))
    calendar = scan_calendar(tokens)
    dated = frozenset(at for match in calendar for at in range(match.start, match.end))
    measures = scan_measures(tokens, dated)
    return Scan(tokens=tokens, calendar=tuple(calendar), dated=dated, measures=tuple(measures))
