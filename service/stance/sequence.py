"""What came first: the words on both sides of "before" and "after"."""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

_TURNS = re.compile(r"\b(?P<word>before|after|earlier\s+than|later\s+than)\b", re.IGNORECASE)
_IS_BEFORE = frozenset({"before", "earlier"})


def compare_sequences(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> list[Comparison]:
    """A conflict where the claim has the same two happenings the other way round."""
    ours = _turn(statement)
    theirs = _turn(claim) if ours is not None else None
    if ours is None or theirs is None:
        return []
    same_word = _is_before(ours) == _is_before(theirs)
    shared = [a for a in alignment.links if a.link.entails and not a.statement.in_frame]
    moved = {
        (_is_main(statement, a.statement, ours), _is_main(claim, a.claim, theirs)): a
        for a in shared
    }
    crossed = (True, False) in moved and (False, True) in moved
    kept = (True, True) in moved and (False, False) in moved
    if crossed and not kept and same_word:
        return [_turned(statement, claim, moved[True, False], ours, theirs)]
    if kept and not crossed and not same_word:
        return [_turned(statement, claim, moved[False, False], ours, theirs)]
    return []


@once
def _turn(analysis: Analysis) -> re.Match[str] | None:
    """The one "before" or "after" of a sentence; with two, which is meant is unclear."""
    start = analysis.attribution.content_span.start if analysis.attribution else 0
    found = list(_TURNS.finditer(analysis.text, start))
    return found[0] if len(found) == 1 else None


def _is_before(turn: re.Match[str]) -> bool:
    return turn["word"].lower().split()[0] in _IS_BEFORE


def _is_main(analysis: Analysis, term: Term, turn: re.Match[str]) -> bool:
    """Whether a term stands outside the clause that "before" or "after" begins."""
    comma = analysis.text.find(",", turn.end())
    ends = comma if comma >= 0 else len(analysis.text)
    return not turn.end() <= term.span.start < ends


def _turned(
    statement: Analysis,
    claim: Analysis,
    aligned: Aligned,
    ours: re.Match[str],
    theirs: re.Match[str],
) -> Comparison:
    return comparison(
        Finding.CONFLICT,
        ReasonType.DATE,
        statement=passage(statement.text, Span(start=ours.start(), end=ours.end())),
        claim=passage(claim.text, Span(start=theirs.start(), end=theirs.end())),
        detail=f'the claim has "{aligned.claim.text}" on the other side of time',
    )
