"""One ranking out of several, by rank alone, since scores of different searches do not compare.

After G. Cormack, C. Clarke, S. Büttcher, "Reciprocal rank fusion outperforms Condorcet and
individual rank learning methods", SIGIR 2009.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.corpus import Candidate

# How far the first places stand out: a claim at rank r adds weight / (RANK_DAMPING + r), so with
# 10 the first place counts about twice the tenth. The paper's 60 is for runs of a thousand; ours
# are short and their tops say much. On 1,168 statements over 8,001 sentences the right one is
# among the first five for 0.80 of them with 10, 0.77 with 20 and 0.72 with 60
# (tests/benchmarks/eval_retrieval.py, fm2_dev).
RANK_DAMPING = 10

# How much a place among the nearest vectors counts beside one among the rarest shared words. By
# the same measure: 0.69 with 1, 0.77 with 2, 0.80 with 3, 4 and 6. The least of the best, because
# only the words tell names and numbers apart.
VECTOR_WEIGHT = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One search's claim ids, best first, and how much a place in it counts."""

    ids: Sequence[str]
    weight: float = 1.0


def fuse(runs: Sequence[Run], *, damping: float = RANK_DAMPING) -> list[str]:
    """Every id of the runs, the greatest sum of ``weight / (damping + rank)`` first.

    The order of the runs does not matter. An id counts once a run, at its best rank; ties are
    settled by id.
    """
    shares: dict[str, list[float]] = {}
    for run in runs:
        for rank, claim_id in enumerate(dict.fromkeys(run.ids), start=1):
            shares.setdefault(claim_id, []).append(run.weight / (damping + rank))
    # fsum rounds once, at the end, so that equal shares in another order give an equal sum.
    total = {claim_id: math.fsum(parts) for claim_id, parts in shares.items()}
    return sorted(total, key=lambda claim_id: (-total[claim_id], claim_id))


def without_repeats(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates less those that repeat an earlier one word for word, case and spaces apart.

    Only within a source, with the same speaker and standing: the same words from another source
    are a second voice, or a copy that has to be shown as one.
    """
    seen: set[tuple[object, ...]] = set()
    kept: list[Candidate] = []
    for candidate in candidates:
        claim = candidate.claim
        words = " ".join(claim.text.casefold().split())
        key = (claim.source_id, claim.speaker, claim.standing, words)
        if key not in seen:
            seen.add(key)
            kept.append(candidate)
    return kept
