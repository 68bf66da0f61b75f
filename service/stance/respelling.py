"""Misspelt words and lower-case names of a statement, read as the corpus has them.

Only what the corpus does not know as it stands is touched: a word of the statement that occurs in
no claim may be the slip of a known word, or the surname that the claims write with a capital.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.domain.mentions import Name
from service.parsing.analysis import Term, TermKind
from service.parsing.lexicon import Lexicon
from service.parsing.names import name_key
from service.parsing.spelling import respelt
from service.parsing.stemming import stem_word


def repaired(
    terms: Sequence[Term], rarity: Mapping[str, float], names: Mapping[str, Name]
) -> tuple[Term, ...]:
    """The terms with slips mended; ``names`` are those of the claims by key."""
    return tuple(_repaired(term, rarity, names) for term in terms)


def _repaired(term: Term, rarity: Mapping[str, float], names: Mapping[str, Name]) -> Term:
    unknown = f"w_{term.stem}" not in rarity and not term.concepts
    if term.name is not None or " " in term.stem or not unknown:
        return term
    name = names.get(name_key(term.text.capitalize()))
    if name is not None:
        return replace(
            term, kind=TermKind.NAME, stem="", name=replace(name, text=term.text, span=term.span)
        )
    word = respelt(term.text)
    if word is None:
        return term
    stem = stem_word(word)
    concepts = frozenset(match.concept for match in Lexicon.load().match([stem]))
    return replace(term, stem=stem, concepts=concepts)
