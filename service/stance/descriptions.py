"""What the claims call a name: "President Tokayev", "the ferry Halmora Star", "X, the mayor of Y".

A statement that says "the president" or "the ferry" can then be checked against claims that only
give the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.domain.mentions import NameKind
from service.parsing.analysis import Analysis, Term, once
from service.parsing.lexicon import Lexicon
from service.parsing.verbs import finite_starts

# What may stand between a name and the noun that says what it is.
_IS_A = re.compile(r"^(?:'s)?(?:(?: is| was|,) (?:an?|the|one of the)(?: [\w'-]+){0,3}| is| was) $")
_PHRASE_END = re.compile(r"^(?:[,.;]| of\b| in\b| at\b| for\b| from\b| who\b| which\b| and\b|$)")
_TITLE = re.compile(
    r"(?:^|\b(?:the|an?|its|his|her|their|'s)\s+)(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
# The extent of a thing is no name for it: "the whole country" is not said by "Kazakhstan".
_OF_EXTENT = frozenset({"nationwide", "regional", "all", "most", "some", "none", "half-of"})
_FORMER = frozenset({"former", "ex", "predecessor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptions:
    """Name key -> the concepts and stems of the nouns that the corpus gives to it."""

    of: Mapping[str, frozenset[str]]

    def fit(self, name_key: str, term: Term) -> bool:
        """Whether the corpus calls the bearer of this name by this noun."""
        return not description_keys(term).isdisjoint(self.of.get(name_key, frozenset()))

    def bearers_of(self, term: Term) -> frozenset[str]:
        """The names whose bearers the corpus calls by this noun."""
        keys = description_keys(term)
        return frozenset(name for name, nouns in self.of.items() if not keys.isdisjoint(nouns))

    def fit_any(self, name_key: str, concepts: frozenset[str]) -> bool:
        """The same for concepts alone."""
        return not concepts.isdisjoint(self.of.get(name_key, frozenset()))


def description_keys(term: Term) -> frozenset[str]:
    """The concepts of a noun; its stem where the lexicon does not know it."""
    return term.concepts or frozenset({f"w_{term.stem}"})


def given_in(analysis: Analysis) -> tuple[tuple[str, frozenset[str]], ...]:
    """What one claim calls which name; what somebody no longer is, is left out."""
    return tuple(
        (key, description_keys(term) | _implied(term))
        for index, term in enumerate(analysis.terms)
        if term.name is None
        and term.concepts.isdisjoint(_OF_EXTENT)
        and not _is_former(analysis.terms, index)
        for key in bearers_in(analysis).get(index, ())
    )


# What a relative of somebody is called does not name him: "the family" is not the son.
_NOT_IMPLIED = frozenset({"family", "parent", "casualty", "accident", "disaster"})


def _implied(term: Term) -> frozenset[str]:
    """What a noun implies: a ferry is "the vessel", too, and a chief executive "the head"."""
    lexicon = Lexicon.load()
    implied: frozenset[str] = frozenset()
    for concept in term.concepts:
        implied |= lexicon.broader(concept)
    return implied - _NOT_IMPLIED


def gathered(given: Iterable[tuple[tuple[str, frozenset[str]], ...]]) -> Descriptions:
    """What all claims together call each name."""
    found: dict[str, frozenset[str]] = {}
    for one in given:
        for key, nouns in one:
            found[key] = found.get(key, frozenset()) | nouns
    return Descriptions(of=found)


def _is_former(terms: tuple[Term, ...], index: int) -> bool:
    near = terms[max(0, index - 1) : index]
    return any(term.stem in _FORMER or "former" in term.concepts for term in near)


@once
def bearers_in(analysis: Analysis) -> Mapping[int, list[str]]:
    """The names that a text gives its nouns to, by the noun's place among the terms."""
    nouns = (index for index, term in enumerate(analysis.terms) if term.name is None)
    return {index: names for index in nouns if (names := _bearers(analysis, index))}


def _bearers(analysis: Analysis, index: int) -> list[str]:
    """The names that the noun at ``index`` describes: the one it stands before, the one it is of."""
    terms, text = analysis.terms, analysis.text
    noun = terms[index]
    bearers = []
    after = terms[index + 1] if index + 1 < len(terms) else None
    if after is not None and after.name is not None and not after.name.country:
        stands_before = text[noun.span.end : after.span.start] == " "
        titled = noun.text[0].isupper() or _TITLE.search(text[: noun.span.start])
        if stands_before and titled and not _is_verb(analysis, noun):
            bearers.append(after.name.key)
    if _PHRASE_END.match(text[noun.span.end :]):
        for before in reversed(terms[:index]):
            if before.name is None:
                continue
            if _IS_A.match(text[before.span.end : noun.span.start]):
                bearers.append(before.name.key)
            if before.name.kind is not NameKind.PLACE:
                break
    return bearers


def _is_verb(analysis: Analysis, term: Term) -> bool:
    """ "Norland condemned Brandt" gives Brandt no title."""
    return term.span.start in finite_starts(analysis.text)
