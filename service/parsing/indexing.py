"""The terms under which a claim is stored, and those with which a statement looks for it.

Terms are opaque to the database: ``w_`` a stem, ``c_`` a concept of the lexicon, ``n_`` a name.
A claim is stored under every broader concept, too, and a statement also asks for the contrary of
what it says, so that conflicting claims are found as surely as supporting ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.corpus import Claim
from service.domain.mentions import Name
from service.parsing.analysis import Analysis
from service.parsing.cleaning import plain_text
from service.parsing.gazetteer import common_words
from service.parsing.lexicon import Lexicon
from service.parsing.names import country_of, name_key
from service.parsing.spelling import respelt
from service.parsing.stemming import stem_word
from service.parsing.stretches import read_mentions, spoken_concepts
from service.parsing.tokens import tokenize


def index_terms(claim: Claim) -> tuple[str, ...]:
    """The terms under which the claim is to be found, sorted."""
    return index_text(claim.text, claim.speaker)


def index_text(text: str, speaker: str | None) -> tuple[str, ...]:
    """The terms of a claim with this text, which is the speaker's word where one is named."""
    cleaned = plain_text(text if speaker is None else f"{text} ({speaker})")
    mentions = read_mentions(cleaned)
    lexicon = Lexicon.load()
    terms = _plain_terms(cleaned, mentions.names)
    for concept in spoken_concepts(mentions):
        terms.add(f"c_{concept}")
        terms.update(f"c_{wider}" for wider in lexicon.broader(concept))
    return tuple(sorted(terms))


def query_terms(analysis: Analysis) -> tuple[str, ...]:
    """The terms of a statement: its words, names and concepts, and their contraries."""
    lexicon = Lexicon.load()
    terms = _plain_terms(analysis.text, analysis.names)
    for token in tokenize(analysis.text):
        if not token.is_stop and (word := respelt(token.text)):
            terms.add(f"w_{stem_word(word)}")
            terms.update(f"c_{match.concept}" for match in lexicon.match([stem_word(word)]))
        if token.text.islower() and token.text not in common_words():
            terms.add(f"n_{name_key(token.text.capitalize())}")
    for concept in {concept for term in analysis.terms for concept in term.concepts}:
        asked = {concept} | lexicon.opposites(concept) | lexicon.exclusives(concept)
        terms.update(f"c_{name}" for name in asked | lexicon.broader(concept))
    return tuple(sorted(terms))


def _plain_terms(text: str, names: Iterable[Name]) -> set[str]:
    terms = {f"w_{token.stem}" for token in tokenize(text) if not token.is_stop}
    for name in names:
        terms.add(f"n_{name.key}")
        if country := country_of(name.key):
            terms.add(f"n_{country}")
    return terms
