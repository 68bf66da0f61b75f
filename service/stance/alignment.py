"""Which words of the statement the claim says, too, and how.

Each content term of the statement is linked to the claim's term that says most about it: the same
word or name, a narrower concept (which entails it), a broader one (which does not), an opposite,
or a sibling that excludes it. What is left over on either side is what the comparisons look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.parsing.analysis import Term
from service.stance.counterparts import Link, Sought
from service.stance.policy import Policy
from service.stance.term_index import TermIndex


class Aligned(NamedTuple):
    """A term of the statement, its counterpart in the claim, and what the pair weighs.

    A tuple and not a dataclass, because hundreds are made for every statement.
    """

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
    touched: float

    @property
    def coverage(self) -> float:
        return self.share([link.weight for link in self.links if link.link.entails])

    def share(self, weights: Sequence[float]) -> float:
        return sum(weights) / self.total if self.total else 1.0


def align(
    sought: Sequence[Sought],
    claim: TermIndex,
    *,
    total: float,
    least_touched: float,
) -> Alignment | None:
    """Link every statement term to its best counterpart; one claim term may serve several.

    ``total`` is the weight of the whole statement. None where the claim touches less than
    ``least_touched`` of it: that is most claims, and known long before the last term.
    """
    found: list[tuple[Sought, Link, int]] = []
    missing: list[tuple[Term, float]] = []
    used: set[int] = set()
    # Weights are added up in another order than in ``touched``, so rounding is allowed for.
    spendable = total * (1.0 - least_touched) + _ROUNDING
    # Most claims are told from this alone, before any of their words is looked at.
    if sum([one.weight for one in sought if one.is_beyond(claim)]) > spendable:
        return None
    for one in sought:
        counterpart = one.counterpart_in(claim, used)
        if counterpart is None:
            missing.append((one.term, one.weight))
            spendable -= one.weight
            if spendable < 0.0:
                return None
            continue
        used.add(counterpart[1])
        found.append((one, *counterpart))
    links, doubled = _doubly_linked(found, claim)
    touched = sum([one.weight for one, _, _ in links]) / total if total else 1.0
    if touched < least_touched:
        return None
    missing += [(one.term, one.weight) for one, _, _ in doubled]
    return Alignment(
        links=tuple(
            [
                Aligned(statement=one.term, claim=claim.terms[at], link=link, weight=one.weight)
                for one, link, at in links
            ]
        ),
        missing=tuple(missing),
        spare=tuple([term for index, term in enumerate(claim.terms) if index not in used]),
        total=total,
        touched=touched,
    )


_ROUNDING = 1e-6

_Found = list[tuple[Sought, Link, int]]


def _doubly_linked(found: _Found, claim: TermIndex) -> tuple[_Found, _Found]:
    """Part what stands for a name that the statement names itself, too, from all else.

    In "Nur-Sultan is the capital of Kazakhstan" the city does not stand for the country, and
    that it is the capital is what the claim would have to say.
    """
    if all(link is not Link.SIMILAR for _, link, _ in found):
        return found, []
    names = [(place, link, claim.terms[at].name) for place, (_, link, at) in enumerate(found)]
    named = {name.key for _, link, name in names if name and link is Link.SAME}
    if not named:
        return found, []
    doubled = {p for p, link, name in names if link is Link.SIMILAR and name and name.key in named}
    if not doubled:
        return found, []
    return (
        [one for place, one in enumerate(found) if place not in doubled],
        [one for place, one in enumerate(found) if place in doubled],
    )


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
    if _STILL.search(term.text):
        return policy.light_weight
    if term.concepts & LIGHT_CONCEPTS or term.stem in LIGHT_STEMS:
        return policy.light_weight
    adjoins = bool(after) and after[0].span.start - term.span.end == 1
    if adjoins and after[0].name is not None and term.concepts & OFFICES:
        return policy.title_weight
    if term.concepts & EVENTS and _SETTING.search(text[: term.span.start].lower()):
        return policy.setting_weight
    return 1.0


# "27 are still missing" says what "27 are missing" says.
_STILL = re.compile(r"^(?:(?:is|are|was|were|be|been) )?still$", re.IGNORECASE)
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
    afternoon noon midnight earli late stand evening soul folk anybodi anyon somebodi someon
    bring worth""".split()
)
LIGHT_CONCEPTS = frozenset({"happen", "end-up", "pertain"})
# Offices that are put before the name of their holder.
OFFICES = frozenset(
    "president minister prime-minister leader spokesperson chief mayor governor".split()
)
