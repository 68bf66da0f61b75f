"""What a saved statement has to watch: the words by which a claim could come to bear on it.

A claim takes a side only if it touches enough of the statement's weighted words (see
``Policy.least_touched``). So the words are kept with their weights and with every index term that
could touch them, and a changed claim is laid beside them without being judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from service.domain.rechecks import WatchedWord
from service.parsing.analysis import Term, analyse
from service.parsing.indexing import query_terms
from service.stance.alignment import term_keys, term_weights
from service.stance.policy import POLICY
from service.stance.settling import is_settled_alone

_WHOLE = 1_000
# A word of a smaller share is in every other claim ("people"), and never makes the difference.
_LIGHTEST = 30


def watched_words(text: str, part: int, rarity: Mapping[str, float]) -> Iterator[WatchedWord]:
    """The content words of one part of a statement; ``rarity`` is that of its query terms."""
    analysis = analyse(text, None)
    weights = term_weights(text, analysis.terms, rarity, POLICY)
    total = sum(weights)
    if not total:
        # With nothing to weigh, everything that the search brings up is compared.
        yield WatchedWord(part=part, word=0, terms=query_terms(analysis), share=_WHOLE)
        return
    # One shared word may be enough for a comparison that reads the whole statement.
    least = round(_WHOLE * POLICY.least_touched) if is_settled_alone(analysis) else 0
    for word, (term, weight) in enumerate(zip(analysis.terms, weights, strict=True)):
        share = round(_WHOLE * weight / total)
        if share >= _LIGHTEST:
            yield WatchedWord(part=part, word=word, terms=_touching(term), share=max(share, least))


def _touching(term: Term) -> tuple[str, ...]:
    """Under what a claim is stored that says the same, the contrary, more or less than the word."""
    return tuple(sorted({*query_terms(analyse(term.text, None)), *term_keys(term)}))
