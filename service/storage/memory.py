"""The three ports in memory: the reference for the databases, and a store for tests and demos.

Nothing here is clever: where a database and this file disagree, the database is wrong.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from service.domain.check import Check, SavedCheckQuery
from service.domain.corpus import (
    Candidate,
    Claim,
    CorpusState,
    Filters,
    ImportCount,
    IndexedClaim,
    RecordQuery,
    Source,
)
from service.domain.errors import NotFound
from service.storage.batches import read_batch, refuse_unknown_source
from service.storage.index_terms import encode_term, encode_terms, split_tokens
from service.storage.matching import claim_listed, source_listed, source_passes
from service.storage.ranking import POSTING_BUDGET, affordable, scores


class MemoryCorpus:
    """``ClaimStore`` and ``ClaimSearch`` over plain dictionaries; safe to share among threads."""

    def __init__(self, *, budget: int = POSTING_BUDGET) -> None:
        self._budget = budget
        self._lock = threading.RLock()
        self._revision = 0
        self._sources: dict[str, Source] = {}
        self._claims: dict[str, IndexedClaim] = {}

    def state(self) -> CorpusState:
        with self._lock:
            return CorpusState(
                revision=self._revision, claims=len(self._claims), sources=len(self._sources)
            )

    def add(self, sources: Iterable[Source], claims: Iterable[IndexedClaim]) -> ImportCount:
        batch = read_batch(sources, claims)
        with self._lock:
            new_sources = self._sources | {source.id: source for source in batch.sources}
            for indexed in batch.claims:
                if indexed.claim.source_id not in new_sources:
                    raise refuse_unknown_source(indexed.claim)
            new_claims = [_canonical(indexed) for indexed in batch.claims]
            before = [
                *(self._sources.get(source.id) for source in batch.sources),
                *(self._claims.get(indexed.claim.id) for indexed in new_claims),
            ]
            after = [*batch.sources, *new_claims]
            added = sum(old is None for old in before)
            unchanged = sum(old == new for old, new in zip(before, after, strict=True))
            if unchanged < len(after):
                self._revision += 1
                self._sources = new_sources
                self._claims = self._claims | {item.claim.id: item for item in new_claims}
        return ImportCount(added=added, updated=len(after) - added - unchanged, unchanged=unchanged)

    def source(self, source_id: str) -> Source:
        with self._lock:
            if source_id not in self._sources:
                raise NotFound("source", source_id)
            return self._sources[source_id]

    def claim(self, claim_id: str) -> Claim:
        with self._lock:
            if claim_id not in self._claims:
                raise NotFound("claim", claim_id)
            return self._claims[claim_id].claim

    def sources(self, query: RecordQuery) -> list[Source]:
        with self._lock:
            speakers: dict[str, set[str]] = {}
            for indexed in self._claims.values():
                if indexed.claim.speaker is not None:
                    named = speakers.setdefault(indexed.claim.source_id, set())
                    named.add(indexed.claim.speaker)
            found = [
                source
                for source in self._sources.values()
                if (query.after is None or source.id > query.after)
                and source_listed(source, frozenset(speakers.get(source.id, ())), query)
            ]
        return sorted(found, key=lambda source: source.id)[: query.limit]

    def claims(self, query: RecordQuery) -> list[Claim]:
        with self._lock:
            found = [
                indexed.claim
                for indexed in self._claims.values()
                if (query.after is None or indexed.claim.id > query.after)
                and claim_listed(indexed.claim, self._sources[indexed.claim.source_id], query)
            ]
        return sorted(found, key=lambda claim: claim.id)[: query.limit]

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        with self._lock:
            held = [indexed.terms for indexed in self._claims.values()]
        return {term: sum(encode_term(term) in among for among in held) for term in terms}

    def candidates(
        self, terms: Sequence[str], filters: Filters, *, published_until: str | None, limit: int
    ) -> list[Candidate]:
        with self._lock:
            known = list(self._claims.values())
            sources = self._sources
        frequencies = {
            token: sum(token in indexed.terms for indexed in known)
            for token in map(encode_term, terms)
        }
        chosen = affordable(frequencies, budget=self._budget)
        postings = {
            token: [number for number, indexed in enumerate(known) if token in indexed.terms]
            for token in chosen
        }
        total = scores(chosen, postings, frequencies, claims=len(known))
        found = [
            (score, known[number].claim)
            for number, score in total.items()
            if source_passes(
                sources[known[number].claim.source_id], filters, published_until=published_until
            )
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].id))
        return [
            Candidate(claim=claim, source=sources[claim.source_id]) for _, claim in found[:limit]
        ]


class MemoryCheckStore:
    """``CheckStore`` over one dictionary."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._checks: dict[str, Check] = {}

    def save(self, check: Check) -> None:
        with self._lock:
            self._checks[check.id] = check

    def get(self, check_id: str) -> Check:
        with self._lock:
            if check_id not in self._checks:
                raise NotFound("check", check_id)
            return self._checks[check_id]

    def list(self, query: SavedCheckQuery) -> Sequence[Check]:
        last = None if query.after is None else self.get(query.after)
        with self._lock:
            known = list(self._checks.values())
        found = [
            check
            for check in known
            if (query.verdict is None or check.answer.verdict == query.verdict)
            and (query.changed_since is None or check.checked_at >= query.changed_since)
            and (last is None or (check.checked_at, check.id) > (last.checked_at, last.id))
        ]
        return sorted(found, key=lambda check: (check.checked_at, check.id))[: query.limit]

    def delete(self, check_id: str) -> None:
        with self._lock:
            if check_id not in self._checks:
                raise NotFound("check", check_id)
            del self._checks[check_id]


def _canonical(indexed: IndexedClaim) -> IndexedClaim:
    # Encoded as in the databases, because equally rare terms are taken in the order of their tokens.
    tokens = split_tokens(encode_terms(indexed.terms))
    return IndexedClaim(claim=indexed.claim, terms=tuple(tokens))
