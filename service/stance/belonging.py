"""What belongs to which kind in which place, as the corpus says: "Brevik is a port in Norlund"."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from service.parsing.analysis import Analysis, Term, once
from service.parsing.gazetteer import country_of
from service.stance.ranking_forms import WORD
from service.stance.rankings import Kind

# "Brevik, a port town in Norlund", "Brevik is the capital of Norlund"
_IS_A_IN = re.compile(rf"^(?: is|,) (?:an?|the|one of the) (?:{WORD} ){{1,4}}(?:in|of) (?:the )?$")
# "Norlund's capital Brevik"
_OWNS = re.compile(r"^(?:['’]s)? [a-z-]+(?: [a-z-]+)?(?:,| is)? $")
# What is a city, whatever else it is called.
_TOWNS = frozenset({"citi", "town", "capit", "metropoli", "municip"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """That a name is one of a kind ("port") in a place; ``nouns`` are the stems of all it is."""

    name: str
    nouns: frozenset[str]
    place: str


@once
def told_members(claim: Analysis) -> tuple[Member, ...]:
    """What a claim says of where something belongs, and what it is."""
    if claim.denied is not None:
        return ()
    named = [term for term in claim.terms if term.name is not None]
    found = []
    for one, other in itertools.pairwise(named):
        between = claim.text[one.span.end : other.span.start]
        if _IS_A_IN.match(between):
            found.append(_member(claim, one, other))
        elif _OWNS.match(between) and (between[0] in "'’" or one.text.endswith(("'s", "’s"))):
            found.append(_member(claim, other, one))
    return tuple(found)


def _member(claim: Analysis, name: Term, place: Term) -> Member:
    first, last = sorted((name.span, place.span))
    nouns = [t for t in claim.terms if first.end <= t.span.start < last.start and not t.negated]
    return Member(
        name=name.name.key if name.name else "",
        nouns=frozenset(word for term in nouns for word in term.stem.split()),
        place=place.name.key if place.name else "",
    )


def is_known_member(
    name: str, kind: Kind, said: tuple[str, frozenset[str]], members: frozenset[Member]
) -> bool:
    """Whether a name is known to be of a kind in its place.

    The gazetteer or the corpus must say where it lies. What it is may also be ``said`` by the
    statement itself ("a bigger city than Y"): the noun and the words that narrow it.
    """
    if not kind.place:
        return False
    # A name that the gazetteer puts into a country is that of a city.
    listed = country_of(name) == kind.place != name
    nouns = _TOWNS if listed else frozenset[str]()
    for member in members:
        if member.name == name and kind.place in (member.place, country_of(member.place)):
            nouns |= member.nouns
    if not nouns:
        return False
    if nouns & _TOWNS:
        nouns |= _TOWNS
    noun, traits = said
    return kind.noun in nouns | {noun} and kind.traits <= nouns | traits
