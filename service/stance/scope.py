"""How far a claim reaches: a part of the country, some of the areas, one plant of the company.

A figure or a state of affairs for a part neither contradicts nor supports one for the whole.
"""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import Name, NameKind
from service.parsing.analysis import Analysis, Term
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
    r"\b(?:before|prior to|until|at first|initially|earlier|had (?:forecast|expected|planned|promised|predicted|estimated))\b",
    re.IGNORECASE,
)


def is_other_phase(statement: Analysis, claim: Analysis) -> bool:
    """Whether the claim's figure is one of an earlier phase, of which the statement says nothing."""
    return bool(_PHASE.search(claim.text)) and not _PHASE.search(statement.text)


def _limit(claim: Analysis, alignment: Alignment, common_names: frozenset[str]) -> Term | None:
    for term in alignment.spare:
        if term.in_frame:
            continue
        if term.name is None:
            if not term.concepts.isdisjoint(PARTIAL_CONCEPTS):
                return term
        elif _is_inner_place(claim, term.name, common_names):
            return term
    return None


def _is_inner_place(claim: Analysis, name: Name, common_names: frozenset[str]) -> bool:
    if name.kind is NameKind.PERSON or name.key in common_names:
        return False
    if name.country or country_of(name.key) == name.key:
        return False
    return _INSIDE.search(claim.text[: name.span.start].lower()) is not None


def _is_limited(statement: Analysis) -> bool:
    """Whether the statement itself speaks of some place or part."""
    return any(
        term.concepts & PARTIAL_CONCEPTS
        if term.name is None
        else _INSIDE.search(statement.text[: term.span.start].lower()) is not None
        for term in statement.terms
    )
