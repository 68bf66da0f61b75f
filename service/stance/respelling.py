"""Misspelt words and lower-case names of a statement, read as the corpus has them.

Only what the corpus does not know as it stands is touched: a word of the statement that occurs in
no claim may be the slip of a known word, or a name that the claims write with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from service.domain.mentions import Name
from service.parsing.analysis import Term
from service.parsing.lexicon import Lexicon
from service.parsing.spelling import is_known, respelt
from service.parsing.stemming import stem_word

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_LEAST_MISSPELT = 5
_LONG = 8


def recased(text: str, names: Iterable[Name]) -> str:
    """``text`` with the capitals that the claims give to names: "port senet" is "Port Senet".

    As long as before, letter for letter, so that every span stays where it is. A name may be
    misspelt by a letter, by two where it is long, or have a possessive ending; a single ordinary
    word is none ("brisk" is not the island of Brisk).
    """
    words = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    strange = {word for word, _ in words if word.islower() and not is_known(word)}
    if not strange:
        return text
    letters = list(text)
    for parts in {_parts(name) for name in names}:
        for first in range(len(words) - len(parts) + 1):
            window = words[first : first + len(parts)]
            if strange.isdisjoint(word for word, _ in window):
                continue
            if all(
                _spells(word.lower(), part) for (word, _), part in zip(window, parts, strict=True)
            ):
                for _, start in window:
                    letters[start] = letters[start].upper()
    return "".join(letters)


def _parts(name: Name) -> tuple[str, ...]:
    return tuple(match.group().lower() for match in _WORD.finditer(name.text))


def _spells(word: str, part: str) -> bool:
    """Whether a word of the statement can be this word of a name."""
    if word == part or word == part + "s":
        return True
    if len(word) < _LEAST_MISSPELT or word[0] != part[0] or is_known(word):
        return False
    slips = 2 if len(part) >= _LONG else 1
    return OSA.distance(word, part, score_cutoff=slips) <= slips


def repaired(terms: Sequence[Term], rarity: Mapping[str, float]) -> tuple[Term, ...]:
    """The terms with slips mended."""
    return tuple(_repaired(term, rarity) for term in terms)


def _repaired(term: Term, rarity: Mapping[str, float]) -> Term:
    unknown = f"w_{term.stem}" not in rarity and not term.concepts
    if term.name is not None or " " in term.stem or not unknown:
        return term
    word = respelt(term.text)
    if word is None:
        return term
    stem = stem_word(word)
    concepts = frozenset(match.concept for match in Lexicon.load().match([stem]))
    return replace(term, stem=stem, concepts=concepts)
