"""Whom it was told: "told Reuters" beside "told dpa"."""

from __future__ import annotations

from service.domain.evidence import ReasonType
from service.domain.mentions import Name
from service.parsing.analysis import Analysis, once
from service.parsing.speech_verbs import ADDRESSED
from service.stance.comparison import Comparison, Finding, comparison, passage


def compare_addressees(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """Whether the claim has the same speaker tell it to somebody else: "told Reuters" is not "told dpa".

    It may have been said twice, so this is no conflict; but the claim does not say so.
    """
    ours, theirs = _addressee(statement), _addressee(claim)
    if ours is None or theirs is None or ours.key == theirs.key:
        return []
    return [
        comparison(
            Finding.INCOMPARABLE,
            ReasonType.ATTRIBUTION,
            statement=passage(statement.text, ours.span),
            claim=passage(claim.text, theirs.span),
            detail=f"{theirs.text} was told, not {ours.text}",
            bars=True,
        )
    ]


@once
def _addressee(analysis: Analysis) -> Name | None:
    """The name between "told" and what was said, if any."""
    said = analysis.attribution
    if said is None or said.cue.lower() not in ADDRESSED:
        return None
    follows = said.cue_span.end + 1
    return next((n for n in analysis.names if n.span.start - follows in (0, len("the "))), None)
