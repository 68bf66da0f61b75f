"""From an assertion to the claims worth reading beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.corpus import Candidate, Filters
from service.domain.errors import OutOfTime
from service.domain.ordering import one_of_each_first
from service.parsing.analysis import Analysis
from service.parsing.indexing import query_terms
from service.ports import ClaimSearch
from service.retrieval.fusion import VECTOR_WEIGHT, Run, fuse, without_repeats
from service.retrieval.rarity import rarities
from service.retrieval.vectors import Near, VectorSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """Candidates, the most promising first, and how rare the corpus makes each query term.

    ``likeness`` has the cosine of meaning, by claim id, of those that the search by meaning found.
    ``missed`` names the searches that ran out of time.
    """

    candidates: tuple[Candidate, ...]
    rarity: dict[str, float]
    likeness: Mapping[str, float]
    missed: frozenset[str] = frozenset()


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
    model, or while no claim has a vector yet, by the terms alone. Where one of the two runs out of
    time, what the other found is enough. Raises OutOfTime where nothing was found in time.
    """
    terms = query_terms(analysis)
    lexical: list[Candidate] = []
    near: list[Near] = []
    missed = set()

    def by_terms(limit: int) -> list[Candidate]:
        return search.candidates(terms, filters, published_until=published_until, limit=limit)

    try:
        lexical = by_terms(limit)
        if len(lexical) == limit and len(set(map(_text, lexical))) <= limit * CROWDED:
            # Many copies of one text must not keep the only contrary claim out.
            lexical = one_of_each_first(by_terms(limit * WIDER), by=_text)[:limit]
    except OutOfTime:
        missed.add(BY_WORDS)
    try:
        near = vectors.nearest(analysis.text, filters, published_until=published_until, limit=limit)
    except OutOfTime:
        missed.add(BY_MEANING)
    if missed and not (lexical or near):
        raise OutOfTime("nothing was found in time")
    return Retrieved(
        candidates=tuple(_fused(lexical, [one.candidate for one in near])[:limit]),
        rarity=rarities(search.frequencies(terms), claims),
        likeness={one.candidate.claim.id: one.likeness for one in near},
        missed=frozenset(missed),
    )


# The two searches, as a reader is told of them.
BY_WORDS = "the search by words"
BY_MEANING = "the search by meaning"

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
