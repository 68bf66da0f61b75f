"""What is said to be one or the other: "killed or injured" says of neither that it is so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

_OR = re.compile(
    r"(?<!whether )\bor\b(?!\s+(?:not|so|more|less|fewer|else|at least|rather)\b)", re.I
)
# Under these, what holds of one or the other holds of each: "nobody may enter or leave".
_OF_EACH = re.compile(
    r"\b(?:any\w*|every\w*|each|all|no|none|nobody|nothing|never|not|without|neither|whoever|who|if"
    r"|can|cannot|may|could|free|allow\w*|ban\w*|forb\w+|prohibit\w*|den(?:y|ied|ies)|refus\w+)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)


def compare_alternatives(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> list[Comparison]:
    """Incomparable where the claim leaves open whether it is what the statement says."""
    pairs = _alternatives(claim)
    if not pairs or _OR.search(statement.text):
        return []
    said = {a.claim.span for a in alignment.links if a.link.entails}
    for one, other in pairs:
        if (one.span in said) != (other.span in said):
            return [
                comparison(
                    Finding.INCOMPARABLE,
                    ReasonType.CERTAINTY,
                    statement=None,
                    claim=passage(claim.text, Span(start=one.span.start, end=other.span.end)),
                    detail="the claim leaves open which of the two it is",
                )
            ]
    return []


@once
def _alternatives(claim: Analysis) -> Sequence[tuple[Term, Term]]:
    """The words on both sides of each "or" that parts alternatives."""
    found = []
    for match in _OR.finditer(claim.text):
        if any(span.overlaps(_span(match)) for span in _measures(claim)):
            continue
        before = [t for t in claim.terms if t.span.end <= match.start() and not t.in_frame]
        after = [t for t in claim.terms if t.span.start >= match.end() and not t.in_frame]
        if not before or not after or _OF_EACH.search(claim.text[: match.start()]):
            continue
        if claim.text[before[-1].span.end : match.start()].strip() == "":
            found.append((before[-1], after[0]))
    return found


def _measures(claim: Analysis) -> list[Span]:
    """Where figures and times stand, which have an "or" of their own ("two or three")."""
    return [
        *(quantity.span for quantity in claim.quantities),
        *(duration.span for duration in claim.durations),
        *(date.span for date in claim.dates),
    ]


def _span(match: re.Match[str]) -> Span:
    return Span(start=match.start(), end=match.end())
