"""Names that stand in exchanged places: "X is the capital of Y", "Y is the capital of X".

What a name is to its sentence shows in the preposition before it or the possessive behind it. Two
shared names that have exchanged these make another assertion of the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.counterparts import Link

_PREPOSITION = re.compile(
    r"\b(?P<word>of|in|at|to|into|across|from|by|for|against|over|under)\s+"
    r"(?:(?:the|an?|its|his|her|their)\s+)?(?:[\w-]+\s+)?$"
)
_PLACES = frozenset({"in", "at", "to", "into", "across"})
# What one is to the other, the other is to the one.
_MUTUAL = re.compile(
    r"\b(?:(?<!west )(?<!east )(?<!north )(?<!south )(?<!ern )neighbou?r\w*|ally|allies|friends?"
    r"|partners?|brothers?|sisters?|siblings?|twins?|cousins?|rivals?|colleagues?|enem(?:y|ies)"
    r"|(?:close|next|married|related|similar|adjacent|linked|connected|allied)\s+to)\b"
)


def compare_roles(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """A conflict where two shared names have exchanged their places."""
    if not _names_two(statement) or _differs_in_words(alignment) or is_mutual(statement):
        return []
    names = _shared_once(alignment)
    for one, other in combinations(names, 2):
        ours = _role(statement, one.statement), _role(statement, other.statement)
        theirs = _role(claim, one.claim), _role(claim, other.claim)
        if not _same(*ours) and _same(ours[0], theirs[1]) and _same(ours[1], theirs[0]):
            if _same(ours[0], theirs[0]) or _same(ours[1], theirs[1]):
                continue
            return [_exchanged(statement, claim, one, other)]
    return []


@once
def _names_two(analysis: Analysis) -> bool:
    return len({t.name.key for t in analysis.terms if t.name and not t.in_frame}) > 1


@once
def is_mutual(analysis: Analysis) -> bool:
    """Whether a text tells of a relation that holds both ways ("is an ally of")."""
    return _MUTUAL.search(analysis.text.lower()) is not None


def _differs_in_words(alignment: Alignment) -> bool:
    """Whether a word differs, too: a seller for a buyer turns the places round rightly."""
    contrary = any(a.link in (Link.OPPOSITE, Link.EXCLUSIVE) for a in alignment.links)
    return contrary or any(term.name is None and not term.in_frame for term, _ in alignment.missing)


def _shared_once(alignment: Alignment) -> list[Aligned]:
    """The names that both share under one key, by their first place in the statement."""
    found: dict[str, Aligned] = {}
    for a in alignment.links:
        if a.statement.name and a.claim.name and a.link is Link.SAME and not a.statement.in_frame:
            found.setdefault(a.statement.name.key, a)
    taken = Counter(a.claim.span for a in found.values())
    return [a for a in found.values() if taken[a.claim.span] == 1 and not a.claim.in_frame]


def _role(analysis: Analysis, term: Term) -> str:
    """ "of" for an owner, the preposition before, "adjective", or nothing for a bare name."""
    after = analysis.text[term.span.end :]
    if after.startswith(("'s", "’s")) or term.text.endswith(("'s", "’s")):
        return "of"
    if term.name and term.name.country and not term.text.endswith("s"):
        return "adjective" if re.match(r"[ -][a-z]", after) else ""
    match = _PREPOSITION.search(analysis.text[: term.span.start].lower())
    word = match["word"] if match else ""
    return "place" if word in _PLACES else word


def _same(role: str, other: str) -> bool:
    """An adjective may say whose something is ("the Norlundish embassy") or who acts."""
    if "adjective" in (role, other):
        return {role, other} <= {"adjective", "of", ""}
    return role == other


def _exchanged(statement: Analysis, claim: Analysis, one: Aligned, other: Aligned) -> Comparison:
    return comparison(
        Finding.CONFLICT,
        ReasonType.ACTOR,
        statement=passage(statement.text, one.statement.span),
        claim=passage(claim.text, one.claim.span),
        detail=f"{one.claim.text} and {other.claim.text} stand in each other's place",
    )
