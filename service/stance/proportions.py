"""Two counts of one claim beside each other: more of these than of those, twice as many.

The statement gives the proportion and the claim the counts. As everywhere a count is an interval,
and so is what two of them make: "more than 3,700 arrested" beside 26 dead is more than 142 each.
"""

from __future__ import annotations

import math

from service.domain.evidence import ReasonType
from service.domain.mentions import Interval, Span
from service.parsing.analysis import Analysis, Term
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.numbers import ROUNDING, in_a_sentence
from service.stance.proportion_forms import (
    MORE_BY,
    Measure,
    Proportion,
    Side,
    negated,
    stated_proportion,
)
from service.stance.tallies import Tally, is_one, is_one_kind, tallies, told_together


def compare_proportions(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> Comparison | None:
    """What two counts of the claim make of the proportion that the statement gives, or None."""
    asked = stated_proportion(statement)
    if asked is None or not says_all_of(alignment, asked.rest):
        return None
    if theirs := stated_proportion(claim):
        return _beside(statement, asked, claim, theirs)
    first, second = _counted(claim, asked.first), _counted(claim, asked.second)
    if first is None or second is None or first is second:
        return None
    if not told_together(claim, (first, second)):
        return None
    told = _made_of(first.interval, second.interval, asked.measure)
    if told is None:
        return None
    finding = _finding(asked, told)
    if finding is None:
        return None
    counts = sorted((first, second), key=lambda tally: tally.span.start)
    span = Span(start=counts[0].span.start, end=counts[-1].span.end)
    both = [in_a_sentence(tally.figure.quantity.text) for tally in (first, second)]
    fits = "fits" if finding is Finding.AGREE else "is not"
    said = passage(statement.text, asked.span)
    return comparison(
        finding,
        ReasonType.NUMBER,
        statement=said,
        claim=passage(claim.text, span),
        detail=f'{" against ".join(both)} {fits} "{said.text if said else ""}"',
    )


def _beside(
    statement: Analysis, asked: Proportion, claim: Analysis, theirs: Proportion
) -> Comparison | None:
    """A proportion that the claim gives itself, with or without figures."""
    if _is_side(asked.first, theirs.first) and _is_side(asked.second, theirs.second):
        told: Interval | None = theirs.asked
    elif _is_side(asked.first, theirs.second) and _is_side(asked.second, theirs.first):
        told = _turned(theirs)
    else:
        return None
    if told is not None and asked.measure is not theirs.measure:
        told = _as_difference(told) if asked.measure is Measure.DIFFERENCE else None
    finding = _finding(asked, told) if told is not None else None
    words = passage(claim.text, theirs.span)
    return comparison(
        finding or Finding.INCOMPARABLE,
        ReasonType.NUMBER,
        statement=passage(statement.text, asked.span),
        claim=words,
        detail=f'"{words.text if words else ""}" {_HOW[finding]}',
    )


_HOW = {
    Finding.AGREE: "says as much",
    Finding.CONFLICT: "says the contrary",
    None: "leaves that open",
}


def _is_side(one: Side, other: Side) -> bool:
    return is_one(one.act, other.act) and is_one_kind(one.kind, other.kind)


def _turned(proportion: Proportion) -> Interval | None:
    """The same proportion, seen from its second side."""
    told = proportion.asked
    if proportion.measure is Measure.DIFFERENCE:
        return negated(told)
    return _made_of(Interval(low=1, high=1), told, Measure.RATIO)


def _as_difference(ratio: Interval) -> Interval | None:
    """What a ratio says of the difference: more, fewer, or neither for sure."""
    if ratio.low > 1 or (ratio.low == 1 and ratio.low_open):
        return MORE_BY
    return negated(MORE_BY) if ratio.high < 1 else None


def says_all_of(alignment: Alignment, terms: tuple[Term, ...]) -> bool:
    """Whether the claim says each of these words of the statement."""
    said = {a.statement.span for a in alignment.links if a.link.entails}
    return all(term.span in said for term in terms)


def _counted(claim: Analysis, side: Side) -> Tally | None:
    """The claim's one count of a side; none where it has several."""
    found = [
        t for t in tallies(claim) if is_one(side.act, t.act) and is_one_kind(side.kind, t.kind)
    ]
    return found[0] if len(found) == 1 else None


def _made_of(first: Interval, second: Interval, measure: Measure) -> Interval | None:
    low_open = first.low_open or second.high_open
    high_open = first.high_open or second.low_open
    if measure is Measure.DIFFERENCE:
        low, high = first.low - second.high, first.high - second.low
    elif second.low <= 0:
        return None
    else:
        low, high = first.low / second.high, first.high / second.low
    return Interval(low=low, high=high, low_open=low_open, high_open=high_open)


def _finding(asked: Proportion, told: Interval) -> Finding | None:
    if asked.asked.contains(told):
        return Finding.AGREE
    if asked.asked.overlaps(told):
        return None
    if asked.is_bare and asked.measure is Measure.RATIO and not math.isinf(told.high):
        exact = asked.asked.low
        widened = Interval(low=exact * (1 - ROUNDING), high=exact * (1 + ROUNDING))
        return None if widened.overlaps(told) else Finding.CONFLICT
    return Finding.CONFLICT
