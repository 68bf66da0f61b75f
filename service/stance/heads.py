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
from service.parsing.verbs import verb_starts
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage

# Heads that pass the act on to what they are of: a member's act is told as the body's.
TRANSPARENT = frozenset(
    """member number group team crew squad crowd part half most some major minor thousand hundred dozen score case head
    govern author state citi town region countri republ resid offic servic ministri depart forc
    troop soldier polic armi offici repres presid minist leader spokesman spokeswoman spokesperson
    instead front capit popul economi peopl citizen unit contingent wave seri kind type share rate price level
    value cost amount total toll death team island main coast shore north south east west
    northern southern eastern western sign shipment""".split()
)
# Who only speaks for a person: what befalls the one does not befall the other.
_ENVOYS = frozenset("spokesman spokeswoman spokesperson repres offic".split())
DEPUTIES = frozenset(
    {"deputi", "vice", "assist", "aid", "advis", "candid", "former", "ex", "futur"}
)
# Without one of these nothing but a deputy belongs to another word.
_OWNERSHIP_MARKS = ("'s", "s' ", " of ", " for ", " to ")
# "The island of Brisk" is Brisk; of several islands of a country, none is the country.
_APPOSED = frozenset("island villag port provinc district peninsula".split())
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
    bodies = _bodies(claim) if _is_told_of_persons(alignment) else {}
    if not owning and not bodies:
        return []
    for aligned in alignment.links:
        start = aligned.claim.span.start
        if aligned.claim.in_frame or not _may_act(aligned) or start in verb_starts(claim.text):
            continue
        heads = (*owning.get(start, ()), *((bodies[start],) if start in bodies else ()))
        head = next((h for h in heads if any(spare is h for spare in alignment.spare)), None)
        if head is None or _stands_likewise(statement, alignment, aligned.statement):
            continue
        if not _has_near(statement, aligned.statement, head):
            return [_of_another(statement, claim, aligned, head)]
    return []


# One of a body is not the body where it befalls a person: "a member of the council resigned".
_ONE = re.compile(
    r"\b(?:an?|one|the|another|its|their|\w+['’]s)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_ONE_OF = re.compile(r"^ (?:of|for|from) (?:the |an? |his |her |their |its )?(?:[\w-]+ )?$")
_PERSONS = frozenset(
    "member offic soldier resid repres spokesman spokeswoman spokesperson citizen".split()
)
_FATES = frozenset("kill injure arrest resign dismiss convict sentence kidnap".split())


def _is_told_of_persons(alignment: Alignment) -> bool:
    """Whether what both tell can befall only persons."""
    return any(a.link.entails and a.claim.concepts & _FATES for a in alignment.links)


@once
def _bodies(claim: Analysis) -> Mapping[int, Term]:
    """By where a body is named, the single person who is of it: "a member of the council"."""
    found: dict[int, Term] = {}
    for head in claim.terms:
        if head.stem not in _PERSONS or head.text.lower().endswith("s") or head.in_frame:
            continue
        if _ONE.search(claim.text[: head.span.start]) is None:
            continue
        for term in claim.terms:
            between = claim.text[head.span.end : term.span.start]
            owns = claim.text[term.span.end : head.span.start] == "'s "
            if owns or (term.span.start > head.span.end and _ONE_OF.match(between)):
                found.setdefault(term.span.start, head)
    return found


_BEHIND_HEAD = re.compile(r" (?:of|between|among) (?:the |an? |its |their )?(?:[\w-]+ )?$")
_BEFORE_HEAD = re.compile(r"^(?:['’]s)? $")


def _stands_likewise(statement: Analysis, alignment: Alignment, term: Term) -> bool:
    """Whether the statement, too, has it with a head, for which the claim has another word.

    "The clashes between police and fans" may be "the encounters of police and fans", and "the
    ship's master" its captain.
    """
    behind = _BEHIND_HEAD.search(statement.text[: term.span.start])
    following = statement.text[term.span.end :]
    owns = term.text.endswith(("'s", "’s")) or following.startswith(("'s", "’s"))
    return any(
        head.name is None
        and (
            (behind is not None and head.span.end == behind.start())
            or (owns and _BEFORE_HEAD.match(statement.text[term.span.end : head.span.start]))
        )
        for head, _ in alignment.missing
    )


def _may_act(aligned: Aligned) -> bool:
    name = aligned.claim.name
    return name is None or name.kind in (NameKind.PERSON, NameKind.OTHER)


@once
def _owning(claim: Analysis) -> Mapping[int, tuple[Term, ...]]:
    """By where a term begins, the nouns that are its own head, those of an envoy last."""
    nouns = [term for term in claim.terms if term.name is None and not term.in_frame]
    if not any(mark in claim.text for mark in _OWNERSHIP_MARKS) and not any(
        noun.stem in DEPUTIES for noun in nouns
    ):
        return {}
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
    apposed = head.stem in _APPOSED and not head.text.endswith("s")
    if head.stem in TRANSPARENT or apposed or _is_attribute(head):
        return False
    if head.span.start > term.span.end:
        owner = term.span.end - (2 if term.text.endswith("'s") else 0)
        return _OWN.match(claim.text[owner : head.span.start]) is not None
    if head.span.start >= term.span.start:
        return False
    before = claim.text[head.span.end : term.span.start]
    if _OF.match(before) and not is_act(head):
        return head.stem not in _MEASURES and _NO_HEAD.match(head.text) is None
    if term.name is not None:
        # "The former minister Vanholt" is Vanholt; an aide to her is not.
        return head.stem in DEPUTIES and before in (" to ", " of ", " for ")
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


_ACTS = frozenset(
    "loss collaps crash fall rise rescu escap defeat murder birth theft return".split()
)


def is_act(head: Term) -> bool:
    """A noun of an act ("the arrest of the minister") tells of the one it is of."""
    ending = ("tion", "ment", "ing", "al", "ure", "sion", "ance", "est")
    return head.stem in _ACTS or head.text.lower().endswith(ending)


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
