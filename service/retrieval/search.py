"""From an assertion to the claims worth reading beside it."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.corpus import Candidate, Filters
from service.domain.ordering import one_of_each_first
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
    if len(lexical) == limit and len(set(map(_text, lexical))) <= limit * CROWDED:
        # Many copies of one text must not keep the only contrary claim out.
        wide = limit * WIDER
        found = search.candidates(terms, filters, published_until=published_until, limit=wide)
        lexical = one_of_each_first(found, by=_text)[:limit]
    near = vectors.nearest(analysis.text, filters, published_until=published_until, limit=limit)
    return Retrieved(
        candidates=tuple(_fused(lexical, near)[:limit]),
        rarity=rarities(search.frequencies(terms), claims),
    )


# Below this share of different texts the search is asked for so many times more candidates.
CROWDED = 0.5
WIDER = 8


def _text(candidate: Candidate) -> str:
    return candidate.claim.text.casefold()


def _fused(lexical: list[Candidate], near: list[Candidate]) -> list[Candidate]:
    by_id = {candidate.claim.id: candidate for candidate in [*lexical, *near]}
    runs = [
        Run(ids=[candidate.claim.id for candidate in lexical]),
        Run(ids=[candidate.claim.id for candidate in near], weight=VECTOR_WEIGHT),
    ]
    return without_repeats([by_id[claim_id] for claim_id in fuse(runs)])
