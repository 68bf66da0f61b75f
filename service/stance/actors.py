"""Who did it and where: names in the same place of the sentence.

One name may stand where the other text has a different one of the same kind, with all else alike:
then the act is somebody else's, and the natural reading is exclusive.
"""

from __future__ import annotations

import re
from dataclasses import replace

from service.domain.evidence import ReasonType
from service.domain.mentions import Name, NameKind
from service.parsing.analysis import Analysis, Term, TermKind, once
from service.parsing.names import country_of
from service.parsing.verbs import finite_starts
from service.stance.alignment import OFFICES, Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage


def compare_names(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """A conflict for each name of the statement in whose place the claim has another one.

    By nearness only, where the statement speaks of one more case.
    """
    lone = [
        (term, term.name)
        for term, _ in alignment.missing
        if term.name is not None and not term.in_frame and not _is_adjective(statement, term.name)
    ]
    if not lone:
        return []
    if any(_slot(statement, a.statement) != _slot(claim, a.claim) for a in _named(alignment)):
        return []
    if _is_told_of_many(alignment) and not statement.quotes:
        return []
    if _is_of_membership(statement):
        # No body has one member alone, though a thing may have one owner.
        lone = [(term, name) for term, name in lone if _slot(statement, term) != "first"]
    # "France, too, froze its aid" is not denied by what another country did.
    one_more = _is_of_one_more(statement) and not _is_of_one_more(claim)
    one_more = one_more or _is_told_by(alignment, frozenset({"deploy"}))
    found = []
    for term, name in lone:
        rival = _rival(statement, claim, term, name, alignment)
        if rival is not None:
            elsewhere = _elsewhere(statement, claim, name, rival)
            found.append(replace(elsewhere, by_nearness=one_more))
    return found


# What several parties may say or do of the same thing: another's praise denies nobody's.
SHARED_ACTS = frozenset(
    """condemn praise support oppose welcome call-for ask demand warn promise thank blame visit
    meeting condolence congratulate worry hope believe criticize""".split()
)

_MEMBERSHIP = frozenset({"member", "join"})
_BE_A = re.compile(
    r"\b(?:is|are|was|were|be|been|become|became|remains?)\s+(?:still\s+|now\s+|not\s+)?"
    r"(?:an?\s+|one\s+of\s+the\s+|among\s+the\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)


@once
def _is_of_membership(analysis: Analysis) -> bool:
    """Whether a text says that somebody belongs to a body, or something to somebody."""
    return any(
        not term.concepts.isdisjoint(_MEMBERSHIP)
        and (
            term.span.start in finite_starts(analysis.text)
            or _BE_A.search(analysis.text[: term.span.start]) is not None
        )
        for term in analysis.terms
    )


def is_told_of_another_member(statement: Analysis, alignment: Alignment) -> bool:
    """Whether the statement makes somebody a member of whom the claim has no word."""
    return _is_of_membership(statement) and any(
        term.name is not None and _slot(statement, term) == "first" for term, _ in alignment.missing
    )


def _is_told_of_many(alignment: Alignment) -> bool:
    return _is_told_by(alignment, SHARED_ACTS)


def _is_told_by(alignment: Alignment, concepts: frozenset[str]) -> bool:
    acts = [a.statement for a in alignment.links if a.link.entails and not a.statement.name]
    return any(not act.concepts.isdisjoint(concepts) for act in acts)


_ONE_MORE = re.compile(r"\b(?:also|too|as well|likewise|another|others?)\b", re.IGNORECASE)


@once
def _is_of_one_more(analysis: Analysis) -> bool:
    """Whether a text adds a case to one that is known: "Britain, too, closed its airports"."""
    return _ONE_MORE.search(analysis.text) is not None


def _named(alignment: Alignment) -> list[Aligned]:
    """The persons and bodies that both sides name."""
    return [
        a
        for a in alignment.links
        if a.statement.name and a.claim.name and a.statement.name.kind is not NameKind.PLACE
    ]


def _is_adjective(analysis: Analysis, name: Name) -> bool:
    """Whether a name only colours a noun ("the Saudi embassy"): others may have done the same."""
    follows = analysis.text[name.span.end : name.span.end + 2]
    return bool(name.country) and len(follows) == 2 and follows[1].islower()


def _rival(
    statement: Analysis, claim: Analysis, term: Term, name: Name, alignment: Alignment
) -> Name | None:
    slot, kind = _slot(statement, term), _told_apart(statement, term)
    for spare in alignment.spare:
        if spare.name is None or spare.in_frame or spare.name.kind is not name.kind:
            continue
        if name.kind is NameKind.PLACE and not _same_grain(name, spare.name):
            continue
        if _is_part_of(name, spare.name) or _is_part_of(spare.name, name):
            continue
        if not _tell_of_alike(kind, _told_apart(claim, spare)):
            continue
        if _is_equated(statement, term) and _is_equated(claim, spare):
            return spare.name
        if slot == _slot(claim, spare) and (slot != "later" or _is_predicate(statement, term)):
            return spare.name
    return None


def _told_apart(analysis: Analysis, term: Term) -> Term | None:
    """The noun that a name stands before to tell one from others: "the Tarnholt crash"."""
    acts = finite_starts(analysis.text)
    return next(
        (
            noun
            for noun in analysis.terms
            if noun.span.start == term.span.end + 1 and noun.name is None
            if noun.span.start not in acts and analysis.text[term.span.end] == " "
        ),
        None,
    )


def _tell_of_alike(ours: Term | None, theirs: Term | None) -> bool:
    """Whether two names tell apart what is of one kind, or neither tells anything apart."""
    if ours is None or theirs is None:
        return ours is theirs
    return ours.stem == theirs.stem or not ours.concepts.isdisjoint(theirs.concepts)


_IS_THE = re.compile(r"^\s+(?:is|was|are|were|became|remains|=)\s+(?:still\s+)?(?:the|its|\w+'s)\s")
_THE_IS = re.compile(
    r"^(?:the|its|\w+'s)\s[^,;]*\b(?:is|was|are|were|became|remains|=)\s+(?:called\s+|named\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


def _is_equated(analysis: Analysis, term: Term) -> bool:
    """Whether the name and a description are one: "X is the capital", "the capital is X"."""
    before, after = analysis.text[: term.span.start], analysis.text[term.span.end :]
    if _THE_IS.match(before):
        return True
    return not before.strip() and _IS_THE.match(after) is not None


_COPULA = re.compile(r"\b(?:is|are|was|were|be|called|named)\s+(?:the\s+|a\s+)?(?:[\w-]+\s+)?$")


def _is_predicate(analysis: Analysis, term: Term) -> bool:
    """Whether the name says who or what the subject is: a target of an act excludes no other."""
    return _COPULA.search(analysis.text[: term.span.start].lower()) is not None


def _is_part_of(name: Name, other: Name) -> bool:
    """Whether one name is the other without a word of it: "the Alliance", "Deckhand Marr"."""
    return set(name.key.split()) <= set(other.key.split())


def _same_grain(name: Name, other: Name) -> bool:
    """A city is set against a city, a country against a country.

    A place of which no country is known may lie in the country that it is set against.
    """
    a, b = name.key, other.key
    if country_of(a) == b or country_of(b) == a:
        return False
    if (country_of(a) == a and not country_of(b)) or (country_of(b) == b and not country_of(a)):
        return False
    return (country_of(a) in ("", a)) == (country_of(b) in ("", b))


def _slot(analysis: Analysis, term: Term) -> str:
    """Where a name stands: "place" behind a preposition, "first" or "later" in the clause."""
    if term.is_place:
        return "place"
    return "first" if term.span.start <= _first_act(analysis) else "later"


@once
def _first_act(analysis: Analysis) -> int:
    """Where the first word stands that is neither a name nor an office."""
    return min(
        (
            t.span.start
            for t in analysis.terms
            if not t.in_frame and t.kind is TermKind.WORD and t.concepts.isdisjoint(OFFICES)
        ),
        default=len(analysis.text),
    )


def _elsewhere(statement: Analysis, claim: Analysis, name: Name, rival: Name) -> Comparison:
    return comparison(
        Finding.CONFLICT,
        ReasonType.PLACE if name.kind is NameKind.PLACE else ReasonType.ACTOR,
        statement=passage(statement.text, name.span),
        claim=passage(claim.text, rival.span),
        detail=f"{rival.text}, not {name.text}",
    )
