"""Figures told of several in one sentence: "30 died in Norlund and 12 in Sordania"."""

from __future__ import annotations

import re

from service.domain.mentions import Name, Span
from service.parsing.analysis import Analysis, once

_JOINT = re.compile(r",?\s+(?:and|while|but|compared with|against)\s+|;\s+|,\s+")


def belongs_elsewhere(statement: Analysis, claim: Analysis, span: Span) -> bool:
    """Whether a figure stands in a claim with another name, and the statement's name with its own."""
    members = _members(claim)
    if len(members) < 2:
        return False
    ours = {name.key for name in statement.names}
    here = next((names for stretch, names in members if stretch.covers(span)), ())
    if not here or any(name.key in ours for name in here):
        return False
    kinds = {name.kind for name in here}
    return any(
        name.key in ours and name.kind in kinds
        for stretch, names in members
        if not stretch.covers(span)
        for name in names
    )


@once
def _members(claim: Analysis) -> tuple[tuple[Span, tuple[Name, ...]], ...]:
    """The stretches between joints that have a figure and a name each, with their names."""
    cuts = [0, *(joint.end() for joint in _JOINT.finditer(claim.text))]
    stretches = [
        Span(start=start, end=end)
        for start, end in zip(cuts, [*cuts[1:], len(claim.text)], strict=True)
    ]
    figures = [q.span for q in claim.quantities] + [d.span for d in claim.durations]
    return tuple(
        (stretch, names)
        for stretch in stretches
        if any(stretch.covers(figure) for figure in figures)
        and (names := tuple(n for n in claim.names if stretch.covers(n.span)))
    )
