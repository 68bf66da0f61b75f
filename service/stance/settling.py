"""Statements that one comparison reads from end to end, and so decides alone.

"No country in the region is larger than X" shares few words with "X is the largest country in the
region", and a negation with none: the comparisons of single words can only be misled by it.
"""

from __future__ import annotations

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, once
from service.stance.alignment import Alignment
from service.stance.belonging import Member
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.outranking import compare_rankings
from service.stance.proportion_forms import COMPARES, stated_proportion
from service.stance.proportions import compare_proportions
from service.stance.rankings import stated_ranking
from service.stance.shares import compare_shares, stated_share
from service.stance.totals import compare_totals, stated_total


@once
def is_settled_alone(statement: Analysis) -> bool:
    """Whether a statement is one of those, so that few shared words may decide it."""
    return any(read(statement) for read in _READERS)


_READERS = (stated_ranking, stated_proportion, stated_share, stated_total)


def settle(
    statement: Analysis, claim: Analysis, alignment: Alignment, members: frozenset[Member]
) -> Comparison | None:
    """What a claim says to the whole of such a statement.

    None where the other comparisons may decide, since the claim compares, too, or the statement
    does no more than name the first of a kind, or a sum.
    """
    if not is_settled_alone(statement):
        return None
    return (
        compare_rankings(statement, claim, members)
        or compare_proportions(statement, claim, alignment)
        or compare_shares(statement, claim, alignment)
        or compare_totals(statement, claim, alignment)
        or _left_open(statement, claim)
    )


def _left_open(statement: Analysis, claim: Analysis) -> Comparison | None:
    """That a claim compares nothing, where the statement does."""
    if not _compares(statement) or _compares(claim):
        return None
    whole = Span(start=0, end=len(statement.text.rstrip(" .!")))
    return comparison(
        Finding.INCOMPARABLE,
        ReasonType.NUMBER,
        statement=passage(statement.text, whole),
        claim=None,
        detail="the claim does not settle how the two compare",
    )


@once
def _compares(analysis: Analysis) -> bool:
    """Whether a text compares two things; "more than 20" only bounds a number."""
    return any(
        not any(
            quantity.span.start <= found.start() < quantity.span.end
            for quantity in analysis.quantities
        )
        for found in COMPARES.finditer(analysis.text)
    )
