"""What a text mentions: quantities, dates, durations, names, quotes.

Every mention keeps the ``text`` it was read from and the ``span`` at which it stands, so that
``whole[span.start:span.end] == mention.text`` always holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of character offsets, counted in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def shifted(self, by: int) -> Span:
        """The same stretch of a text that begins ``by`` characters later."""
        return Span(start=self.start + by, end=self.end + by)

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The numbers that a quantity allows: from ``low`` to ``high``; an open end excludes itself."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"not an interval: {self.low}..{self.high}")

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    def contains(self, other: Interval) -> bool:
        """Whether every number of ``other`` is one of ours."""
        low_fits = self.low < other.low or (
            self.low == other.low and (not self.low_open or other.low_open)
        )
        high_fits = self.high > other.high or (
            self.high == other.high and (not self.high_open or other.high_open)
        )
        return low_fits and high_fits

    def overlaps(self, other: Interval) -> bool:
        """Whether some number belongs to both."""
        if self.low > other.high or other.low > self.high:
            return False
        if self.low == other.high:
            return not (self.low_open or other.high_open)
        if other.low == self.high:
            return not (other.low_open or self.high_open)
        return True


class Hedge(StrEnum):
    """How the words around a number bound it."""

    EXACT = "exact"  # "3,000", "exactly 3,000"
    ABOUT = "about"  # "some 20,000", "around", "nearly" (interval says on which side)
    AT_LEAST = "at_least"  # "more than", "over", "at least", "dozens"
    AT_MOST = "at_most"  # "fewer than", "up to", "no more than"
    RANGE = "range"  # "between 10 and 15", "10-15"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its hedge read as an interval.

    ``text``/``span`` cover hedge, number and unit ("more than 3,700", "$0.27", "5 per cent").
    ``value`` is the number as written, in base units; ``unit`` is a canonical unit ("" for a bare
    count; "percent", "percentage point", "basis point", "USD", "EUR", "metre", "kilogram",
    "degree celsius", "year old" …); ``counted`` is the noun phrase that is counted, lower-cased,
    as written ("members of the security forces"), "" if none; ``ordinal`` marks "third", "3rd".
    """

    text: str
    span: Span
    value: float
    interval: Interval
    hedge: Hedge
    unit: str = ""
    counted: str = ""
    counted_span: Span | None = None
    ordinal: bool = False


class DateRelation(StrEnum):
    """How the statement places the event relative to the date that it names."""

    ON = "on"
    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A point or stretch of the calendar, both ends inclusive.

    ``first``/``last`` are None when the mention cannot be placed (a weekday without a reference
    date); ``weekday`` (Monday = 0) then still says which day of the week was named.
    """

    text: str
    span: Span
    relation: DateRelation
    first: date | None
    last: date | None
    weekday: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time in days, as an interval ("three decades", "a few weeks")."""

    text: str
    span: Span
    days: Interval


class NameKind(StrEnum):
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name. ``key`` is equal for spellings of one name ("tokayev", "almaty", "csto").

    ``country`` is a place key for demonyms and adjectives ("Kazakh" -> "kazakhstan"), else "".
    """

    text: str
    span: Span
    key: str
    kind: NameKind
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words between quotation marks; ``text`` and ``span`` without the marks."""

    text: str
    span: Span


class Manner(StrEnum):
    """How a speaker is said to have spoken."""

    SAID = "said"
    CLAIMED = "claimed"
    DENIED = "denied"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """ "X said that Y": who spoke, how, and where the content stands.

    ``speaker`` is the words that name the speaker, ``speaker_key`` the same for its spellings.
    """

    speaker: str
    speaker_span: Span
    speaker_key: str
    manner: Manner
    cue: str
    cue_span: Span
    content_span: Span
