"""Hours and parts of the day in English text: "5 a.m.", "noon", "shortly after seven in the evening"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from service.domain.mentions import Span

HOUR, NOON, DAY = 60, 12 * 60, 24 * 60

_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_NAMED = {"noon": NOON, "midday": NOON, "midnight": 0}
_HALF = r"(?:a\.?m\b\.?|p\.?m\b\.?)"
_PART = r"(?:morning|afternoon|evening|night)"
# "in the morning", "on Friday evening", "at night".
_IN_PART = rf"(?:in\s+the\s+(?:early\s+)?|(?:on\s+)?\w+day\s+|at\s+)(?P<of>{_PART})"
_CLOCK = re.compile(
    rf"""\b(?:
      (?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?\s*(?P<half>[ap])\.?m\b\.?
    | (?P<full>\d{{1,2}}):(?P<past>\d{{2}})\b(?!\s*[ap]\.?m)
    | (?P<named>noon|midday|midnight)\b
    | (?P<word>\d{{1,2}}|{"|".join(_HOURS)})\b(?P<oclock>\s+o['’]clock\b)?(?:\s+{_IN_PART}\b)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# "The toll stood at ten in the evening" tells no hour, nor does "rose to ten on Friday evening".
_CLOCK_PREPOSITION = re.compile(
    r"(?:\b(?:before|after|until|till|since)|(?<!stood )(?<!stands )(?<!remained )(?<!put )\bat"
    r"(?:\s+(?:about|around|nearly|almost|exactly))?)\s+$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\b(?P<lead>(?:shortly|just|soon|right)\s+(?:before|after|past)|before|after|past|around|about"
    r"|approximately|roughly|nearly|almost|close\s+to|towards?)\s+$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\bbetween\s+(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\b\.?)?\s+and\s+$",
    re.IGNORECASE,
)
_DAY_PART = re.compile(
    rf"\b(?:(?:\w+day|yesterday|tomorrow|in\s+the(?:\s+(?:early|late))?)\s+(?P<part>{_PART})"
    r"|(?P<other>overnight|early\s+hours|small\s+hours)|at\s+(?P<edge>night|dawn|dusk))\b",
    re.IGNORECASE,
)
# Every text that tells a time of day has one of these, or a half of the day behind a figure.
_CLOCK_NEEDS = ":|noon|midday|night|clock|morning|evening|hours|dawn|dusk".split("|")
_HALF_NEEDS = re.compile(r"\d\s*[apAP]\.?[mM]\b")
# When a part of the day may be, at its widest: nobody calls 3 p.m. the evening.
_REACH = {
    "morning": ((0, NOON),),
    "afternoon": ((NOON, 18 * HOUR + 30),),
    "evening": ((16 * HOUR + 30, DAY),),
    "night": ((18 * HOUR, DAY), (0, 7 * HOUR)),
    "dawn": ((3 * HOUR, 9 * HOUR),),
    "dusk": ((15 * HOUR + 30, 22 * HOUR),),
    "hours": ((0, 6 * HOUR),),
}
_ABOUT, _SHORTLY = 30, 45

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTime:
    """A time of day as ranges of minutes since midnight, both ends inclusive.

    ``part`` names a part of the day where no hour is told; ``is_near`` says that the hour is only
    about the one told; ``minute`` is that hour, None where it may be either of two.
    """

    span: Span
    ranges: Ranges
    part: str = ""
    is_near: bool = False
    minute: int | None = None


@lru_cache(maxsize=16_384)
def find_clock_times(text: str) -> tuple[ClockTime, ...]:
    """The times of day of a text, in order; a part of the day belongs to the hour that it follows.

    Raises nothing, whatever the text.
    """
    if not _may_tell_time(text):
        return ()
    hours: list[ClockTime] = []
    for match in _CLOCK.finditer(text):
        if (time := _time(text, match)) is not None:
            if hours and hours[-1].span.overlaps(time.span):
                hours.pop()  # the first hour of "between 4 a.m. and 6 a.m."
            hours.append(time)
    parts = [_part(match) for match in _DAY_PART.finditer(text)]
    alone = [
        part
        for part in parts
        if not any(0 <= part.span.start - hour.span.end < _OF_ONE for hour in hours)
        and not any(part.span.overlaps(hour.span) for hour in hours)
    ]
    return tuple(sorted([*hours, *alone], key=lambda time: time.span))


def _may_tell_time(text: str) -> bool:
    """Whether a text holds what a time of day needs: looking for that takes a tenth of the time.

    Beyond ASCII some letters equal others in a pattern that ignores case, so there it may.
    """
    if not text.isascii():
        return True
    lowered = text.lower()
    return any(word in lowered for word in _CLOCK_NEEDS) or _HALF_NEEDS.search(text) is not None


# "5 a.m. on Friday morning": so near, both tell one time.
_OF_ONE = 8


def _time(text: str, match: re.Match[str]) -> ClockTime | None:
    minutes = _minutes(text, match)
    if not minutes:
        return None
    start = match.start()
    lead = _LEAD.search(text, max(0, start - 24), start)
    between = _BETWEEN.search(text, max(0, start - 40), start) if len(minutes) == 1 else None
    if between is not None:
        first, last = _first_of_two(between, minutes[0], match), minutes[0]
        ranges: Ranges = ((first, last),) if first <= last else ((first, DAY), (0, last))
        return ClockTime(span=Span(start=between.start(), end=match.end()), ranges=ranges)
    word = " ".join(lead["lead"].lower().split()) if lead else ""
    return ClockTime(
        span=Span(start=lead.start() if lead else start, end=match.end()),
        ranges=tuple(piece for minute in minutes for piece in _reach(word, minute)),
        is_near=word in _NEAR,
        minute=minutes[0] if len(minutes) == 1 and not word else None,
    )


_NEAR = frozenset(
    "about|almost|approximately|around|close to|nearly|roughly|toward|towards".split("|")
)


def _minutes(text: str, match: re.Match[str]) -> list[int]:
    """The minutes since midnight that a match may stand for; none where it is no time at all."""
    if match["full"]:
        return _one(int(match["full"]), int(match["past"]))
    if match["named"]:
        return [_NAMED[match["named"].lower()]]
    if match["half"]:
        noon = 12 if match["half"].lower() == "p" else 0
        hour = int(match["hour"])
        return _one(hour % 12 + noon, int(match["minute"] or 0)) if hour <= 12 else []
    if not match["oclock"] and not (
        match["of"] and _CLOCK_PREPOSITION.search(text, max(0, match.start() - 24), match.start())
    ):
        # "killed five in the morning" tells no hour.
        return []
    word = match["word"].lower()
    hour = int(word) if word.isdigit() else _HOURS.index(word) + 1
    if hour > 12:
        return _one(hour, 0)
    either = [hour % 12 * HOUR, (hour % 12 + 12) * HOUR]
    if not match["of"]:
        return either
    reach = _REACH[match["of"].lower()]
    return [m for m in either if any(low <= m <= high for low, high in reach)][-1:]


def _one(hour: int, minute: int) -> list[int]:
    return [hour % 24 * HOUR + minute] if hour <= 24 and minute < HOUR else []


def _reach(lead: str, minute: int) -> Ranges:
    """What "before", "shortly after" or "about" makes of an hour."""
    if lead in _NEAR:
        return _wrapped(minute - _ABOUT, minute + _ABOUT)
    if lead == "before":
        return ((0, (minute or DAY) - 1),)
    if lead == "after" or lead == "past":
        # "After midnight" is in the night or the morning, not at any time of the day.
        return ((minute + 1, DAY if minute else NOON),)
    if lead.endswith("before"):
        return _wrapped(minute - _SHORTLY, minute - 1)
    if lead:
        return _wrapped(minute + 1, minute + _SHORTLY)
    return ((minute, minute),)


def _wrapped(low: int, high: int) -> Ranges:
    """A stretch that may go over midnight."""
    if low < 0:
        return ((low + DAY, DAY), (0, high)) if high >= 0 else ((low + DAY, high + DAY),)
    return ((low, DAY), (0, high - DAY)) if high > DAY else ((low, high),)


def _first_of_two(between: re.Match[str], last: int, match: re.Match[str]) -> int:
    """The first hour of "between 4 and 6 a.m.", which may leave its half to the other."""
    hour, minute = int(between["hour"]), int(between["minute"] or 0)
    half = (between["half"] or match["half"] or "").lower()[:1]
    if not half:
        return hour * HOUR + minute
    found = (hour % 12 + (12 if half == "p" else 0)) * HOUR + minute
    # "between 11 and 1 p.m." begins in the morning.
    return found - NOON if found > last and not between["half"] else found


def _part(match: re.Match[str]) -> ClockTime:
    word = (match["part"] or match["edge"] or match["other"]).lower()
    name = "night" if word == "overnight" else word.split()[-1]
    return ClockTime(
        span=Span(start=match.start(), end=match.end()), ranges=_REACH[name], part=name
    )


_UNTIL = re.compile(
    r"(?:,?\s+(?:on\s+)?(?P<day>\w+day))?\s+(?:to|until|till|through)\s+"
    r"(?:(?P<next>\w+day)\s+(?:at\s+)?|(?P<later>the\s+(?:next|following)\s+day)\s+at\s+)?",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(
    r"\s+(?:on\s+)?(?:the\s+(?P<later>next|following)\s+day|(?P<next>\w+day)\b)", re.IGNORECASE
)
_WEEK = "monday tuesday wednesday thursday friday saturday sunday".split()


@lru_cache(maxsize=16_384)
def clock_spans(text: str) -> tuple[tuple[Span, int], ...]:
    """The stretches from one hour to another, with their length in minutes."""
    times = [time for time in find_clock_times(text) if not time.part]
    return tuple(
        (Span(start=one.span.start, end=other.span.end), minutes)
        for one, other in pairwise(times)
        if (minutes := _minutes_between(text, one, other)) is not None
    )


def _minutes_between(text: str, one: ClockTime, other: ClockTime) -> int | None:
    joint = _UNTIL.fullmatch(text, one.span.end, other.span.start)
    if joint is None or one.minute is None or other.minute is None:
        return None
    behind = _NEXT_DAY.match(text, other.span.end)
    days = _days_between(
        [joint["day"]], [joint["next"], behind["next"] if behind else None]
    ) or int(bool(joint["later"] or (behind and behind["later"])))
    minutes = other.minute - one.minute + days * DAY
    return minutes if minutes > 0 else minutes + DAY


def _days_between(first: Sequence[str | None], last: Sequence[str | None]) -> int:
    """The days from one weekday to the next that is named; 0 where one of them is not."""
    named = [
        [_WEEK.index(day.lower()) for day in days if day and day.lower() in _WEEK]
        for days in (first, last)
    ]
    return (named[1][0] - named[0][0]) % 7 if all(named) else 0
