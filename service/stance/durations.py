"""How long it lasted: lengths of time beside each other, bounds and roundings allowed for."""

from __future__ import annotations

import math
import re
from datetime import date

from service.domain.evidence import ReasonType
from service.domain.mentions import DateRelation, Interval
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
from service.stance.lengths import Length, bounded_lengths, goes_on, lengths, running_lengths
from service.stance.respective import belongs_elsewhere

# How far two lengths of time may be apart and still be told by the same round number.
TOLERANCE = 0.15
# The same where they are told in two units.
OTHER_UNIT = 0.04
# How far a length may miss a bound ("more than a month") and still leave it open.
ROUNDING = 0.1
_MAY = re.compile(r"\b(?:can|could|may|might)\b", re.IGNORECASE)


def compare_durations(
    statement: Analysis, claim: Analysis, day: date | None
) -> tuple[list[Comparison], int]:
    """Compare the statement's lengths of time with those that the claim tells or lets one reckon.

    ``day`` is that of which both speak, None where they speak of two: then what had gone on for
    some time on the one is not how long it had on the other. Returns the comparisons and how many
    lengths of the statement the claim has nothing to set against.
    """
    ours = lengths(statement)
    if not ours:
        return [], 0
    told = [*lengths(claim), *bounded_lengths(claim)]
    running = running_lengths(claim, day)
    rivals = {
        (index, position): _lasting(statement, length, claim, other)
        for index, length in enumerate(ours)
        for position, other in enumerate([*told, *running])
        if not other.is_running or goes_on(statement, length.span)
        if not belongs_elsewhere(statement, claim, other.span)
    }
    found = best_pairs(rivals)
    return found, len(ours) - len(found)


def compare_beginnings(statement: Analysis, claim: Analysis, day: date | None) -> list[Comparison]:
    """Compare since when the statement says it goes on with how long it does in the claim.

    For a claim without dates of its own; ``day`` as in ``compare_durations``.
    """
    if claim.dates or not any(m.relation is DateRelation.SINCE for m in statement.dates):
        return []
    known = [length for length in lengths(claim) if goes_on(claim, length.span)]
    rivals = {
        (index, position): _lasting(statement, length, claim, other)
        for index, length in enumerate(running_lengths(statement, day))
        for position, other in enumerate(known)
    }
    return best_pairs(rivals)


def _lasting(statement: Analysis, length: Length, claim: Analysis, other: Length) -> Comparison:
    finding = compare_lengths(
        length.days, other.days, counted=length.is_counted and other.is_counted
    )
    if finding is Finding.INCOMPARABLE and _is_one_length(statement, length, claim, other):
        finding = Finding.AGREE
    if finding is not Finding.AGREE and _may_last(statement, length, other):
        finding = Finding.AGREE
    ours, theirs = passage(statement.text, length.span), passage(claim.text, other.span)
    if is_denied_at(statement.text, length.span.start) != is_denied_at(
        claim.text, other.span.start
    ):
        finding = contrary_of(finding)
    words = {
        Finding.AGREE: "fits",
        Finding.CONFLICT: "is not",
        Finding.INCOMPARABLE: "leaves open whether it was",
    }
    said = (claim.text[other.span.start : other.span.end], words[finding])
    return comparison(
        finding,
        ReasonType.DURATION,
        statement=ours,
        claim=theirs,
        detail=f"{said[0]} {said[1]} {statement.text[length.span.start : length.span.end]}",
    )


def compare_lengths(ours: Interval, theirs: Interval, *, counted: bool = False) -> Finding:
    """Agree where the claim's length lies in the statement's, conflict where they are apart.

    Lengths are told in round numbers, so that two without a bound agree where they meet and
    conflict only at some distance; ``counted`` ones ("the third day running") are exact.
    """
    if ours.contains(theirs):
        return Finding.AGREE
    if counted:
        return Finding.INCOMPARABLE if ours.overlaps(theirs) else Finding.CONFLICT
    if not _is_bound(ours) and not _is_bound(theirs):
        wide, other = _widened(ours, TOLERANCE), _widened(theirs, TOLERANCE)
        if ours.overlaps(theirs) or wide.contains(other) or other.contains(wide):
            return Finding.AGREE
        return Finding.INCOMPARABLE if wide.overlaps(other) else Finding.CONFLICT
    rough = not _is_bound(ours) and not ours.is_point
    if rough and theirs.high == math.inf and ours.low <= theirs.low <= ours.high:
        # "More than two hours" is usually little more: it is about two hours.
        return Finding.AGREE
    reach = [one if _is_bound(one) else _widened(one, ROUNDING) for one in (ours, theirs)]
    return Finding.INCOMPARABLE if reach[0].overlaps(reach[1]) else Finding.CONFLICT


def _is_one_length(statement: Analysis, length: Length, claim: Analysis, other: Length) -> bool:
    """Whether two units tell one length: "30 days" is a month, and "50 days" seven weeks."""
    if not length.days.is_point or not other.days.is_point:
        return False
    ours = statement.text[length.span.start : length.span.end].split()[-1].rstrip("s")
    theirs = claim.text[other.span.start : other.span.end].split()[-1].rstrip("s")
    larger = max(length.days.low, other.days.low)
    return ours != theirs and abs(length.days.low - other.days.low) <= OTHER_UNIT * larger


def _is_bound(days: Interval) -> bool:
    """Whether only one end of a length is told: "more than", "less than", "within"."""
    return days.high == math.inf or days.low == 0


def _widened(days: Interval, share: float) -> Interval:
    return Interval(low=days.low * (1 - share), high=days.high * (1 + share))


def _may_last(statement: Analysis, length: Length, other: Length) -> bool:
    """ "It can last more than a month" holds where it lasts up to six weeks."""
    if length.days.high != math.inf or other.days.high == math.inf or other.days.is_point:
        return False
    # "More than a month can pass": the verb may stand behind the length, too.
    behind = statement.text[length.span.end :].lstrip()
    if not (_MAY.search(statement.text, 0, length.span.start) or _MAY.match(behind)):
        return False
    longest = Interval(low=other.days.high, high=other.days.high)
    return not other.days.high_open and length.days.contains(longest)
