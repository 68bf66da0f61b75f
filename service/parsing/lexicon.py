"""Concepts of news prose: which words mean the same, which exclude each other.

The data stand in ``lexicon/*.toml``, one table a concept:

``words``      words and phrases that stand for the concept; ``_`` is any one word
``opposite``   concepts that cannot be true of the same thing at the same time
``exclusive``  siblings: evidence for one is no evidence for the other
``broader``    concepts that every case of this one is a case of, too
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from service.parsing.stemming import stem_word

GAP = "_"


class Relation(StrEnum):
    """How one concept stands to another."""

    SAME = "same"
    NARROWER = "narrower"  # the first implies the second
    BROADER = "broader"  # the second implies the first
    OPPOSITE = "opposite"
    EXCLUSIVE = "exclusive"
    NONE = "none"

    @property
    def mirror(self) -> Relation:
        """The same relation, seen from the other concept."""
        if self is Relation.NARROWER:
            return Relation.BROADER
        return Relation.NARROWER if self is Relation.BROADER else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One entry of the lexicon, as it is written in its file."""

    name: str
    words: tuple[str, ...]
    opposite: frozenset[str] = frozenset()
    exclusive: frozenset[str] = frozenset()
    broader: frozenset[str] = frozenset()


class ConceptMatch(NamedTuple):
    """A concept found in a text, ``first`` and ``last`` token included.

    A tuple and not a dataclass, because thousands are made for every import.
    """

    concept: str
    first: int
    last: int


class LexiconError(ValueError):
    """The lexicon's data contradict themselves or name what does not exist."""


@dataclass(slots=True)
class _Node:
    """A step in the trie of phrases; ``concepts`` are those whose phrase ends here, in order."""

    steps: dict[str, _Node] = field(default_factory=dict)
    concepts: tuple[str, ...] = ()


class _Span(NamedTuple):
    """A phrase found in a text; ``tokens`` are its own, without those in a gap."""

    first: int
    last: int
    tokens: frozenset[int]
    concepts: Sequence[str]


def phrase_stems(phrase: str) -> tuple[str, ...]:
    """The stems that a phrase of the lexicon matches, one a word, ``GAP`` for a gap.

    Hyphens part words, as they do in texts.
    """
    words = phrase.replace("-", " ").split()
    return tuple(word if word == GAP else stem_word(word) for word in words)


class Lexicon:
    """The concepts, their phrases and the relations between them."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Raises LexiconError if a concept is defined twice or names one that is not there."""
        self._concepts: dict[str, Concept] = {}
        self._root = _Node()
        for concept in concepts:
            if concept.name in self._concepts:
                raise LexiconError(f"{concept.name} is defined twice")
            self._concepts[concept.name] = concept
            self._plant(concept)
        self._check_references()
        self._broader = {name: self._ancestors(name) for name in self._concepts}
        self._opposite = self._inherited({c.name: c.opposite for c in self._concepts.values()})
        self._exclusive = self._inherited({c.name: c.exclusive for c in self._concepts.values()})

    @classmethod
    def load(cls) -> Lexicon:
        """The lexicon that comes with the package; read once in a process."""
        return _packaged()

    @property
    def concepts(self) -> Mapping[str, Concept]:
        """Every concept by its name."""
        return self._concepts

    def broader(self, concept: str) -> frozenset[str]:
        """All that a concept implies, without itself. Raises KeyError for an unknown concept."""
        return self._broader[concept]

    def opposites(self, concept: str) -> frozenset[str]:
        """What cannot be true together with the concept, inherited opposites included.

        What implies one of them is opposite, too. Raises KeyError for an unknown concept.
        """
        return self._opposite[concept]

    def exclusives(self, concept: str) -> frozenset[str]:
        """The siblings for which the concept is no evidence, inherited ones included.

        Raises KeyError for an unknown concept.
        """
        return self._exclusive[concept]

    def relation(self, a: str, b: str) -> Relation:
        """How ``a`` stands to ``b``. Raises KeyError for an unknown concept.

        Opposites and exclusives are inherited: who is beheaded is killed, so has not survived.
        """
        wider_a, wider_b = self._broader[a], self._broader[b]
        if a == b:
            return Relation.SAME
        if b in wider_a:
            return Relation.NARROWER
        if a in wider_b:
            return Relation.BROADER
        implied_by_b = wider_b | {b}
        if not implied_by_b.isdisjoint(self._opposite[a]):
            return Relation.OPPOSITE
        if not implied_by_b.isdisjoint(self._exclusive[a]):
            return Relation.EXCLUSIVE
        return Relation.NONE

    def match(self, stems: Sequence[str]) -> tuple[ConceptMatch, ...]:
        """Every concept in a text of stems, by position.

        A phrase hides the phrases that are made of some of its own words only ("head of state"
        hides "state"), not those within its gap. A word that stands for several concepts is
        reported for each of them.
        """
        firsts = self._root.steps
        root: list[_Path] = [(self._root, ())] if GAP in firsts else []
        singles: list[tuple[int, tuple[str, ...]]] = []
        phrases: list[_Span] = []
        for at, stem in enumerate(stems):
            node = firsts.get(stem)
            if root:
                phrases += _spans(stems, at, at, root)
            elif node is not None:
                # Nearly every word that begins a phrase stands without the rest of it.
                if node.steps and _goes_on(node, stems, at + 1):
                    phrases += _spans(stems, at, at + 1, [(node, (at,))])
                if node.concepts:
                    singles.append((at, node.concepts))
        if not phrases:
            return tuple([ConceptMatch(name, at, at) for at, names in singles for name in names])
        kept = _uncovered(phrases) if len(phrases) > 1 else phrases
        hidden = {token for span in kept for token in span.tokens}
        matches = {(span.first, span.last, name) for span in kept for name in span.concepts}
        matches.update(
            [(at, at, name) for at, names in singles if at not in hidden for name in names]
        )
        return tuple([ConceptMatch(name, first, last) for first, last, name in sorted(matches)])

    def _plant(self, concept: Concept) -> None:
        for phrase in concept.words:
            node = self._root
            for stem in phrase_stems(phrase):
                node = node.steps.setdefault(stem, _Node())
            if concept.name not in node.concepts:
                node.concepts = tuple(sorted((*node.concepts, concept.name)))

    def _check_references(self) -> None:
        for concept in self._concepts.values():
            for other in concept.opposite | concept.exclusive | concept.broader:
                if other not in self._concepts:
                    raise LexiconError(f"{concept.name} names {other}, which does not exist")

    def _ancestors(self, name: str) -> frozenset[str]:
        wider: set[str] = set()
        waiting = list(self._concepts[name].broader)
        while waiting:
            other = waiting.pop()
            if other not in wider:
                wider.add(other)
                waiting.extend(self._concepts[other].broader)
        return frozenset(wider)

    def _inherited(self, declared: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """The declared relation made symmetric, then handed down to all narrower concepts."""
        both: dict[str, set[str]] = {name: set(others) for name, others in declared.items()}
        for name, others in declared.items():
            for other in others:
                both[other].add(name)
        return {
            name: frozenset(both[name].union(*(both[wide] for wide in self._broader[name])))
            for name in declared
        }


_Path = tuple[_Node, tuple[int, ...]]


def _spans(stems: Sequence[str], first: int, at: int, paths: list[_Path]) -> list[_Span]:
    """All phrases that begin at ``first`` and go on at ``at`` from where some paths have come to.

    The deepest path is bounded by the longest phrase.
    """
    spans: list[_Span] = []
    for token in range(at, len(stems)):
        following: list[_Path] = []
        for node, taken in paths:
            step = node.steps.get(stems[token])
            if step is not None:
                own = (*taken, token)
                following.append((step, own))
                if step.concepts:
                    spans.append(_Span(first, token, frozenset(own), step.concepts))
            gap = node.steps.get(GAP)
            if gap is not None:
                following.append((gap, taken))
        if not following:
            break
        paths = following
    return spans


def _goes_on(node: _Node, stems: Sequence[str], at: int) -> bool:
    """Whether a phrase that has come to a node finds the rest of its words from ``at`` on."""
    if at == len(stems):
        return False
    step = node.steps.get(stems[at])
    if step is not None and (step.concepts or _goes_on(step, stems, at + 1)):
        return True
    gap = node.steps.get(GAP)
    return gap is not None and _goes_on(gap, stems, at + 1)


def _uncovered(found: list[_Span]) -> list[_Span]:
    """Without the phrases that are made of some of a longer one's own words."""
    covers: dict[int, list[frozenset[int]]] = {}
    kept: list[_Span] = []
    for span in sorted(found, key=lambda span: -len(span.tokens)):
        if not any(span.tokens < cover for cover in covers.get(span.first, ())):
            kept.append(span)
            for token in span.tokens:
                covers.setdefault(token, []).append(span.tokens)
    return kept


@lru_cache(maxsize=1)
def _packaged() -> Lexicon:
    folder = files("service.parsing") / "lexicon"
    pages = sorted((page for page in folder.iterdir() if page.name.endswith(".toml")), key=str)
    return Lexicon(
        Concept(
            name=name,
            words=tuple(entry["words"]),
            opposite=frozenset(entry.get("opposite", ())),
            exclusive=frozenset(entry.get("exclusive", ())),
            broader=frozenset(entry.get("broader", ())),
        )
        for page in pages
        for name, entry in tomllib.loads(page.read_text("utf-8")).items()
    )
