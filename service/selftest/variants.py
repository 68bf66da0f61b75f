"""All variants of one claim: paraphrases that it still says, and flips that it must not support.

Each generator is careful rather than plentiful: a sentence that it is not sure of is left alone,
since a variant that means something else would blame the engine for our own mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from service.domain.selftest import Variant, VariantKind
from service.parsing.analysis import Analysis
from service.selftest import flips, paraphrases
from service.selftest.corpus_names import CorpusNames
from service.selftest.substitution import antonyms, siblings, synonyms


def variants_of(claim: Analysis, names: CorpusNames, chance: Random) -> tuple[Variant, ...]:
    """At most one variant of each kind, in the order of the kinds; ``chance`` picks among several.

    None of them is the claim's own text.
    """
    chosen = []
    for kind, texts in _candidates(claim, names):
        several = sorted({text for text in texts if text != claim.text})
        if several:
            chosen.append(Variant(kind=kind, text=chance.choice(several)))
    return tuple(chosen)


def _candidates(claim: Analysis, names: CorpusNames) -> Iterator[tuple[VariantKind, Iterator[str]]]:
    yield VariantKind.NUMBER_IN_WORDS, paraphrases.numbers_in_words(claim)
    yield VariantKind.LOWER_BOUND, paraphrases.lower_bounds(claim)
    yield VariantKind.DROPPED_ADJUNCT, paraphrases.dropped_adjuncts(claim)
    yield VariantKind.SYNONYM, synonyms(claim)
    yield VariantKind.PASSIVE, paraphrases.passives(claim)
    yield VariantKind.NAME_SPELLING, paraphrases.respelled_names(claim, names)
    yield VariantKind.NUMBER_RAISED, flips.raised_numbers(claim)
    yield VariantKind.NUMBER_LOWERED, flips.lowered_numbers(claim)
    yield VariantKind.NEGATED, flips.negations(claim)
    yield VariantKind.ANTONYM, antonyms(claim)
    yield VariantKind.SIBLING, siblings(claim)
    yield VariantKind.NAME_SWAPPED, flips.swapped_names(claim, names)
    yield VariantKind.SCOPE_CHANGED, flips.changed_scopes(claim)
    yield VariantKind.DATE_SHIFTED, flips.shifted_dates(claim)
