"""Words of the lexicon in the place of others: synonyms, antonyms, siblings.

Only a word that stands for a single concept is touched, and only words that the lexicon reads
back as the concept that was meant are put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from service.parsing.analysis import Analysis, Term
from service.parsing.gazetteer import common_words
from service.parsing.lexicon import Lexicon
from service.parsing.stemming import stem_word
from service.selftest.editing import is_negative, is_quoted, replaced

_WORD = re.compile(r"[a-z]+")
_VOWELS = "aeiou"
_USUAL_WORDS = 3
# After "were", where "killed" and "arrested" stand, these are no English.
_INTRANSITIVE = frozenset("died survived succumbed perished resigned arrived departed".split())
# Words of quantity, which a synonym can make stronger or weaker.
_LEFT_ALONE = frozenset({"all", "some", "most", "none"})


def synonyms(claim: Analysis) -> Iterator[str]:
    """Another word for the same concept."""
    yield from _substituted(claim, lambda concept: [concept])


def antonyms(claim: Analysis) -> Iterator[str]:
    """A word for what cannot be true together with the concept."""
    if not is_negative(claim):
        lexicon = Lexicon.load()
        yield from _substituted(claim, lambda c: sorted(lexicon.concepts[c].opposite))


def siblings(claim: Analysis) -> Iterator[str]:
    """A word for what the concept is no evidence of: injured for killed."""
    if not is_negative(claim):
        lexicon = Lexicon.load()
        yield from _substituted(claim, lambda c: sorted(lexicon.concepts[c].exclusive))


def _substituted(claim: Analysis, others: Callable[[str], Iterable[str]]) -> Iterator[str]:
    for term in claim.terms:
        if not _may_change(claim, term):
            continue
        (own,) = term.concepts
        form = _form_of(term.text, own)
        if form is None:
            continue
        for concept in others(own):
            for word in _plain_words(concept):
                inflected = form(word)
                if _may_stand_for(inflected, term.text):
                    yield replaced(claim.text, term.span, inflected)


def _may_change(claim: Analysis, term: Term) -> bool:
    return (
        term.name is None
        and not term.in_frame
        and len(term.concepts) == 1
        and term.concepts.isdisjoint(_LEFT_ALONE)
        and _WORD.fullmatch(term.text) is not None
        and not is_quoted(claim, term.span)
        and not _is_compound(claim.text, term)
    )


def _may_stand_for(word: str, original: str) -> bool:
    """Whether the word exists, is another one, and has the number of the original."""
    return (
        word in common_words()
        and stem_word(word) != stem_word(original)
        and word.endswith("s") == original.endswith("s")
        and word not in _INTRANSITIVE
    )


def _is_compound(text: str, term: Term) -> bool:
    """Whether the word is a part of one with hyphens."""
    return "-" in text[max(0, term.span.start - 1) : term.span.end + 1]


@lru_cache(maxsize=1_024)
def _plain_words(concept: str) -> tuple[str, ...]:
    """The first few single words that stand for the concept and for nothing else.

    The lexicon has the usual words first; later ones are more often of another part of speech.
    """
    lexicon = Lexicon.load()
    words = [
        word
        for word in lexicon.concepts[concept].words
        if _WORD.fullmatch(word)
        and {match.concept for match in lexicon.match([stem_word(word)])} == {concept}
    ]
    return tuple(words[:_USUAL_WORDS])


Form = Callable[[str], str]


def _form_of(text: str, concept: str) -> Form | None:
    """How the word is inflected, as a function for other words; None if that is not plain."""
    for word in Lexicon.load().concepts[concept].words:
        if not _WORD.fullmatch(word):
            continue
        for form in (_as_it_is, _with_s, _with_ed, _with_ing):
            if form(word) == text:
                return form
    return None


def _as_it_is(word: str) -> str:
    return word


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _with_ed(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _with_ing(word: str) -> str:
    return word[:-1] + "ing" if word.endswith("e") and not word.endswith("ee") else word + "ing"
