"""Which terms a search may afford, and the order of what they bring up; the same on every engine.

The weight of a term is its inverse document frequency (Sparck Jones, "A statistical
interpretation of term specificity and its application in retrieval", 1972), with one added
inside the logarithm so that a term found in every claim still counts a little.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

# How many (term, claim) pairs one search may read. On SQLite, 10,000 are read and added up in some
# 5 to 10 ms. Of more claims more share their rarest words, so the budget grows with them for a
# while: with 10,000 for a million claims a quarter of the right ones were not among the first 48.
LEAST_BUDGET = 10_000
MOST_BUDGET = 50_000
CLAIMS_FOR_A_POSTING = 20


def idf(claims: int, frequency: int) -> float:
    """ln(1 + N/df) for a term that ``frequency`` (at least 1) of ``claims`` claims hold."""
    return math.log1p(claims / frequency)


def posting_budget(claims: int) -> int:
    """How many postings a search of so many claims may read; bounded on a corpus of any size."""
    return min(max(LEAST_BUDGET, claims // CLAIMS_FOR_A_POSTING), MOST_BUDGET)


def affordable(frequencies: Mapping[str, int], *, budget: int) -> list[str]:
    """The rarest terms, rarest first, whose frequencies add up to ``budget`` at most.

    The rarest term of all is always taken: a statement of common words must not find nothing.
    Equally rare terms are taken in alphabetical order, so that the choice is reproducible.
    """
    chosen: list[str] = []
    spent = 0
    for frequency, term in sorted((df, term) for term, df in frequencies.items() if df > 0):
        if chosen and spent + frequency > budget:
            break
        chosen.append(term)
        spent += frequency
    return chosen


def scores(
    terms: Sequence[str],
    postings: Mapping[str, Iterable[int]],
    frequencies: Mapping[str, int],
    *,
    claims: int,
) -> dict[int, float]:
    """The summed weight of the matched terms by claim number.

    The terms are added in the order given, because a sum of floats depends on its order and equal
    corpora have to give equal sums on every engine.
    """
    total: defaultdict[int, float] = defaultdict(float)
    for term in terms:
        weight = idf(claims, frequencies[term])
        for number in postings.get(term, ()):
            total[number] += weight
    return total
