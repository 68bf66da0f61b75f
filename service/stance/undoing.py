"""Acts that undo a state, and so presuppose it: what was recaptured had been occupied."""

from __future__ import annotations

import re

from service.parsing.analysis import Analysis, Term
from service.parsing.lexicon import Lexicon, Relation
from service.stance.alignment import Aligned
from service.stance.counterparts import Link

_PAST = re.compile(r"\b(?:was|were|had)\b")
_PRESENT = re.compile(r"\b(?:is|are|remains?|stays?|has been|have been)\b")
UNDOING_CONCEPTS = frozenset(
    """release recapture reopen restore-service resume lift-measure lift-sanction repair rebuild
    liberate discharge-hospital unfreeze power-restored reopening renew return""".split()
)


def presupposes(statement: Analysis, aligned: Aligned) -> bool:
    """Whether the claim's act undoes the very state that the statement reports as past."""
    state = aligned.statement.concepts
    lexicon = Lexicon.load()
    undone = any(
        lexicon.relation(act, held) is Relation.OPPOSITE
        for act in aligned.claim.concepts & UNDOING_CONCEPTS
        for held in state
    )
    if not undone or not state.isdisjoint(UNDOING_CONCEPTS):
        return False
    before = statement.text[: aligned.statement.span.start].lower()
    return _PAST.search(before) is not None or (
        aligned.statement.text.endswith("ed") and _PRESENT.search(before) is None
    )


def undoes(aligned: Aligned) -> bool:
    """Whether the statement tells of a recapture where the claim tells of what came before it."""
    ours, theirs = aligned.statement, aligned.claim
    return (
        aligned.link is Link.OPPOSITE
        and not (ours.negated or theirs.negated)
        and "recapture" in ours.concepts
        and "occupy" in theirs.concepts
    )


def is_own_act(statement: Analysis, claim: Analysis, aligned: Aligned) -> bool:
    """Whether one party is said to have done and to have undone it: either may be all it did.

    That rebels were driven from a town tells that they held it; that engineers repaired a
    pipeline does not tell that engineers damaged it.
    """
    before = statement.text[: aligned.statement.span.start].lower()
    if _PAST.search(before):
        return False
    ours, theirs = (
        next((t for t in side.terms if not t.in_frame), None) for side in (statement, claim)
    )
    if ours is None or theirs is None or ours.span == aligned.statement.span:
        return False
    return ours.stem == theirs.stem and _key(ours) == _key(theirs)


def _key(term: Term) -> str:
    return term.name.key if term.name else ""
