"""A claim laid beside an assertion."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.corpus import Candidate
from service.domain.evidence import Judgement
from service.stance.claims import ReadClaim
from service.stance.comparing import Assertion, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A candidate laid beside the assertion, and what the symbols alone say of it.

    ``likeness`` is the cosine of the two meanings, 0 where no search by meaning found the claim;
    ``behind`` is by how much the nearest claim's is larger.
    """

    candidate: Candidate
    likeness: float
    behind: float
    claim: ReadClaim
    assertion: Assertion
    reading: Reading
    by_symbols: Judgement
