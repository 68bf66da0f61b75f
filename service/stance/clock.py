"""Hours and parts of the day: "at 7 a.m." is not "at 7 p.m.", nor the morning the evening."""

from __future__ import annotations

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis
from service.parsing.clocks import ClockTime, find_clock_times
from service.parsing.negation import is_denied_at
from service.stance.comparison import Comparison, Finding, comparison, contrary_of, passage

# "On Thursday night" is "on Thursday evening" to all who tell of it.
_ALIKE = frozenset({"evening", "night"})
# Parts of the day that may be called by each other's name where they touch.
_TOUCHING = (
    frozenset({"evening", "dusk"}),
    frozenset({"afternoon", "dusk"}),
    frozenset({"night", "dawn"}),
    frozenset({"night", "hours"}),
    frozenset({"morning", "dawn"}),
    frozenset({"morning", "hours"}),
    frozenset({"dawn", "hours"}),
)


def compare_clocks(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """Compare the times of both texts, first with first; one that the claim lacks stays open."""
    ours = find_clock_times(statement.text)
    if not ours:
        return []
    theirs = _times(claim, content_only=statement.attribution is None)
    if not theirs:
        return [_told(Finding.INCOMPARABLE, statement, claim, ours[0], None)]
    if len(ours) == len(theirs):
        pairs = list(zip(ours, theirs, strict=True))
        found = [(compare_times(one, other), one, other) for one, other in pairs]
        return [_told(finding, statement, claim, one, other) for finding, one, other in found]
    for one in ours:
        if all(compare_times(one, other) is not Finding.AGREE for other in theirs):
            return [_told(Finding.INCOMPARABLE, statement, claim, one, theirs[0])]
    return [_told(Finding.AGREE, statement, claim, ours[0], theirs[0])]


def _times(claim: Analysis, *, content_only: bool) -> tuple[ClockTime, ...]:
    """The claim's times; when somebody said it is not when it happened."""
    times = find_clock_times(claim.text)
    if not content_only or claim.attribution is None:
        return times
    content = claim.attribution.content_span
    return tuple(time for time in times if content.covers(time.span))


def compare_times(ours: ClockTime, theirs: ClockTime) -> Finding:
    """Agree where the claim's time lies in the statement's, conflict where they are apart.

    "About 5 a.m." and "5.10 a.m." are told of one hour, whichever of them the claim has.
    """
    if ours.part and theirs.part:
        parts = frozenset({ours.part, theirs.part})
        if len(parts) == 1 or parts == _ALIKE:
            return Finding.AGREE
        touching = parts in _TOUCHING
        return Finding.INCOMPARABLE if touching else Finding.CONFLICT
    meets = any(
        low <= other_high and other_low <= high
        for low, high in ours.ranges
        for other_low, other_high in theirs.ranges
    )
    inside = all(
        any(low <= other_low and other_high <= high for low, high in ours.ranges)
        for other_low, other_high in theirs.ranges
    )
    if inside or (meets and theirs.is_near and not ours.part):
        return Finding.AGREE
    return Finding.INCOMPARABLE if meets else Finding.CONFLICT


def _told(
    finding: Finding,
    statement: Analysis,
    claim: Analysis,
    ours: ClockTime,
    theirs: ClockTime | None,
) -> Comparison:
    if theirs and is_denied_at(statement.text, ours.span.start) != is_denied_at(
        claim.text, theirs.span.start
    ):
        finding = contrary_of(finding)
    time = statement.text[ours.span.start : ours.span.end]
    words = {Finding.AGREE: "is the time stated", Finding.CONFLICT: f"is not {time}"}
    said = claim.text[theirs.span.start : theirs.span.end] if theirs else "the claim"
    return comparison(
        finding,
        ReasonType.DATE,
        statement=passage(statement.text, ours.span),
        claim=passage(claim.text, theirs.span if theirs else None),
        detail=f"{said} {words.get(finding, f'leaves {time} open')}",
    )
