"""Where shared words are put: from where to where, before or after what, in it or beside it.

Two texts of the same words say contrary things where directions ("from Halsund to Brevik") or
times ("before the vote") have changed places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, once
from service.stance.alignment import Aligned
from service.stance.comparison import Comparison, Finding, comparison, passage

_PREPOSITION = re.compile(
    r"\b(?P<word>from|to|into|before|after|by|against|for)\s+"
    r"(?:(?:the|an?|his|her|its|their|this|that)\s+)?(?:[\w-]+\s+)?$"
)
_CONTRARY = {"from": "to", "to": "from", "into": "from", "before": "after", "after": "before"}


@lru_cache(maxsize=16_384)
def preposition(text: str, start: int) -> str:
    """The preposition that governs what begins at ``start``, or an empty string."""
    match = _PREPOSITION.search(text[:start].lower())
    return match["word"] if match else ""


@once
def led_in(analysis: Analysis) -> Mapping[int, str]:
    """The prepositions that govern terms, by where these begin."""
    starts = (term.span.start for term in analysis.terms)
    found = ((start, preposition(analysis.text, start)) for start in starts)
    return {start: word for start, word in found if word}


def compare_directions(
    statement: Analysis, claim: Analysis, shared: Sequence[Aligned]
) -> list[Comparison]:
    """ "From the town" is not to it, nor before the vote after it."""
    governed = led_in(statement)
    if not governed:
        return []
    found = []
    for aligned in shared:
        ours = governed.get(aligned.statement.span.start, "")
        opposite = _CONTRARY.get(ours)
        if opposite is None and ours not in ("for", "against"):
            continue
        theirs = preposition(claim.text, aligned.claim.span.start)
        if {ours, theirs} == {"for", "against"} and aligned.statement.name is None:
            found.append(
                contrary(statement, claim, aligned, ReasonType.POLARITY, f"{theirs}, not {ours}, ")
            )
        if theirs and theirs == opposite:
            kind = ReasonType.DATE if ours in ("before", "after") else ReasonType.PLACE
            found.append(contrary(statement, claim, aligned, kind, f"{theirs}, not {ours}, "))
    return found


_BESIDE = re.compile(r"\b(?:near|outside|off|around|towards?)\s+(?:the\s+)?$")
_INSIDE = re.compile(r"\b(?:in|inside|at)\s+(?:the\s+)?$")


@lru_cache(maxsize=16_384)
def _nearness_at(text: str, start: int) -> str:
    """Whether what begins at ``start`` is said to be what something is in, or beside."""
    before = text[:start].lower()
    if _INSIDE.search(before):
        return "in"
    return "beside" if _BESIDE.search(before) else ""


def compare_nearness(
    statement: Analysis, claim: Analysis, named: Sequence[Aligned]
) -> list[Comparison]:
    """ "Near the town" is not in the town, nor is what happened in it outside."""
    for aligned in named:
        ours = _nearness_at(statement.text, aligned.statement.span.start)
        theirs = _nearness_at(claim.text, aligned.claim.span.start) if ours else ""
        if ours and theirs and ours != theirs:
            detail = f"beside {aligned.claim.text} is not in it"
            return [laid(statement, claim, aligned, ReasonType.WORDING, detail)]
    return []


_PART_OF_NAME = re.compile(
    r"(?:^|\s)(?:(?:North|South|East|West)(?:ern)?|New|Old|Upper|Lower|Greater|Inner|Outer)\s$"
)


@lru_cache(maxsize=16_384)
def _part_of_name(text: str, start: int) -> str:
    """The word before a name that makes it the name of a part, with the blanks around it."""
    found = _PART_OF_NAME.search(text[:start])
    return found.group() if found else ""


def compare_parts_of_names(
    statement: Analysis, claim: Analysis, named: Sequence[Aligned]
) -> list[Comparison]:
    """ "East Norlund" is not Norlund."""
    for aligned in named:
        ours = _part_of_name(statement.text, aligned.statement.span.start)
        theirs = _part_of_name(claim.text, aligned.claim.span.start)
        if ours != theirs:
            detail = f"the claim has {theirs.strip() or 'the whole'}"
            return [laid(statement, claim, aligned, ReasonType.WORDING, detail)]
    return []


def laid(
    statement: Analysis,
    claim: Analysis,
    aligned: Aligned,
    kind: ReasonType,
    detail: str,
    finding: Finding = Finding.INCOMPARABLE,
) -> Comparison:
    return comparison(
        finding,
        kind,
        statement=passage(statement.text, aligned.statement.span),
        claim=passage(claim.text, aligned.claim.span),
        detail=detail,
    )


def contrary(
    statement: Analysis, claim: Analysis, aligned: Aligned, kind: ReasonType, how: str
) -> Comparison:
    detail = f"{how}{aligned.claim.text}"
    return laid(statement, claim, aligned, kind, detail, Finding.CONFLICT)
