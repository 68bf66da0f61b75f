"""From an assertion to the claims worth reading beside it."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.corpus import Candidate, Filters
from service.parsing.analysis import Analysis
from service.parsing.indexing import query_terms
from service.ports import ClaimSearch
from service.retrieval.fusion import VECTOR_WEIGHT, Run, fuse, without_repeats
from service.retrieval.rarity import rarities
from service.retrieval.vectors import VectorSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """Candidates, the most promising first, and how rare the corpus makes each query term."""

    candidates: tuple[Candidate, ...]
    rarity: dict[str, float]


def retrieve(
    search: ClaimSearch,
    analysis: Analysis,
    filters: Filters,
    *,
    published_until: str | None,
    claims: int,
    limit: int,
    vectors: VectorSearch,
) -> Retrieved:
    """The claims that share the rarest terms with the assertion or are nearest to its meaning.

    At most ``limit`` of them, found by both searches and fused by rank. Without an embedding
    model, or while no claim has a vector yet, by the terms alone.
    """
    terms = query_terms(analysis)
    lexical = search.candidates(terms, filters, published_until=published_until, limit=limit)
    near = vectors.nearest(analysis.text, filters, published_until=published_until, limit=limit)
    return Retrieved(
        candidates=tuple(_fused(lexical, near)[:limit]),
        rarity=rarities(search.frequencies(terms), claims),
    )


def _fused(lexical: list[Candidate], near: list[Candidate]) -> list[Candidate]:
    by_id = {candidate.claim.id: candidate for candidate in [*lexical, *near]}
    runs = [
        Run(ids=[candidate.claim.id for candidate in lexical]),
        Run(ids=[candidate.claim.id for candidate in near], weight=VECTOR_WEIGHT),
    ]
    return without_repeats([by_id[claim_id] for claim_id in fuse(runs)])
