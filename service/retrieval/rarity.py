"""How telling a term is in this corpus."""

from __future__ import annotations

import math
from collections.abc import Mapping


def rarity(frequency: int, claims: int) -> float:
    """Inverse document frequency scaled to 0..1: 1 for a term in no claim, near 0 for one in all.

    After K. Sparck Jones, "A statistical interpretation of term specificity and its application
    in retrieval", Journal of Documentation 28 (1972).
    """
    if frequency <= 0 or claims <= 0:
        return 1.0
    return math.log(1 + claims / frequency) / math.log(1 + claims)


def rarities(frequencies: Mapping[str, int], claims: int) -> dict[str, float]:
    """The rarity of each term that the corpus knows; what is missing here occurs in no claim."""
    return {term: rarity(frequency, claims) for term, frequency in frequencies.items() if frequency}
