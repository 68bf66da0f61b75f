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
_ENDINGS = tuple(
    "s es ed d ing ly er ers r rs or ors ness less ful able al ally ion ions ist ists ism ish".split()
)
_BEGINNINGS = tuple("un re over under non pre mis dis inter out anti pro super semi multi".split())
_SHORTEST_PART = 3
_VOWELS = frozenset("aeiou")


def is_known(word: str) -> bool:
    """Whether a word in lower case is in one of our lists."""
    return word in _vocabulary()


@lru_cache(maxsize=4096)
def respelt(word: str) -> str | None:
    """The known word that a misspelt lower-case one was meant to be, or None.

    Only slips within the word count (one letter added, dropped, changed, or two exchanged; two
    slips in a long word), and only if a single known word is nearest.
    """
    lowered = word.lower()
    if len(word) < LEAST_LENGTH or not word.isascii() or not word.isalpha():
        return None
    if is_known(lowered) or _is_made_of_known(lowered):
        return None
    return nearest(lowered, _bucket(lowered[0]))


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one known word within the forgiven number of slips; None if there are two as near.

    Of several, one with the same consonants is the nearest: most slips drop or exchange a vowel
    or write a letter once that stands twice ("offerd" is "offered" and neither "offer" nor
    "offend").
    """
    slips = 2 if len(word) >= LONG else 1
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    best = [other for other, distance, _ in near if distance == near[0][1]]
    alike = [other for other in best if _consonants(other) == _consonants(word)]
    best = alike or best
    lexical = [other for other in best if other in _lexical_words()]
    if len(lexical) == 1:
        return lexical[0]
    # "answer", "answers" and "answered" are one word to a reader.
    return best[0] if len({stem_word(other) for other in best}) == 1 else None


@lru_cache(maxsize=4096)
def _consonants(word: str) -> str:
    """The first letter and the consonants, those written twice once."""
    kept = word[:1]
    for letter in word[1:]:
        if letter not in _VOWELS and letter != kept[-1]:
            kept += letter
    return kept


def _is_made_of_known(word: str) -> bool:
    """A form or compound of known words is none to be mended: "depended" is not "defended"."""
    if _is_form(word):
        return True
    for beginning in _BEGINNINGS:
        rest = word.removeprefix(beginning)
        if rest != word and (is_known(rest) or _is_form(rest)):
            return True
    cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART)
    return any(is_known(word[:cut]) and is_known(word[cut:]) for cut in cuts)


def _is_form(word: str) -> bool:
    """Whether a word is a known one and a regular ending ("supplied", "stopping", "cities")."""
    for ending in _ENDINGS:
        if not word.endswith(ending):
            continue
        base = word[: -len(ending)]
        if len(base) < _SHORTEST_PART or not _takes(base, ending):
            continue
        bases = [base, base + "e"]
        if base[-1] == base[-2]:
            bases.append(base[:-1])
        if base.endswith("i"):
            bases.append(base[:-1] + "y")
        if any(map(is_known, bases)):
            return True
    return False


def _takes(base: str, ending: str) -> bool:
    """Whether the ending stands after such a word: no "offerd", no "familys"."""
    if ending in {"d", "r", "rs"}:
        return base.endswith("e")
    return not (ending == "s" and base.endswith("y") and base[-2] not in _VOWELS)


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
