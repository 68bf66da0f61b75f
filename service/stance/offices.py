"""Who holds which office, as the claims themselves say it.

"Kassym-Jomart Tokayev is the president of Kazakhstan" and "President Tokayev" let a statement
about "the president" be checked against claims that name Tokayev.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from service.domain.mentions import NameKind
from service.parsing.analysis import Analysis, Term
from service.stance.alignment import OFFICES, Roles

_NAME_THEN_OFFICE = re.compile(r"^(?: is| was|,)(?: an?| the)?(?: [\w'’-]+){0,2} ?$")
_OFFICE_THEN_NAME = re.compile(r"^,? ?$")
_FORMER = frozenset({"former", "ex", "predecessor"})


def offices_named(analyses: Iterable[Analysis]) -> Roles:
    """Collect the offices that the claims give to persons; former holders are left out."""
    found: dict[str, set[str]] = {}
    for analysis in analyses:
        for index, term in enumerate(analysis.terms):
            held = term.concepts & OFFICES
            if not held or _is_former(analysis.terms, index):
                continue
            holder = _holder(analysis, index)
            if holder is not None:
                found.setdefault(holder, set()).update(held)
    return Roles(of={key: frozenset(offices) for key, offices in found.items()})


def _is_former(terms: tuple[Term, ...], index: int) -> bool:
    near = terms[max(0, index - 1) : index]
    return any(term.stem in _FORMER or "former" in term.concepts for term in near)


def _holder(analysis: Analysis, index: int) -> str | None:
    terms, text = analysis.terms, analysis.text
    office = terms[index]
    if index + 1 < len(terms):
        after = terms[index + 1]
        gap = text[office.span.end : after.span.start]
        if _is_person(after) and _OFFICE_THEN_NAME.match(gap):
            return after.name.key if after.name else None
    for before in reversed(terms[:index]):
        if _is_person(before):
            gap = text[before.span.end : office.span.start]
            return before.name.key if before.name and _NAME_THEN_OFFICE.match(gap) else None
    return None


def _is_person(term: Term) -> bool:
    return term.name is not None and term.name.kind in (NameKind.PERSON, NameKind.OTHER)
