"""Searching the claims of the corpus by words, with no statement to check."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.corpus import Candidate, Filters, RecordQuery
from service.parsing.analysis import analyse
from service.ports import ClaimSearch, ClaimStore
from service.retrieval.search import retrieve
from service.retrieval.vectors import VectorSearch

# How far down a ranking goes; what comes later shares little with the query but a common word.
RANKED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """What to search for. Without ``text`` the claims are listed by id, not ranked.

    ``site`` is the host of the source's address; ``language`` a primary subtag such as "en".
    ``offset`` counts claims to pass over; in a list it begins after the claim ``after``.
    """

    text: str
    filters: Filters
    site: str | None
    language: str | None
    offset: int
    after: str | None
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClaims:
    """A page of claims; the next one begins at an offset or after a claim, if there is one."""

    claims: tuple[Candidate, ...]
    next_offset: int | None = None
    next_after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFinder:
    """Finds claims in one corpus; holds no state of its own."""

    store: ClaimStore
    search: ClaimSearch
    vectors: VectorSearch

    def find(self, query: ClaimQuery) -> FoundClaims:
        return self._ranked(query) if query.text else self._listed(query)

    def _ranked(self, query: ClaimQuery) -> FoundClaims:
        retrieved = retrieve(
            self.search,
            analyse(query.text, None),
            query.filters,
            published_until=None,
            claims=self.store.state().claims,
            limit=RANKED,
            vectors=self.vectors,
        )
        found = [one for one in retrieved.candidates if _is_asked_for(one, query)]
        end = query.offset + query.limit
        return FoundClaims(
            claims=tuple(found[query.offset : end]),
            next_offset=end if end < len(found) else None,
        )

    def _listed(self, query: ClaimQuery) -> FoundClaims:
        """A page of the list; fewer than asked for where some are of another language."""
        asked = RecordQuery(
            filters=query.filters,
            site=query.site,
            after=query.after,
            limit=query.offset + query.limit + 1,
        )
        found = self.store.claims(asked)
        page = found[query.offset : query.offset + query.limit]
        sources = {claim.source_id: self.store.source(claim.source_id) for claim in page}
        candidates = [Candidate(claim=claim, source=sources[claim.source_id]) for claim in page]
        return FoundClaims(
            claims=tuple(one for one in candidates if _is_asked_for(one, query)),
            next_after=page[-1].id if len(found) == asked.limit else None,
        )


def _is_asked_for(candidate: Candidate, query: ClaimQuery) -> bool:
    source = candidate.source
    primary = source.language.replace("_", "-").partition("-")[0].casefold()
    return (query.site is None or source.is_on(query.site)) and (
        query.language is None or query.language == primary
    )
