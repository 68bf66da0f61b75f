"""Who did it and where: names in the same place of the sentence.

Two readings make a conflict. Roles may be swapped: the same act and the same names, the other way
round. Or one name may stand where the other text has a different one of the same kind, with all
else alike: then the act is somebody else's, and the natural reading is exclusive.
"""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import Name, NameKind
from service.parsing.analysis import Analysis, Term, TermKind
from service.parsing.names import country_of
from service.stance.alignment import OFFICES, Aligned, Alignment, Link
from service.stance.comparison import Comparison, Finding, comparison, passage

_PASSIVE_BY = re.compile(r"\bby\b", re.IGNORECASE)


def compare_roles(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """A conflict where actor and target of the shared act are exchanged."""
    names = [
        a for a in alignment.links if a.statement.name and a.claim.name and a.link is Link.SAME
    ]
    acts = [
        a
        for a in alignment.links
        if a.statement.kind is TermKind.WORD
        and a.claim.kind is TermKind.WORD
        and a.link.entails
        and not a.statement.in_frame
    ]
    for act in acts:
        before = {n.statement.span: _is_actor(statement, n.statement, act.statement) for n in names}
        after = {n.statement.span: _is_actor(claim, n.claim, act.claim) for n in names}
        actors = [n for n in names if before[n.statement.span]]
        targets = [n for n in names if not before[n.statement.span]]
        if (
            len(actors) == 1
            and len(targets) == 1
            and not after[actors[0].statement.span]
            and after[targets[0].statement.span]
        ):
            return [_swapped(statement, claim, actors[0])]
    return []


def _is_actor(analysis: Analysis, name: Term, act: Term) -> bool:
    """Before the verb of an active clause, or behind the "by" of a passive one."""
    passive = _PASSIVE_BY.search(analysis.text, act.span.end) is not None
    if name.span.start < act.span.start:
        return not passive
    return bool(passive and _PASSIVE_BY.search(analysis.text, act.span.end, name.span.start))


def _swapped(statement: Analysis, claim: Analysis, actor: Aligned) -> Comparison:
    return comparison(
        Finding.CONFLICT,
        ReasonType.ACTOR,
        statement=passage(statement.text, actor.statement.span),
        claim=passage(claim.text, actor.claim.span),
        detail=f"{actor.claim.text} is not the one who did it",
    )


def compare_names(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """A conflict for each name of the statement in whose place the claim has another one."""
    if any(_slot(statement, a.statement) != _slot(claim, a.claim) for a in _named(alignment)):
        return []
    found = []
    for term, _ in alignment.missing:
        if term.name is None or term.in_frame or _is_adjective(statement, term.name):
            continue
        rival = _rival(statement, claim, term, term.name, alignment)
        if rival is not None:
            found.append(_elsewhere(statement, claim, term.name, rival))
    return found


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
    slot = _slot(statement, term)
    for spare in alignment.spare:
        if spare.name is None or spare.in_frame or spare.name.kind is not name.kind:
            continue
        if name.kind is NameKind.PLACE and not _same_grain(name, spare.name):
            continue
        if slot == _slot(claim, spare) and (slot != "later" or _is_predicate(statement, term)):
            return spare.name
    return None


_COPULA = re.compile(r"\b(?:is|are|was|were|be|called|named)\s+(?:the\s+|a\s+)?(?:[\w-]+\s+)?$")


def _is_predicate(analysis: Analysis, term: Term) -> bool:
    """Whether the name says who or what the subject is: a target of an act excludes no other."""
    return _COPULA.search(analysis.text[: term.span.start].lower()) is not None


def _same_grain(name: Name, other: Name) -> bool:
    """A city is set against a city, a country against a country."""
    a, b = name.key, other.key
    if country_of(a) == b or country_of(b) == a:
        return False
    return (country_of(a) in ("", a)) == (country_of(b) in ("", b))


def _slot(analysis: Analysis, term: Term) -> str:
    """Where a name stands: "place" behind a preposition, "first" or "later" in the clause."""
    if term.is_place:
        return "place"
    acts = [
        t
        for t in analysis.terms
        if not t.in_frame and t.kind is TermKind.WORD and t.concepts.isdisjoint(OFFICES)
    ]
    leading = not any(t.span.start < term.span.start for t in acts)
    return "first" if leading else "later"


def _elsewhere(statement: Analysis, claim: Analysis, name: Name, rival: Name) -> Comparison:
    return comparison(
        Finding.CONFLICT,
        ReasonType.PLACE if name.kind is NameKind.PLACE else ReasonType.ACTOR,
        statement=passage(statement.text, name.span),
        claim=passage(claim.text, rival.span),
        detail=f"{rival.text}, not {name.text}",
    )
