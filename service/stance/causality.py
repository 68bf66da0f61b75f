"""Causes: the same effect put down to something else.

"Election fraud triggered the protests" conflicts with a claim that fuel prices did: where two
texts give the cause of one effect, the natural reading is that they give the same cause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.counterparts import Link

CAUSE = "cause"
_PASSIVE = re.compile(r"^\s*(?:mainly |largely |partly )?(?:by|from|to)\b")
_BACKWARDS = re.compile(r"^(?:due|because|owing|result|as a result|stem|down|on account)")


def compare_causes(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """A conflict where both name a cause of the same effect, and nothing of the causes is shared."""
    ours = _causing(statement)
    theirs = _causing(claim) if ours is not None else None
    if ours is None or theirs is None:
        return []
    (our_causes, our_effects), (their_causes, their_effects) = ours, theirs
    linked = {a.statement.span: a.claim.span for a in alignment.links if a.link.entails}
    touched = {
        a.statement.span for a in alignment.links if a.link not in (Link.OPPOSITE, Link.EXCLUSIVE)
    }
    if our_causes and our_effects and _turned_round(ours, theirs, linked):
        return [_other_cause(statement, claim, our_causes, their_causes)]
    same_effect = our_effects and all(
        linked.get(term.span) in {t.span for t in their_effects} for term in our_effects
    )
    if not same_effect or not our_causes or any(t.span in touched for t in our_causes):
        return []
    return [_other_cause(statement, claim, our_causes, their_causes)]


def _turned_round(
    ours: tuple[list[Term], list[Term]],
    theirs: tuple[list[Term], list[Term]],
    linked: Mapping[Span, Span],
) -> bool:
    """Whether the claim has the statement's effect bring about most of the statement's cause.

    What an effect brings about in its turn is another matter.
    """
    (our_causes, our_effects), (their_causes, their_effects) = ours, theirs
    causes, effects = {t.span for t in their_causes}, {t.span for t in their_effects}
    brought_about = sum(linked.get(t.span) in effects for t in our_causes)
    return all(linked.get(t.span) in causes for t in our_effects) and 2 * brought_about > len(
        our_causes
    )


def _other_cause(
    statement: Analysis, claim: Analysis, our_causes: list[Term], their_causes: list[Term]
) -> Comparison:
    cause, rival = _hull(our_causes), _hull(their_causes)
    return comparison(
        Finding.CONFLICT,
        ReasonType.ACTOR,
        statement=passage(statement.text, cause),
        claim=passage(claim.text, rival),
        detail=f'the cause given is "{claim.text[rival.start : rival.end]}"',
    )


@once
def _causing(analysis: Analysis) -> tuple[list[Term], list[Term]] | None:
    """The words of the cause and those of the effect, on the two sides of the causing verb."""
    acts = [t for t in analysis.terms if CAUSE in t.concepts and not t.in_frame]
    if len(acts) != 1 or acts[0].negated:
        return None
    act = acts[0]
    before = [t for t in analysis.terms if t.span.end <= act.span.start and not t.in_frame]
    after = [t for t in analysis.terms if t.span.start >= act.span.end and t.name is None]
    before = [t for t in before if t.name is None]
    if not before or not after:
        return None
    turned = _PASSIVE.match(analysis.text[act.span.end :]) or _BACKWARDS.match(act.text.lower())
    return (after, before) if turned else (before, after)


def _hull(terms: list[Term]) -> Span:
    return Span(start=terms[0].span.start, end=terms[-1].span.end)
