"""Repairs for words that are in no dictionary of ours: "occuppied", "airprot", "safty"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from service.parsing.gazetteer import common_words, rarer_words
from service.parsing.lexicon import Lexicon
from service.parsing.stemming import stem_word

LEAST_LENGTH = 5
# From this length on, two slips are forgiven instead of one.
LONG = 9


@lru_cache(maxsize=4096)
def respelt(word: str) -> str | None:
    """The known word that a misspelt lower-case one was meant to be, or None.

    Only slips within the word count (one letter added, dropped, changed, or two exchanged; two
    slips in a long word), and only if a single known word is nearest.
    """
    lowered = word.lower()
    if len(word) < LEAST_LENGTH or not word.isascii() or not word.isalpha():
        return None
    if lowered in _vocabulary() or stem_word(lowered) in _stems(lowered[0]):
        return None
    return nearest(lowered, _bucket(lowered[0]))


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one known word within the forgiven number of slips; None if there are two as near."""
    slips = 2 if len(word) >= LONG else 1
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    best = [other for other, distance, _ in near if distance == near[0][1]]
    lexical = [other for other in best if other in _lexical_words()]
    if len(lexical) == 1:
        return lexical[0]
    # "answer", "answers" and "answered" are one word to a reader.
    return best[0] if len({stem_word(other) for other in best}) == 1 else None


@lru_cache(maxsize=1)
def _lexical_words() -> frozenset[str]:
    phrases = (phrase for c in Lexicon.load().concepts.values() for phrase in c.words)
    return frozenset(word for phrase in phrases for word in phrase.split() if word.isalpha())


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    return common_words() | rarer_words() | _lexical_words()


@lru_cache(maxsize=32)
def _bucket(first: str) -> tuple[str, ...]:
    return tuple(sorted(word for word in _vocabulary() if word[0] == first))


@lru_cache(maxsize=32)
def _stems(first: str) -> frozenset[str]:
    """A form of a known word is none to be mended: "depended" is not "defended".

    By the letter, since to stem all words at once would hold up the first check of a process.
    """
    return frozenset(map(stem_word, _bucket(first)))
