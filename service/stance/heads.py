"""Whose act it is: the head of a phrase, not what only belongs to it.

"The minister's lawyer was arrested" and "the son of the minister was arrested" say nothing of the
minister. Where the claim has the shared word only as the owner of something else, and the
statement does not, the claim cannot support the statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.domain.evidence import ReasonType
from service.domain.mentions import NameKind
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

# Heads that pass the act on to what they are of: a member's act is told as the body's.
TRANSPARENT = frozenset(
    """member number group part half most some major minor thousand hundred dozen score case head
    govern author state citi town region countri republ resid offic servic ministri depart forc
    troop soldier polic armi offici repres presid minist leader spokesman spokeswoman spokesperson
    instead front capit popul economi peopl citizen unit contingent wave seri kind type share rate price level
    value cost amount total toll death team island main coast shore north south east west
    northern southern eastern western""".split()
)
# Who only speaks for a person: what befalls the one does not befall the other.
_ENVOYS = frozenset("spokesman spokeswoman spokesperson repres offic".split())
DEPUTIES = frozenset(
    {"deputi", "vice", "assist", "aid", "advis", "candid", "former", "ex", "futur"}
)
# Measures and wholes: what is found in a pack of it, or befalls the team of them, is told of it.
_MEASURES = frozenset(
    """pack packet bag box bottl dose ton tonn piec batch quantiti portion suppli load barrel sampl
    loss fall rise crash collaps""".split()
)
# No nouns that own or are owned, though "of" follows: "suspected of", "ran out of", "north of".
_NO_HEAD = re.compile(
    r"(?:\w+ed|ran out|run out|knew|known|heard|told|spoke|spoken|made|aware|capable|full|short"
    r"|in the (?:north|south|east|west|middle|centre|center|heart))$",
    re.IGNORECASE,
)
# "Orvik Foods' new profit forecast" is about the forecast, and not about something new.
_OWN = re.compile(
    r"^'s? (?:(?:new|newest|latest|previous|current|entire|whole|overall|next|last|first|second) )?$"
)
_OF = re.compile(r"^ of (?:the |an? |his |her |their |its )?(?:[\w-]+ )?$")


def compare_heads(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """Incomparable where a shared noun is the head in the statement and an owner in the claim."""
    owning = _owning(claim)
    if not owning:
        return []
    for aligned in alignment.links:
        heads = owning.get(aligned.claim.span.start)
        if heads is None or aligned.claim.in_frame or not _may_act(aligned):
            continue
        head = next((h for h in heads if any(spare is h for spare in alignment.spare)), None)
        if head is not None and not _has_near(statement, aligned.statement, head):
            return [_of_another(statement, claim, aligned, head)]
    return []


def _may_act(aligned: Aligned) -> bool:
    name = aligned.claim.name
    return name is None or name.kind in (NameKind.PERSON, NameKind.OTHER)


@once
def _owning(claim: Analysis) -> Mapping[int, tuple[Term, ...]]:
    """By where a term begins, the nouns that are its own head, those of an envoy last."""
    nouns = [term for term in claim.terms if term.name is None and not term.in_frame]
    heads = {
        term.span.start: (
            *(head for head in nouns if _is_owned(claim, term, head)),
            *(head for head in nouns if _is_envoy(claim, term, head)),
        )
        for term in claim.terms
    }
    return {start: found for start, found in heads.items() if found}


def _is_owned(claim: Analysis, term: Term, head: Term) -> bool:
    """Whether the term owns the head, or the head makes it somebody else's ("deputy")."""
    if head.stem in TRANSPARENT or _is_attribute(head):
        return False
    if head.span.start > term.span.end:
        owner = term.span.end - (2 if term.text.endswith("'s") else 0)
        return _OWN.match(claim.text[owner : head.span.start]) is not None
    if head.span.start >= term.span.start:
        return False
    before = claim.text[head.span.end : term.span.start]
    if _OF.match(before) and not _is_act(head):
        return head.stem not in _MEASURES and _NO_HEAD.match(head.text) is None
    return head.stem in DEPUTIES and (before in (" ", "-") or len(before.split()) <= 1)


def _is_attribute(head: Term) -> bool:
    """Whether the word only colours the noun behind it ("Orvik's new forecast")."""
    return _OWN.match(f"'s {head.text.lower()} ") is not None


def _is_envoy(claim: Analysis, term: Term, head: Term) -> bool:
    """Whether the head speaks for a person ("Lind's spokesman", "a spokesman for Lind")."""
    if term.name is None or term.name.kind is not NameKind.PERSON or head.stem not in _ENVOYS:
        return False
    behind = claim.text[head.span.end : term.span.start] in (" for ", " of ")
    return behind or claim.text[term.span.end : head.span.start] == "'s "


def _is_act(head: Term) -> bool:
    """A noun of an act ("the arrest of the minister") tells of the one it is of."""
    return head.text.lower().endswith(("tion", "ment", "ing", "al", "ure", "sion", "ance", "est"))


def _has_near(statement: Analysis, term: Term, head: Term) -> bool:
    near = statement.text[max(0, term.span.start - 40) : term.span.end + 40].lower()
    return head.text.lower() in near


def _of_another(statement: Analysis, claim: Analysis, aligned: Aligned, head: Term) -> Comparison:
    return comparison(
        Finding.INCOMPARABLE,
        ReasonType.ACTOR,
        statement=passage(statement.text, aligned.statement.span),
        claim=passage(claim.text, head.span),
        detail=f'the claim is about the "{head.text}", not about "{aligned.statement.text}" itself',
    )
