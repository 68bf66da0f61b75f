"""Which happening a day belongs to: "opened on Monday and closed on Friday"."""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, once
from service.parsing.verbs import finite_starts, verb_starts
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

_JOINT = re.compile(r",?\s+(?:and|but|while|then)\s+(?:then\s+)?|;\s+")


def compare_clauses(
    statement: Analysis, claim: Analysis, alignment: Alignment, dates: list[Comparison]
) -> list[Comparison]:
    """Incomparable where the claim gives the day that agrees to another of its happenings.

    Only where each of the claim's clauses has a verb and a day of its own.
    """
    agreed = [c for c in dates if c.finding is Finding.AGREE and c.reason.claim is not None]
    if len(agreed) != 1 or len(statement.dates) != 1:
        return []
    parts = clauses(claim)
    if len(parts) < 2:
        return []
    day = agreed[0].reason.claim
    verbs, ours = verb_starts(claim.text), verb_starts(statement.text)
    acts = [
        a.claim.span
        for a in alignment.links
        if a.link.entails and a.claim.span.start in verbs and a.statement.span.start in ours
    ]
    if day is None or len(acts) != 1:
        return []
    at = next((p for p in parts if p[0] <= acts[0].start < p[1]), None)
    if at is None or at[0] <= day.span.start < at[1]:
        return []
    if not any(at[0] <= date.span.start < at[1] for date in claim.dates):
        return []
    return [
        comparison(
            Finding.INCOMPARABLE,
            ReasonType.DATE,
            statement=agreed[0].reason.statement,
            claim=passage(claim.text, acts[0]),
            detail=f'{day.text} is not the time of "{claim.text[acts[0].start : acts[0].end]}"',
        )
    ]


@once
def clauses(claim: Analysis) -> list[tuple[int, int]]:
    """The stretches between joints that have a finite verb each."""
    verbs = finite_starts(claim.text)
    cuts = [0]
    for joint in _JOINT.finditer(claim.text):
        before = any(cuts[-1] <= verb < joint.start() for verb in verbs)
        if before and any(verb >= joint.end() for verb in verbs):
            cuts.append(joint.end())
    return list(zip(cuts, [*cuts[1:], len(claim.text)], strict=True))
