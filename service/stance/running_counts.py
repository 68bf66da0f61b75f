"""Counts that grow while an event goes on: the dead, the injured, the arrested, the evacuated.

A later and greater count takes the place of an earlier one: both reports were right in their
time. Nothing else does. A smaller count that comes later is a correction or a contradiction, two
counts of one day contradict each other, and so do two counts of what happened on one named day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from service.domain.corpus import Source
from service.domain.mentions import DateMention, DateRelation, Quantity
from service.parsing.analysis import Analysis, Term
from service.parsing.lexicon import Lexicon, Relation

# What befalls more and more people in one event, and is not undone for them.
_RUNNING = ("kill", "injure", "arrest", "evacuate", "infect")
# A case of an illness stays one; the word has no concept of its own.
_RUNNING_STEMS = frozenset({"case"})
_AMONG = frozenset({Relation.SAME, Relation.NARROWER})
# Reports that are further apart are not about one run of events.
ONE_EVENT = timedelta(days=60)


def is_running(terms: Iterable[Term]) -> bool:
    """Whether any of the words says what a running count counts."""
    lexicon = Lexicon.load()
    return any(
        term.stem in _RUNNING_STEMS
        or any(
            lexicon.relation(c, running) in _AMONG for c in term.concepts for running in _RUNNING
        )
        for term in terms
    )


def has_grown(earlier: Source, count: Quantity, later: Source, greater: Quantity) -> bool:
    """Whether one source came out on a later day than the other, with a count beyond its count."""
    days = _days(earlier), _days(later)
    if not days[0] or not days[1]:
        return False
    is_later = all(one < other for one, other in zip(*days, strict=True))
    in_one_event = days[1][0] - days[0][0] <= ONE_EVENT
    return is_later and in_one_event and count.interval.high < greater.interval.low


def of_one_day(one: Analysis, other: Analysis) -> bool:
    """Whether both texts name the same days, so that their counts cannot have grown."""
    return any(_overlap(a, b) for a in one.dates for b in other.dates)


def _days(source: Source) -> tuple[date, ...]:
    """The day of publication as it was written, and in UTC; none where it is unknown.

    Two papers on either side of the date line may print one moment under two days.
    """
    written = source.published_on
    if written is None or source.published_at is None:
        return ()
    if len(source.published_at) <= len("2022-01-07"):
        return written, written
    try:
        return written, datetime.fromisoformat(source.published_at).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return written, written


def _overlap(one: DateMention, other: DateMention) -> bool:
    if one.relation is not DateRelation.ON or other.relation is not DateRelation.ON:
        return False
    if not (one.first and one.last and other.first and other.last):
        return False
    return one.first <= other.last and other.first <= one.last
