"""What a term of the statement is linked to in a claim.

What can be linked to a term is worked out once, for all the claims that it is laid beside: dozens
of them for every statement, most of which share nothing with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from service.domain.mentions import Name
from service.parsing.analysis import Term
from service.parsing.lexicon import Lexicon
from service.stance.descriptions import Descriptions
from service.stance.name_forms import (
    is_acronym,
    is_misspelt,
    is_people_of,
    is_short_form,
    same_given_name,
    stands_for,
)
from service.stance.term_index import TermIndex


class Link(IntEnum):
    """How the claim's term bears on the statement's; a greater value says more."""

    EXCLUSIVE = 1
    OPPOSITE = 2
    BROADER = 3
    SIMILAR = 4
    NARROWER = 5
    SAME = 6

    @property
    def entails(self) -> bool:
        return self >= Link.SIMILAR


Counterpart = tuple[Link, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A term of the statement that weighs something, and what can be linked to it.

    ``wider``, ``contrary`` and ``excluded`` are concepts, ``reach`` all of them together;
    ``bearers`` are the names that the corpus calls by this noun, ``nouns`` what it calls this name.
    ``keys`` are all stems, concepts and names of which a claim must have one to have a counterpart;
    None for a name, for which other forms of it may stand.
    """

    term: Term
    weight: float
    wider: frozenset[str]
    contrary: frozenset[str]
    excluded: frozenset[str]
    reach: frozenset[str]
    bearers: frozenset[str]
    nouns: frozenset[str]
    keys: frozenset[str] | None
    kinship: dict[str, tuple[bool, bool]] = field(default_factory=dict, compare=False)

    def is_beyond(self, claim: TermIndex) -> bool:
        """Whether the claim has nothing that the term could be linked to; False where unknown."""
        return self.keys is not None and self.keys.isdisjoint(claim.keys)

    def counterpart_in(self, claim: TermIndex, used: set[int]) -> Counterpart | None:
        """What of the claim says most about the term; None where nothing does.

        Among equally strong counterparts, one that no other term has taken, then the first.
        """
        if self.is_beyond(claim):
            return None
        name = self.term.name
        found = self._word(claim, used) if name is None else self._name(name, claim, used)
        if found is None and not self.term.is_predicate:
            similar = self._described(claim)
            return (Link.SIMILAR, _best(similar, used)) if similar else None
        return found

    def _word(self, claim: TermIndex, used: set[int]) -> Counterpart | None:
        term = self.term
        same = list(claim.by_stem.get(term.stem, ()))
        if term.concepts:
            same += _under(term.concepts, claim.by_concept)
        if same:
            return Link.SAME, _best(same, used)
        # What a claim says it also implies, so that nothing of the reach is beyond this set.
        if self.reach.isdisjoint(claim.implied):
            return None
        for link, concepts, index in (
            (Link.NARROWER, term.concepts, claim.by_implied),
            (Link.BROADER, self.wider, claim.by_concept),
            (Link.OPPOSITE, self.contrary, claim.by_implied),
            (Link.EXCLUSIVE, self.excluded, claim.by_implied),
        ):
            if linked := _under(concepts, index):
                return link, _best(linked, used)
        return None

    def _name(self, name: Name, claim: TermIndex, used: set[int]) -> Counterpart | None:
        term = self.term
        same = [
            index
            for index in claim.by_name.get(name.key, ())
            if same_given_name(name, claim.terms[index].name) and claim.may_stand(index, term)
        ]
        if same:
            return Link.SAME, _best(same, used)
        similar: list[int] = []
        for key, indexes in claim.by_name.items():
            if key == name.key:
                continue
            alike, stands = self._kinship(name, key)
            if alike:
                similar += [index for index in indexes if claim.may_stand(index, term)]
            elif stands and not term.is_place and not term.is_predicate:
                similar += [index for index in indexes if claim.may_act(index)]
        return (Link.SIMILAR, _best(similar, used)) if similar else None

    def _kinship(self, name: Name, key: str) -> tuple[bool, bool]:
        """Whether another name is a form of this one, and whether one stands for the other."""
        known = self.kinship.get(key)
        if known is None:
            alike = (
                is_misspelt(name.key, key) or is_short_form(name, key) or is_acronym(name.key, key)
            )
            stands = stands_for(name.key, key) or is_people_of(name.key, key)
            known = self.kinship[key] = alike, stands
        return known

    def _described(self, claim: TermIndex) -> list[int]:
        """A noun for the name that the corpus gives it to, and the other way round.

        Not where the claim names a person and the statement another: then the office is not his.
        Several of a kind are not the bearer either: "three airlines" is no name for one.
        """
        name = self.term.name
        if name is not None:
            if not self.nouns or name.kind in claim.name_kinds:
                return []
            return [
                at
                for at in _under(self.nouns, claim.by_concept)
                if claim.may_be(at, name) and claim.may_stand(at, self.term)
            ]
        if (
            not self.bearers
            or self.term.counted_by is not None
            or _ENDS_VERB.search(self.term.text)
        ):
            return []
        return [
            index
            for key, indexes in claim.by_name.items()
            if key in self.bearers
            for index in indexes
            if claim.may_stand(index, self.term)
        ]


# "Belongs to" is no noun, though who does so is a member.
_ENDS_VERB = re.compile(r" (?:to|in|for|with|on|at)$")


def sought_in(
    terms: Sequence[Term], weights: Sequence[float], descriptions: Descriptions
) -> tuple[Sought, ...]:
    """The terms that weigh something, each with all that can be linked to it."""
    return tuple(
        _sought(term, weight, descriptions)
        for term, weight in zip(terms, weights, strict=True)
        if weight != 0.0
    )


_NOTHING: frozenset[str] = frozenset()


def _sought(term: Term, weight: float, descriptions: Descriptions) -> Sought:
    lexicon = Lexicon.load()
    wider = contrary = excluded = _NOTHING
    for concept in term.concepts:
        wider |= lexicon.broader(concept)
        contrary |= lexicon.opposites(concept)
        excluded |= lexicon.exclusives(concept)
    reach = term.concepts | wider | contrary | excluded
    bearers = _NOTHING if term.name else descriptions.bearers_of(term)
    return Sought(
        term=term,
        weight=weight,
        wider=wider,
        contrary=contrary,
        excluded=excluded,
        reach=reach,
        bearers=bearers,
        nouns=descriptions.of.get(term.name.key, _NOTHING) if term.name else _NOTHING,
        keys=None if term.name else reach | bearers | {term.stem},
    )


def _under(concepts: frozenset[str], index: Mapping[str, list[int]]) -> list[int]:
    # One concept is by far the most common case.
    if len(concepts) == 1:
        (only,) = concepts
        return index.get(only, _NOWHERE)
    return [at for concept in concepts if concept in index for at in index[concept]]


_NOWHERE: list[int] = []


def _best(indexes: list[int], used: set[int]) -> int:
    return indexes[0] if len(indexes) == 1 else min(indexes, key=lambda at: (at in used, at))
