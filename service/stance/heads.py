"""Whose act it is: the head of a phrase, not what only belongs to it.

"The minister's lawyer was arrested" and "the son of the minister was arrested" say nothing of the
minister. Where the claim has the shared word only as the owner of something else, and the
statement does not, the claim cannot support the statement.
"""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import NameKind
from service.parsing.analysis import Analysis, Term
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

# Heads that pass the act on to what they are of: a member's act is told as the body's.
TRANSPARENT = frozenset(
    """member number group part half most some major minor thousand hundred dozen score case head
    govern author state citi town region countri republ resid offic servic ministri depart forc
    troop soldier polic armi offici repres presid minist leader spokesman spokeswoman spokesperson
    instead front capit popul economi peopl citizen unit contingent wave seri kind type share rate price level
    value cost amount total toll death""".split()
)
# Who only speaks for a person: what befalls the one does not befall the other.
_ENVOYS = frozenset("spokesman spokeswoman spokesperson repres offic".split())
DEPUTIES = frozenset(
    {"deputi", "vice", "assist", "aid", "advis", "candid", "former", "ex", "futur"}
)
_OF = re.compile(r"^ of (?:the |an? |his |her |their |its )?(?:[\w-]+ )?$")


def compare_heads(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """Incomparable where a shared noun is the head in the statement and an owner in the claim."""
    spare = [term for term in alignment.spare if term.name is None and not term.in_frame]
    for aligned in alignment.links:
        if aligned.claim.in_frame or not _may_act(aligned):
            continue
        head = _owned(claim, aligned.claim, spare) or _envoy(claim, aligned.claim, spare)
        if head is not None and not _has_near(statement, aligned.statement, head):
            return [_of_another(statement, claim, aligned, head)]
    return []


def _may_act(aligned: Aligned) -> bool:
    name = aligned.claim.name
    return name is None or name.kind in (NameKind.PERSON, NameKind.OTHER)


def _owned(claim: Analysis, term: Term, spare: list[Term]) -> Term | None:
    """What the claim's term owns, or the word that makes it somebody else's ("deputy")."""
    for head in spare:
        after = claim.text[term.span.end : head.span.start]
        before = claim.text[head.span.end : term.span.start]
        possessive = after == "'s " or (after == " " and term.text.endswith("'s"))
        if head.span.start > term.span.end and possessive and head.stem not in TRANSPARENT:
            return head
        if head.span.start < term.span.start and head.stem not in TRANSPARENT:
            if _OF.match(before) and not _is_act(claim, head):
                return head
            if before in (" ", "-") and head.stem in DEPUTIES:
                return head
            if head.stem in DEPUTIES and len(before.split()) <= 1:
                return head
    return None


def _envoy(claim: Analysis, term: Term, spare: list[Term]) -> Term | None:
    """The one that speaks for a person ("Lind's spokesman", "a spokesman for Lind")."""
    if term.name is None or term.name.kind is not NameKind.PERSON:
        return None
    for head in spare:
        behind = claim.text[head.span.end : term.span.start] in (" for ", " of ")
        before = claim.text[term.span.end : head.span.start] == "'s "
        if head.stem in _ENVOYS and (behind or before):
            return head
    return None


def _is_act(claim: Analysis, head: Term) -> bool:
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
