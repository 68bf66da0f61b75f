"""Dates counted from another date of the text: "three days later", "a week after 3 March"."""

from __future__ import annotations

import math

from service.domain.mentions import DateRelation, Interval
from service.parsing.calendar_words import DayRange, shifted, years

# Lengths from which on a count is a round one: a week may be a day off, a month some days.
_WEEK, _MONTH, _YEAR = 7, 28, 365.0
_ROUND_SHARE = 0.1


def counted_from(
    anchor: DayRange, days: Interval, *, is_later: bool
) -> tuple[DayRange, DateRelation] | None:
    """The days so long after or before a date, and how they bound what happened.

    None beyond the calendar. In the grain of the anchor: twelve years after 2007 is all of 2019.
    """
    sign = 1 if is_later else -1
    if math.isinf(days.high):
        edge = shifted(anchor.last if is_later else anchor.first, sign * math.floor(days.low))
        if edge is None:
            return None
        relation = DateRelation.AFTER if is_later else DateRelation.BEFORE
        return DayRange(first=edge, last=edge), relation
    whole_year = anchor == years(anchor.first.year, anchor.first.year)
    if whole_year and days.low >= _YEAR:
        ends = sorted(anchor.first.year + sign * round(d / 365.25) for d in (days.low, days.high))
        found = years(*ends)
    else:
        slack = _slack(days)
        reach = (math.floor(days.low) - slack, math.ceil(days.high) + slack)
        low, high = reach if is_later else (-reach[1], -reach[0])
        first, last = shifted(anchor.first, low), shifted(anchor.last, high)
        found = DayRange(first=first, last=last) if first and last else None
    return None if found is None else (found, DateRelation.ON)


def _slack(days: Interval) -> int:
    if days.low != days.high or days.high < _WEEK:
        return 0
    return 1 if days.high < _MONTH else round(days.high * _ROUND_SHARE)
