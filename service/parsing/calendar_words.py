"""Names of months, weekdays and seasons, and calendar arithmetic that never overflows."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

_MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
MONTH_ABBREVIATIONS = {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {
    "sept": 9
}
_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAY_NAMES)}
# Months in which a season begins and ends; winter is kept apart, for it spans two years.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
WINTER = "winter"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """A stretch of the calendar, both ends inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlessDays:
    """Days of a month whose year is not named; ``last_day`` 0 stands for the end of the month."""

    month: int
    first_day: int
    last_day: int

    def in_year(self, year: int) -> DayRange | None:
        """These days in a year, None where it has no such day (30 February)."""
        last_day = self.last_day or month_length(year, self.month)
        first = day_or_none(year, self.month, self.first_day)
        last = day_or_none(year, self.month, last_day)
        return DayRange(first=first, last=last) if first and last and first <= last else None

    def nearest(self, reference: date | None, *, future: bool = False) -> DayRange | None:
        """These days in the year that brings them nearest to a reference date."""
        if reference is None:
            return None
        years = (reference.year - 1, reference.year, reference.year + 1)
        ranges = [found for year in years if (found := self.in_year(year)) is not None]
        if future:
            ranges = [found for found in ranges if found.last >= reference] or ranges
        return min(ranges, key=lambda found: _distance(found, reference), default=None)


def _distance(found: DayRange, reference: date) -> int:
    if found.first <= reference <= found.last:
        return 0
    return min(abs((found.first - reference).days), abs((found.last - reference).days))


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    return monthrange(min(max(year, MINYEAR), MAXYEAR), month)[1]


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The date, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: float) -> date | None:
    """The day so many days later, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def years(first: int, last: int) -> DayRange | None:
    """Whole years from the first to the last, or None beyond the calendar."""
    start, end = day_or_none(first, 1, 1), day_or_none(last, 12, 31)
    return DayRange(first=start, last=end) if start and end and start <= end else None


def months(year: int, first: int, last: int) -> DayRange | None:
    """Whole months of a year; a month beyond 12 or below 1 belongs to a neighbouring year."""
    first_year, first_month = year + (first - 1) // 12, (first - 1) % 12 + 1
    last_year, last_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    start = day_or_none(first_year, first_month, 1)
    end = day_or_none(last_year, last_month, month_length(last_year, last_month))
    return DayRange(first=start, last=end) if start and end else None


def season(year: int, name: str) -> DayRange | None:
    """A season of a year; "winter 2020" may mean either of the two that touch the year."""
    if name == WINTER:
        return months(year, 1, 14)
    return months(year, *SEASONS[name])


def third_of(whole: DayRange, part: str) -> DayRange:
    """The early, mid or late third of a stretch of days."""
    if whole == years(whole.first.year, whole.first.year):
        # A year is parted by months, as readers do: "early 2021" ends with April.
        low, high = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        return months(whole.first.year, low, high) or whole
    length = (whole.last - whole.first).days + 1
    one, two = length // 3, 2 * length // 3
    bounds = {"early": (0, one - 1), "mid": (one, two - 1), "late": (two, length - 1)}
    low, high = bounds[part]
    start = whole.first
    return DayRange(first=start + timedelta(days=low), last=start + timedelta(days=max(low, high)))


def week_of(day: date, weeks: int = 0) -> DayRange | None:
    """Monday to Sunday of the week so many weeks after that of a day."""
    start = shifted(day, 7 * weeks - day.weekday())
    end = None if start is None else shifted(start, 6)
    return DayRange(first=start, last=end) if start and end else None


def weekday_on_or_before(reference: date, weekday: int) -> date | None:
    """The latest such weekday that is not after the reference date."""
    return shifted(reference, -((reference.weekday() - weekday) % 7))


def weekday_on_or_after(reference: date, weekday: int) -> date | None:
    """The earliest such weekday that is not before the reference date."""
    return shifted(reference, (weekday - reference.weekday()) % 7)
