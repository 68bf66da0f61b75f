"""Which words of the statement the claim says, too, and how.

Each content term of the statement is linked to the claim's term that says most about it: the same
word or name, a narrower concept (which entails it), a broader one (which does not), an opposite,
or a sibling that excludes it. What is left over on either side is what the comparisons look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from service.domain.mentions import Name
from service.parsing.analysis import Analysis, Term
from service.parsing.lexicon import Lexicon
from service.stance.descriptions import Descriptions
from service.stance.name_forms import is_misspelt, is_short_form, same_given_name, stands_for
from service.stance.policy import Policy


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A term of the statement, its counterpart in the claim, and what the pair weighs."""

    statement: Term
    claim: Term
    link: Link
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """All links, and the terms of either side that found no counterpart.

    ``coverage`` is the weighted share of the statement that the claim entails, ``touched`` the
    share with any link at all; both are 1 for a statement without content terms.
    """

    links: tuple[Aligned, ...]
    missing: tuple[tuple[Term, float], ...]
    spare: tuple[Term, ...]
    total: float

    @property
    def coverage(self) -> float:
        return self.share(link.weight for link in self.links if link.link.entails)

    @property
    def touched(self) -> float:
        return self.share(link.weight for link in self.links)

    def share(self, weights: object) -> float:
        return sum(weights) / self.total if self.total else 1.0  # type: ignore[call-overload]


class TermIndex:
    """The claim's terms by stem, concept (implied ones included) and name."""

    def __init__(self, analysis: Analysis, lexicon: Lexicon) -> None:
        self.text = analysis.text
        self.terms = analysis.terms
        self.by_stem: dict[str, list[int]] = {}
        self.by_concept: dict[str, list[int]] = {}
        self.by_implied: dict[str, list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        self.speaker_recurs = _speaker_recurs(analysis)
        self.name_kinds = frozenset(n.kind for n in analysis.names if not n.country)
        for index, term in enumerate(analysis.terms):
            if term.name is not None:
                self.by_name.setdefault(term.name.key, []).append(index)
                continue
            self.by_stem.setdefault(term.stem, []).append(index)
            for concept in term.concepts:
                self.by_concept.setdefault(concept, []).append(index)
                for wider in lexicon.broader(concept) | {concept}:
                    self.by_implied.setdefault(wider, []).append(index)

    def may_stand(self, index: int, term: Term) -> bool:
        """Whether a name of the claim may be the statement's.

        Who only says something ("Tokayev said that 26 were killed") takes no part in it, unless
        what is said comes back to the speaker ("that he had ordered", "its flights").
        """
        return term.in_frame or not self.terms[index].in_frame or self.speaker_recurs

    def may_act(self, index: int) -> bool:
        """Whether a name is a party here: "Moscow" does not stand in for "Russia's largest city"."""
        term = self.terms[index]
        owns = self.text[term.span.end : term.span.end + 2] == "'s"
        return not (term.is_place or term.is_predicate or owns)


# So near to its beginning what is said names its speaker again ("that he had ordered").
_NEAR = 30
_COMES_BACK = re.compile(r"\b(?:he|she|it|its|his|her|him|they|their|them|we|our|i|my)\b", re.I)


def _speaker_recurs(analysis: Analysis) -> bool:
    if analysis.attribution is None:
        return False
    span = analysis.attribution.content_span
    content = analysis.text[span.start : span.end][:_NEAR]
    return bool(_COMES_BACK.search(content)) or content.startswith('"')


def align(
    statement: Sequence[Term],
    weights: Sequence[float],
    claim: TermIndex,
    *,
    descriptions: Descriptions,
    lexicon: Lexicon,
) -> Alignment:
    """Link every statement term to its best counterpart; one claim term may serve several."""
    links: list[Aligned] = []
    missing: list[tuple[Term, float]] = []
    used: set[int] = set()
    for term, weight in zip(statement, weights, strict=True):
        if weight == 0.0:
            continue
        found = _counterpart(term, claim, used, descriptions=descriptions, lexicon=lexicon)
        if found is None:
            missing.append((term, weight))
            continue
        link, index = found
        used.add(index)
        links.append(Aligned(statement=term, claim=claim.terms[index], link=link, weight=weight))
    missing.extend(_doubly_linked(links))
    spare = tuple(term for index, term in enumerate(claim.terms) if index not in used)
    return Alignment(
        links=tuple(links), missing=tuple(missing), spare=spare, total=float(sum(weights))
    )


def _doubly_linked(links: list[Aligned]) -> list[tuple[Term, float]]:
    """Take out what stands for a name that the statement names itself, too.

    In "Nur-Sultan is the capital of Kazakhstan" the city does not stand for the country, and
    that it is the capital is what the claim would have to say.
    """
    named = {a.claim.name.key for a in links if a.claim.name and a.link is Link.SAME}
    doubled = [
        a for a in links if a.link is Link.SIMILAR and a.claim.name and a.claim.name.key in named
    ]
    for aligned in doubled:
        links.remove(aligned)
    return [(aligned.statement, aligned.weight) for aligned in doubled]


def _counterpart(
    term: Term, claim: TermIndex, used: set[int], *, descriptions: Descriptions, lexicon: Lexicon
) -> tuple[Link, int] | None:
    name = term.name
    found = _name_link(term, name, claim) if name else _word_link(term, claim, lexicon)
    if not found and not term.is_predicate:
        found = _description_link(term, claim, descriptions)
    if not found:
        return None
    # Among equally strong counterparts, one that no other term has taken, then the first.
    return max(found, key=lambda pair: (pair[0], pair[1] not in used, -pair[1]))


def _name_link(term: Term, name: Name, claim: TermIndex) -> list[tuple[Link, int]]:
    found = [
        (Link.SAME, i)
        for i in claim.by_name.get(name.key, ())
        if same_given_name(name, claim.terms[i].name) and claim.may_stand(i, term)
    ]
    if not found:
        for key, indexes in claim.by_name.items():
            if key == name.key:
                continue
            if is_misspelt(name.key, key) or is_short_form(name, key):
                found.extend((Link.SIMILAR, i) for i in indexes if claim.may_stand(i, term))
            elif not term.is_place and not term.is_predicate and stands_for(name.key, key):
                found.extend((Link.SIMILAR, i) for i in indexes if claim.may_act(i))
    return found


def _word_link(term: Term, claim: TermIndex, lexicon: Lexicon) -> list[tuple[Link, int]]:
    found: list[tuple[Link, int]] = [(Link.SAME, i) for i in claim.by_stem.get(term.stem, ())]
    for concept in term.concepts:
        found.extend((Link.SAME, i) for i in claim.by_concept.get(concept, ()))
        found.extend((Link.NARROWER, i) for i in claim.by_implied.get(concept, ()))
        for wider in lexicon.broader(concept):
            found.extend((Link.BROADER, i) for i in claim.by_concept.get(wider, ()))
        for other in lexicon.opposites(concept):
            found.extend((Link.OPPOSITE, i) for i in claim.by_implied.get(other, ()))
        for other in lexicon.exclusives(concept):
            found.extend((Link.EXCLUSIVE, i) for i in claim.by_implied.get(other, ()))
    return found


def _description_link(
    term: Term, claim: TermIndex, descriptions: Descriptions
) -> list[tuple[Link, int]]:
    """A noun for the name that the corpus gives it to, and the other way round.

    Not where the claim names a person and the statement another: then the office is not his.
    """
    if term.name is not None:
        if term.name.kind in claim.name_kinds:
            return []
        nouns = descriptions.of.get(term.name.key, frozenset())
        return [(Link.SIMILAR, i) for noun in nouns for i in claim.by_concept.get(noun, ())]
    return [
        (Link.SIMILAR, i)
        for key, indexes in claim.by_name.items()
        if descriptions.fit(key, term)
        for i in indexes
        if claim.may_stand(i, term)
    ]


def term_weights(
    text: str, terms: Sequence[Term], rarity: Mapping[str, float], policy: Policy
) -> list[float]:
    """What each term of the statement weighs: by kind, and by how rare the corpus makes it."""
    weights = []
    for position, term in enumerate(terms):
        base = _base_weight(text, term, terms[position + 1 : position + 2], policy)
        telling = max(policy.least_rarity, min(rarity.get(k, 1.0) for k in term_keys(term)))
        weights.append(base * telling)
    return weights


def term_keys(term: Term) -> list[str]:
    """Under what a term stands in the table of rarities: a word is as common as its concepts."""
    if term.name:
        return [f"n_{term.name.key}"]
    return [f"w_{term.stem}", *(f"c_{concept}" for concept in sorted(term.concepts))]


def _base_weight(text: str, term: Term, after: Sequence[Term], policy: Policy) -> float:
    if term.in_frame:
        return 0.0
    if term.concepts & LIGHT_CONCEPTS or term.stem in LIGHT_STEMS:
        return policy.light_weight
    adjoins = bool(after) and after[0].span.start - term.span.end == 1
    if adjoins and after[0].name is not None and term.concepts & OFFICES:
        return policy.title_weight
    if term.concepts & EVENTS and _SETTING.search(text[: term.span.start].lower()):
        return policy.setting_weight
    return 1.0


# "in the unrest", "after the sinking": when and amid what something happened, not what happened.
_SETTING = re.compile(
    r"\b(?:in|during|amid|since|after|following|throughout|before)\s+"
    r"(?:the|this|these|those)\s+(?:[\w-]+\s+)?$"
)
EVENTS = frozenset(
    """unrest riot demonstration violence conflict disaster accident collide sink-ship outbreak crisis
    strike-work earthquake flood hurricane storm war explosion fire crash-plane crackdown terror
    attack campaign""".split()
)
LIGHT_STEMS = frozenset(
    """peopl person report say state announc accord total number also happen occur place case time
    day year week month fact thing way part countri situat event use put call describ speak usual
    kind sort amid involv make take get give go come see becom remain includ appear even morn night
    afternoon noon midnight earli late stand known evening""".split()
)
LIGHT_CONCEPTS = frozenset({"happen"})
# Offices that are put before the name of their holder.
OFFICES = frozenset(
    "president minister prime-minister leader spokesperson chief mayor governor".split()
)
