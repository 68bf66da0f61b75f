"""Dates: whether both texts put the event into the same time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from service.domain.corpus import Claim
from service.domain.evidence import Passage, ReasonType
from service.domain.mentions import DateMention, DateRelation, Span
from service.parsing.analysis import Analysis
from service.parsing.negation import is_denied_at
from service.stance.comparison import (
    Comparison,
    Finding,
    best_pairs,
    comparison,
    contrary_of,
    passage,
)

DAYS_A_YEAR = 365.25


def compare_dates(
    statement: Analysis, analysis: Analysis, claim: Claim
) -> tuple[list[Comparison], int]:
    """Compare the statement's dates with the claim's, its ``event_at`` included.

    Returns the comparisons and how many dates of the statement the claim has nothing to set
    against.
    """
    placed = [m for m in statement.dates if m.first is not None and m.last is not None]
    if not placed:
        return [], 0
    known = _known_dates(analysis, claim)
    rivals = {
        (index, position): _dated(
            statement,
            mention,
            other,
            place,
            is_of_telling=place is not None and _is_of_telling(statement, analysis, other),
            is_denied=place is not None
            and other.relation is DateRelation.ON
            and is_denied_at(analysis.text, other.span.start),
        )
        for index, mention in enumerate(placed)
        for position, (other, place) in enumerate(known)
        if _comparable(mention, other)
        and not _may_go_on(analysis, mention, other)
        and not _is_amid(analysis, mention, other)
    }
    found = best_pairs(rivals)
    return found, len(placed) - len(found)


# Dates of one event that sources tell differently lie within about a month.
DAYS_OF_ONE_EVENT = 31


def is_another_time(statement: Analysis, analysis: Analysis, claim: Claim) -> bool:
    """Whether the claim's dates are so far from the statement's that it tells of another case."""
    ours = [m for m in statement.dates if m.first and m.last]
    if not ours:
        return False
    theirs = [m for m, _ in _known_dates(analysis, claim)]
    return bool(theirs) and all(
        _gap(one, other) > DAYS_OF_ONE_EVENT for one in ours for other in theirs
    )


# Days. What a source dates so far back is no part of the event that it reports.
_LONG_AGO = 366


def is_of_the_past(statement: Analysis, analysis: Analysis, published_on: date | None) -> bool:
    """Whether the claim tells of a day long before its source, and the statement gives none."""
    if statement.dates or published_on is None:
        return False
    told = [m.last for m in analysis.dates if m.last and not _is_yardstick(analysis.text, m)]
    return bool(told) and all((published_on - last).days > _LONG_AGO for last in told)


def _gap(one: DateMention, other: DateMention) -> int:
    """Days between two mentions; 0 where they touch."""
    if not (one.first and one.last and other.first and other.last):
        return 0
    return max(0, (other.first - one.last).days, (one.first - other.last).days)


_SUPERLATIVE_SINCE = re.compile(
    r"\b(?:(?:\w{2,}est|worst|most|first|last)\b[^.;]*\bsince)\b[^,;.]*$", re.IGNORECASE
)


def _is_yardstick(text: str, mention: DateMention) -> bool:
    """Whether a date only measures a superlative: "the worst storm since 1998" is not of 1998."""
    return _SUPERLATIVE_SINCE.search(text[: mention.span.start]) is not None


def _known_dates(analysis: Analysis, claim: Claim) -> list[tuple[DateMention, Passage | None]]:
    known: list[tuple[DateMention, Passage | None]] = [
        (mention, passage(analysis.text, mention.span))
        for mention in analysis.dates
        if mention.first is not None and not _is_yardstick(analysis.text, mention)
    ]
    if not known and claim.event_at is not None and len(claim.event_at) >= len("2022-01-07"):
        day = date.fromisoformat(claim.event_at[:10])
        event = DateMention(
            text=claim.event_at[:10],
            span=Span(start=0, end=0),
            relation=DateRelation.ON,
            first=day,
            last=day,
        )
        known.append((event, None))
    return known


def _is_of_telling(statement: Analysis, analysis: Analysis, other: DateMention) -> bool:
    """Whether a date says when a thing was told of which the statement says when it happened."""
    told = analysis.attribution
    return (
        told is not None
        and statement.attribution is None
        and not told.content_span.covers(other.span)
    )


def _precedes(mention: DateMention, other: DateMention) -> bool:
    return mention.last is not None and other.first is not None and mention.last < other.first


def _comparable(mention: DateMention, other: DateMention) -> bool:
    """A start is no end, and a day on which is not a day until which."""
    bounds = {DateRelation.SINCE, DateRelation.UNTIL}
    if _is_stretch(other) and mention.relation in bounds:
        return True
    if mention.relation is DateRelation.UNTIL and _has_two_ends(other):
        return True
    if mention.relation in bounds and other.relation in bounds:
        return mention.relation is other.relation
    return DateRelation.UNTIL not in (mention.relation, other.relation)


_AT_LEAST = re.compile(
    r"\b(?:at least|at the earliest|initially)\s+(?:(?:until|till|through)\s+)?$"
)


def _may_go_on(analysis: Analysis, mention: DateMention, other: DateMention) -> bool:
    """Whether the claim's end is the earliest one, and the statement's lies behind it."""
    if other.relation is not DateRelation.UNTIL or not (mention.first and other.last):
        return False
    before = analysis.text[: other.span.start].lower()
    return mention.first > other.last and _AT_LEAST.search(before) is not None


_TELLS_A_BEGINNING = re.compile(
    r"\b(?:beg[ai]ns?|begun|start|open|launch|found|establish|elect|appoint|name|swor[ne]|t(?:ake|ook)"
    r"|bec[oa]me|join|enter|inherit|first|since|new)",
    re.IGNORECASE,
)


def _is_amid(analysis: Analysis, mention: DateMention, other: DateMention) -> bool:
    """Whether the claim tells of a day long after a beginning, and of no beginning.

    Who "asked for help on Monday" may well have been in office since 2016.
    """
    return (
        mention.relation is DateRelation.SINCE
        and other.relation is DateRelation.ON
        and _precedes(mention, other)
        and _gap(mention, other) > DAYS_OF_ONE_EVENT
        and _TELLS_A_BEGINNING.search(analysis.text) is None
    )


_TWO_ENDS = re.compile(r"\s(?:to|and|until|till|through)\s|[-–—]\s*\w")


def _is_stretch(mention: DateMention) -> bool:
    """ "from 1989 to 2019": a range with a beginning and an end of its own, unlike "the 1950s"."""
    if mention.first is None or mention.last is None or not _has_two_ends(mention):
        return False
    return (mention.last - mention.first).days > DAYS_A_YEAR * 1.1


def _has_two_ends(mention: DateMention) -> bool:
    return mention.relation is DateRelation.ON and _TWO_ENDS.search(mention.text) is not None


def _dated(
    statement: Analysis,
    mention: DateMention,
    other: DateMention,
    place: Passage | None,
    *,
    is_of_telling: bool,
    is_denied: bool,
) -> Comparison:
    finding = compare_date_ranges(mention, _end_asked_for(statement, mention, other))
    if is_of_telling and finding is Finding.CONFLICT and _precedes(mention, other):
        # What was told on a Friday may have happened on any day before.
        finding = Finding.INCOMPARABLE
    if is_denied_at(statement.text, mention.span.start) != is_denied:
        # That it was not on Tuesday leaves open whether it was on Monday.
        open_day = is_denied and finding is Finding.CONFLICT
        finding = Finding.INCOMPARABLE if open_day else contrary_of(finding)
    word = {
        Finding.AGREE: "is the time stated",
        Finding.CONFLICT: f"is not {mention.text}",
        Finding.INCOMPARABLE: f"leaves open whether it was {mention.text}",
    }[finding]
    return comparison(
        finding,
        ReasonType.DATE,
        statement=passage(statement.text, mention.span),
        claim=place,
        detail=f"{other.text} {word}",
    )


_BEGINS = re.compile(
    r"\b(?:beg[ai]ns?|begun|start(?:s|ed|ing)?|open(?:s|ed|ing)?|kick(?:s|ed)? off|under ?way)\b[^,;.]*$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:end(?:s|ed|ing)?|clos(?:es?|ed|ing)|finish(?:es|ed)?|conclud(?:es?|ed)|over)\b[^,;.]*$",
    re.IGNORECASE,
)


def _end_asked_for(statement: Analysis, mention: DateMention, other: DateMention) -> DateMention:
    """Of "from Tuesday to Thursday" the Tuesday where the statement says that it begins then."""
    if not _has_two_ends(other):
        return other
    before = statement.text[: mention.span.start]
    if _BEGINS.search(before):
        return replace(other, last=other.first)
    if _ENDS.search(before) or mention.relation is DateRelation.UNTIL:
        return replace(other, first=other.last)
    return other


def compare_date_ranges(statement: DateMention, claim: DateMention) -> Finding:
    """Agree where the claim's days lie in the statement's, conflict where they are apart."""
    if not (statement.first and statement.last and claim.first and claim.last):
        return Finding.INCOMPARABLE
    if _is_stretch(statement) and _is_stretch(claim):
        same = (statement.first, statement.last) == (claim.first, claim.last)
        return Finding.AGREE if same else Finding.CONFLICT
    if statement.relation is claim.relation and statement.relation in _BOUNDS:
        return _compare_bounds(statement.relation, statement.first, claim.first)
    match statement.relation:
        case DateRelation.BEFORE:
            inside, outside = claim.last < statement.first, claim.first >= statement.first
        case DateRelation.AFTER:
            inside, outside = claim.first > statement.last, claim.last <= statement.last
        case DateRelation.UNTIL if _is_stretch(claim):
            inside = statement.first <= claim.last <= statement.last
            outside = not inside
        case DateRelation.SINCE if _is_stretch(claim):
            inside = statement.first <= claim.first <= statement.last
            outside = not inside
        case _:
            inside = statement.first <= claim.first and claim.last <= statement.last
            outside = claim.last < statement.first or statement.last < claim.first
    if inside:
        return Finding.AGREE
    if outside and claim.relation in (DateRelation.ON, statement.relation, DateRelation.SINCE):
        return Finding.CONFLICT
    return Finding.INCOMPARABLE


_BOUNDS = frozenset({DateRelation.BEFORE, DateRelation.AFTER})


def _compare_bounds(relation: DateRelation, ours: date, theirs: date) -> Finding:
    """ "Before May" says "before June", too; the other way round it is open."""
    implied = theirs <= ours if relation is DateRelation.BEFORE else theirs >= ours
    return Finding.AGREE if implied else Finding.INCOMPARABLE
