"""Two clauses in one sentence: what was done with what, and what came after what.

"Engineers repaired the pipeline and tested the pumps" has every word of "engineers tested the
pipeline", and "prices rose after the border closed" every word of its reverse.
"""

from __future__ import annotations

import re
from itertools import pairwise

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, Term, once
from service.parsing.assertions import split_assertions
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

_CONNECTIVE = re.compile(r"\b(?:after|before|because|until|although|when)\b", re.IGNORECASE)
_CONVERSE = frozenset({("after", "before"), ("before", "after")})


def compare_compounds(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> list[Comparison]:
    """What the statement makes of two clauses that the claim puts together otherwise."""
    shared = [
        a for a in alignment.links if a.link.entails and not a.statement.name and not a.claim.name
    ]
    return [*_exchanged_clauses(statement, claim, shared), *_crossed(statement, claim, shared)]


def _exchanged_clauses(
    statement: Analysis, claim: Analysis, shared: list[Aligned]
) -> list[Comparison]:
    """Main clause and subordinate clause in each other's place; a conflict if times are at stake."""
    ours, theirs = _connective(statement), _connective(claim)
    if ours is None or theirs is None or not shared:
        return []
    words = tuple(
        text[span.start : span.end].lower()
        for text, span in ((statement.text, ours), (claim.text, theirs))
    )
    places = [
        (
            _is_subordinate(statement.text, ours, a.statement),
            _is_subordinate(claim.text, theirs, a.claim),
        )
        for a in shared
    ]
    exchanged = {(True, False), (False, True)} == set(places)
    if not exchanged or words in _CONVERSE:
        return []
    told = words[0] == words[1] and words[0] in ("after", "before")
    return [
        comparison(
            Finding.CONFLICT if told else Finding.INCOMPARABLE,
            ReasonType.DATE if told else ReasonType.WORDING,
            statement=passage(statement.text, ours),
            claim=passage(claim.text, theirs),
            detail=f'the clauses before and behind "{words[1]}" are exchanged',
        )
    ]


@once
def _connective(analysis: Analysis) -> Span | None:
    """The only subordinating word of a sentence; of several none can be told to be the one."""
    found = list(_CONNECTIVE.finditer(analysis.text))
    return Span(start=found[0].start(), end=found[0].end()) if len(found) == 1 else None


def _is_subordinate(text: str, connective: Span, term: Term) -> bool:
    """Behind the connective; where it opens the sentence, up to the comma."""
    if connective.start > 0:
        return term.span.start > connective.start
    comma = text.find(",")
    return comma < 0 or term.span.start < comma


def _crossed(statement: Analysis, claim: Analysis, shared: list[Aligned]) -> list[Comparison]:
    """Open where neighbouring words of the statement stand in two parts of the claim, turned round."""
    # The claim is taken apart only where this can matter, which is seldom.
    turned = [(first, second) for first, second in pairwise(shared) if _is_turned(first, second)]
    parts = _parts(claim) if turned else ()
    if len(parts) < 2:
        return []
    for first, second in turned:
        together = any(
            _covers(part, first.claim.span) and _covers(part, second.claim.span) for part in parts
        )
        placed = all(any(_covers(part, a.claim.span) for part in parts) for a in (first, second))
        if placed and not together:
            return [
                comparison(
                    Finding.INCOMPARABLE,
                    ReasonType.WORDING,
                    statement=passage(statement.text, first.statement.span),
                    claim=passage(claim.text, first.claim.span),
                    detail=f'the claim does not put "{first.claim.text}" and '
                    f'"{second.claim.text}" together',
                )
            ]
    return []


def _is_turned(first: Aligned, second: Aligned) -> bool:
    """Whether the claim has two neighbours of the statement the other way round.

    Not in "killed 7 workers and injured 21": what is counted is said once for both.
    """
    return first.claim.span.start > second.claim.span.end and second.claim.counted_by is None


@once
def _parts(claim: Analysis) -> tuple[tuple[Span, ...], ...]:
    return tuple(assertion.pieces for assertion in split_assertions(claim.text))


def _covers(part: tuple[Span, ...], span: Span) -> bool:
    return any(piece.covers(span) for piece in part)
