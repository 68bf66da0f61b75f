"""Whose it is: "the minister's brother" is not the brother of somebody else.

The claim may name both, and the noun, and give the noun to another one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.domain.evidence import ReasonType
from service.domain.mentions import Name, NameKind
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.name_forms import is_misspelt, stands_for
from service.stance.roles import is_mutual

_OF = re.compile(r"^\s+of\s+(?:the\s+)?$")
_POSSESSED = re.compile(r"^(?:['’]s)?\s+(?:[\w-]+\s+){0,3}$")
# "The Norlund-led alliance", "a Norlundish official": the name belongs to what stands behind it.
_ATTRIBUTE = re.compile(r"^(?:-[a-z]+)?\s+[a-z]")
_SAME_PHRASE = re.compile(
    r"^(?:-[a-z]+|['’]s)?\s+(?:(?!(?:of|in|for|on|to|by|with|and)\b)[\w-]+\s+){0,3}$"
)


def compare_owners(
    statement: Analysis, claim: Analysis, alignment: Alignment, common_names: frozenset[str]
) -> list[Comparison]:
    """Incomparable where a shared noun belongs to one in the statement, to another in the claim.

    ``common_names`` are the setting of the whole corpus: what is Norlund's may be said without it.
    """
    ours = _owners(statement)
    if not ours or is_mutual(statement):
        return []
    for aligned in alignment.links:
        owner = ours.get(aligned.statement.span.start)
        if owner is None or not aligned.link.entails or aligned.claim.name is not None:
            continue
        other = _owners(claim).get(aligned.claim.span.start)
        if other is not None:
            apart = _of_one_sort(owner, other) and not is_one(owner.key, other.key)
            if apart and not _is_listed(claim, owner, other):
                return [_of_another(statement, claim, aligned, owner, other)]
            continue
        is_setting = owner.key in common_names
        elsewhere = _attribute_of_another(
            claim, alignment, owner, aligned.claim, compounds_alone=is_setting
        )
        if elsewhere is not None:
            return [_of_another(statement, claim, aligned, owner, elsewhere)]
    return []


@once
def _owners(analysis: Analysis) -> Mapping[int, Name]:
    """By where a noun begins, the name that it is of: "Lind's brother", "the mayor of Halden"."""
    found: dict[int, Name] = {}
    nouns = [term for term in analysis.terms if term.name is None and not term.in_frame]
    for name in (term for term in analysis.terms if term.name is not None):
        owns = name.text.endswith(("'s", "’s"))
        for noun in nouns:
            if noun.span.end <= name.span.start:
                of = _OF.match(analysis.text[noun.span.end : name.span.start])
            else:
                between = analysis.text[name.span.end : noun.span.start]
                possessive = owns or between.startswith(("'s", "’s"))
                of = _POSSESSED.match(between) if possessive else None
            if of and name.name:
                found.setdefault(noun.span.start, name.name)
    return found


_LIST = re.compile(r"(?:\s*,\s*|\s+(?:and|or)\s+|\s*[A-Z][\w’'-]*)+")


def _is_listed(claim: Analysis, owner: Name, other: Name) -> bool:
    """Whether the noun is of both: "the towns of Halden and Brevik"."""
    return any(
        name.key == owner.key
        and _LIST.fullmatch(claim.text[other.span.end : name.span.start]) is not None
        for name in claim.names
        if name.span.start >= other.span.end
    )


def _of_one_sort(owner: Name, other: Name) -> bool:
    """Whether one may be mistaken for the other: a person and a country may both be named."""
    return owner.kind is other.kind and bool(owner.country) == bool(other.country)


def is_one(key: str, other: str) -> bool:
    """Whether two owners may be the same, under two forms of a name or as a part of a longer one."""
    if not key or not other or key == other or stands_for(key, other):
        return True
    return is_misspelt(key, other) or key in other or other in key


def _attribute_of_another(
    claim: Analysis, alignment: Alignment, owner: Name, noun: Term, *, compounds_alone: bool
) -> Name | None:
    """The owner's name where the claim has it as an attribute of something else only.

    ``compounds_alone`` asks for "Norland-led" and takes no "Norlandish".
    """
    named = [
        a.claim
        for a in alignment.links
        if a.claim.name is not None and a.statement.name and a.statement.name.key == owner.key
    ]
    if not named or not all(_is_attribute(claim, name, noun) for name in named):
        return None
    if compounds_alone and any(claim.text[n.span.end : n.span.end + 1] != "-" for n in named):
        return None
    return named[0].name


def _is_attribute(claim: Analysis, name: Term, noun: Term) -> bool:
    if name.name is None or name.name.kind is NameKind.PERSON or name.text.endswith("s"):
        return False
    after = claim.text[name.span.end :]
    if not (name.name.country or after.startswith("-")) or not _ATTRIBUTE.match(after):
        return False
    if noun.span.start < name.span.start:
        return True
    return _SAME_PHRASE.match(claim.text[name.span.end : noun.span.start]) is None


def _of_another(
    statement: Analysis, claim: Analysis, aligned: Aligned, owner: Name, other: Name
) -> Comparison:
    return comparison(
        Finding.INCOMPARABLE,
        ReasonType.WORDING,
        statement=passage(statement.text, aligned.statement.span),
        claim=passage(claim.text, other.span),
        detail=f'the claim does not speak of the "{aligned.claim.text}" of {owner.text}',
    )
