"""From an assertion to the claims worth reading beside it."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.corpus import Candidate, Filters
from service.parsing.analysis import Analysis
from service.parsing.indexing import query_terms
from service.ports import ClaimSearch
from service.retrieval.rarity import rarities


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """Candidates in the search's order, and how rare the corpus makes each query term."""

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
) -> Retrieved:
    """The claims that share the rarest terms with the assertion, at most ``limit`` of them."""
    terms = query_terms(analysis)
    found = search.candidates(terms, filters, published_until=published_until, limit=limit)
    return Retrieved(candidates=tuple(found), rarity=rarities(search.frequencies(terms), claims))
