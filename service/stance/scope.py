"""How far a claim reaches: a part of the country, some of the areas, one plant of the company.

A figure or a state of affairs for a part neither contradicts nor supports one for the whole.
"""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import Name, NameKind
from service.parsing.analysis import Analysis, Term, once
from service.parsing.names import country_of
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

PARTIAL_CONCEPTS = frozenset({"some", "regional", "temporary", "partial"})
_INSIDE = re.compile(r"\b(?:in|at)\s+(?:the\s+)?(?:[a-z]+\s+of\s+)?$")


def compare_scope(
    statement: Analysis, claim: Analysis, alignment: Alignment, common_names: frozenset[str]
) -> list[Comparison]:
    """Incomparable where the claim is limited by words that the statement has no match for.

    ``common_names`` are the names that most candidates carry: the setting of the whole corpus
    limits nothing.
    """
    limit = _limit(claim, alignment, common_names)
    if limit is None or _is_limited(statement):
        return []
    return [
        comparison(
            Finding.INCOMPARABLE,
            ReasonType.SCOPE,
            statement=None,
            claim=passage(claim.text, limit.span),
            detail=f'the claim is limited to "{limit.text}"',
        )
    ]


_PHASE = re.compile(
    r"\b(?:before|by the time|prior to|until|at first|initially|earlier|had (?:forecast|expected|planned|promised|predicted|estimated))\b",
    re.IGNORECASE,
)


def is_other_phase(statement: Analysis, claim: Analysis) -> bool:
    """Whether the claim's figure is one of an earlier phase, of which the statement says nothing."""
    return _is_of_a_phase(claim) and not _is_of_a_phase(statement)


def is_of_a_phase(words: str) -> bool:
    """Whether some words of a claim say themselves before or until when: no other phase is meant."""
    return _PHASE.search(words) is not None


@once
def _is_of_a_phase(analysis: Analysis) -> bool:
    return is_of_a_phase(analysis.text)


def _limit(claim: Analysis, alignment: Alignment, common_names: frozenset[str]) -> Term | None:
    for term in _limiting(claim):
        is_setting = term.name is not None and term.name.key in common_names
        if not is_setting and any(spare is term for spare in alignment.spare):
            return term
    return None


@once
def _limiting(claim: Analysis) -> tuple[Term, ...]:
    """The terms of a claim that may limit it, in the order of the text."""
    return tuple(
        term
        for term in claim.terms
        if not term.in_frame
        and (
            not term.concepts.isdisjoint(PARTIAL_CONCEPTS)
            if term.name is None
            else _is_inner_place(claim, term.name)
        )
    )


def _is_inner_place(claim: Analysis, name: Name) -> bool:
    if name.kind is NameKind.PERSON:
        return False
    if name.country or country_of(name.key) == name.key:
        return False
    return _INSIDE.search(claim.text[: name.span.start].lower()) is not None


@once
def _is_limited(statement: Analysis) -> bool:
    """Whether the statement itself speaks of some place or part."""
    return any(
        term.concepts & PARTIAL_CONCEPTS
        if term.name is None
        else _INSIDE.search(statement.text[: term.span.start].lower()) is not None
        for term in statement.terms
    )
