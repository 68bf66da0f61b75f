"""Nobody and a number: "not one person was arrested" beside "46 people were arrested"."""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, once
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.counterparts import Link
from service.stance.figures import Figure, figures

_NONE = re.compile(
    r"^(?:no\s+(?=[a-z]+s\b|one\b|person\b)|nobody\b|none\s+of\b|not\s+(?:a\s+single|one)\b)",
    re.IGNORECASE,
)


def compare_none(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """A conflict where the claim counts those of whom the statement says that there are none."""
    none = _none(statement)
    if none is None or not claim.quantities:
        return []
    if any(a.link in (Link.EXCLUSIVE, Link.OPPOSITE) for a in alignment.links):
        return []
    acts = {a.claim.span for a in alignment.links if a.link.entails and not a.claim.negated}
    for figure in figures(claim):
        if figure.act is not None and figure.act.span in acts and _counts_some(figure):
            quantity = figure.quantity
            return [
                comparison(
                    Finding.CONFLICT,
                    ReasonType.NUMBER,
                    statement=passage(statement.text, none),
                    claim=passage(claim.text, quantity.span),
                    detail=f"{quantity.text}, not none",
                )
            ]
    return []


@once
def _none(statement: Analysis) -> Span | None:
    """The subject of a statement, where it is nobody."""
    start = statement.attribution.content_span.start if statement.attribution else 0
    found = _NONE.match(statement.text[start:])
    if found is None or statement.quantities:
        return None
    return Span(start=start, end=start + len(found.group().rstrip()))


def _counts_some(figure: Figure) -> bool:
    quantity = figure.quantity
    plain = not (quantity.unit or quantity.ordinal or figure.is_denied or figure.is_base)
    return plain and quantity.interval.low > 0
