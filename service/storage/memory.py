"""The corpus in memory: the reference for the databases, and a store for tests and demos.

Nothing here is clever: where a database and this file disagree, the database is wrong.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

from service.domain.changes import (
    UNSIGNED,
    ChangeAction,
    ChangeNote,
    RecordKind,
    Version,
    action_of,
)
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
from service.storage.batches import (
    Batch,
    as_kept,
    found_under,
    read_batch,
    refuse_unknown_source,
)
from service.storage.index_terms import encode_term, encode_terms, split_tokens
from service.storage.matching import claim_listed, source_listed, source_passes
from service.storage.memory_history import as_of, is_current, source_as_of
from service.storage.ranking import affordable, posting_budget, scores


class MemoryCorpus:
    """``ClaimStore`` and ``ClaimSearch`` over plain dictionaries; safe to share among threads."""

    def __init__(self, *, budget: int | None = None) -> None:
        self._budget = budget
        self._lock = threading.RLock()
        self._revision = 0
        self._sources: dict[str, Source] = {}
        self._claims: dict[str, IndexedClaim] = {}
        self._versions: dict[tuple[RecordKind, str], list[Version]] = {}
        self._terms: dict[tuple[str, int], tuple[str, ...]] = {}

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Held, it keeps every other thread from reading and writing."""
        return self._lock

    def state(self) -> CorpusState:
        with self._lock:
            return CorpusState(
                revision=self._revision, claims=len(self._claims), sources=len(self._sources)
            )

    def add(
        self,
        sources: Iterable[Source],
        claims: Iterable[IndexedClaim],
        *,
        note: ChangeNote = UNSIGNED,
    ) -> ImportCount:
        batch = read_batch(sources, claims)
        with self._lock:
            return self.put(batch, note=note, exact=False)

    def compared(self, batch: Batch) -> ImportCount:
        """What ``put`` would change; the sources of the claims are not looked for."""
        with self._lock:
            before, after = self._sides(batch, exact=False)
        return _count(before, after)

    def put(self, batch: Batch, *, note: ChangeNote, exact: bool) -> ImportCount:
        """Add or replace; unless ``exact``, a claim keeps its retraction."""
        with self._lock:
            new_sources = self._sources | {source.id: source for source in batch.sources}
            for indexed in batch.claims:
                if indexed.claim.source_id not in new_sources:
                    raise refuse_unknown_source(indexed.claim)
            before, after = self._sides(batch, exact=exact)
            count = _count(before, after)
            if count.added + count.updated:
                self._revision += 1
                for old, new in zip(before, after, strict=True):
                    self._keep(_record(old), _record(new), note)
                self._keep_terms(batch.claims)
                new_claims = {one.claim.id: one for one in after if isinstance(one, IndexedClaim)}
                self._sources = new_sources
                self._claims = self._claims | new_claims
        return count

    def _sides(
        self, batch: Batch, *, exact: bool
    ) -> tuple[list[Source | IndexedClaim | None], list[Source | IndexedClaim]]:
        """What is stored, and what would be, of each record."""
        new_claims = [
            _canonical(given if exact else as_kept(given, self.stored_claim(given.claim.id)))
            for given in batch.claims
        ]
        before = [
            *(self._sources.get(source.id) for source in batch.sources),
            *(self._claims.get(indexed.claim.id) for indexed in new_claims),
        ]
        return before, [*batch.sources, *new_claims]

    def remove(self, records: Sequence[Source | Claim], *, note: ChangeNote) -> None:
        """Delete records, which leave no claim without its source."""
        with self._lock:
            self._revision += 1
            for record in records:
                self._keep(record, None, note)
            gone = {(type(record), record.id) for record in records}
            self._sources = {
                key: source for key, source in self._sources.items() if (Source, key) not in gone
            }
            self._claims = {
                key: indexed for key, indexed in self._claims.items() if (Claim, key) not in gone
            }

    def keep_source(self, source: Source, action: ChangeAction, note: ChangeNote) -> None:
        """Keep a version of a source whose record stays as it is, at the present revision."""
        version = Version(revision=self._revision, action=action, note=note, record=source)
        self._versions.setdefault((RecordKind.SOURCE, source.id), []).append(version)

    def move(self) -> int:
        """Move the revision for a change outside the records; the new one."""
        with self._lock:
            self._revision += 1
            return self._revision

    def stored_claim(self, claim_id: str) -> Claim | None:
        """The claim, if there is one."""
        indexed = self._claims.get(claim_id)
        return None if indexed is None else indexed.claim

    def stored_source(self, source_id: str) -> Source | None:
        """The source, if there is one."""
        return self._sources.get(source_id)

    def snapshot(self) -> tuple[list[Source], list[Claim]]:
        """All records of one moment, each by ascending id."""
        with self._lock:
            return (
                [self._sources[key] for key in sorted(self._sources)],
                [self._claims[key].claim for key in sorted(self._claims)],
            )

    def kept_versions(self, kind: RecordKind, identifier: str) -> list[Version]:
        """Every version of a record, oldest first."""
        with self._lock:
            return list(self._versions.get((kind, identifier), ()))

    def _keep(
        self, old: Source | Claim | None, new: Source | Claim | None, note: ChangeNote
    ) -> None:
        one = new or old
        if one is None or old == new:
            return
        kind = RecordKind.SOURCE if isinstance(one, Source) else RecordKind.CLAIM
        action = ChangeAction.DELETED if new is None else action_of(old, new)
        version = Version(revision=self._revision, action=action, note=note, record=new)
        self._versions.setdefault((kind, one.id), []).append(version)

    def _keep_terms(self, claims: Iterable[IndexedClaim]) -> None:
        """The words that lead to the last version of a claim, a retracted one's too."""
        for indexed in claims:
            version = self._versions[RecordKind.CLAIM, indexed.claim.id][-1]
            tokens = split_tokens(encode_terms(indexed.terms))
            self._terms[indexed.claim.id, version.revision] = tuple(tokens)

    def indexed(self) -> list[tuple[IndexedClaim, Source]]:
        """All claims of one moment with their terms and sources, by ascending id."""
        with self._lock:
            return [
                (self._claims[key], self._sources[self._claims[key].claim.source_id])
                for key in sorted(self._claims)
            ]

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
            present = list(self._claims.values())
            known = [(one, self._sources[one.claim.source_id]) for one in present]
            if published_until is not None:
                known = as_of(self._versions, self._terms, published_until)
        frequencies = {
            token: sum(token in indexed.terms for indexed in present)
            for token in map(encode_term, terms)
        }
        if published_until is not None:
            frequencies = {token: max(frequency, 1) for token, frequency in frequencies.items()}
        chosen = affordable(frequencies, budget=self._budget or posting_budget(len(present)))
        postings = {
            token: [number for number, (one, _) in enumerate(known) if token in one.terms]
            for token in chosen
        }
        total = scores(chosen, postings, frequencies, claims=max(len(present), 1))
        found = [
            (score, Candidate(claim=known[number][0].claim, source=known[number][1]))
            for number, score in total.items()
            if source_passes(known[number][1], filters, published_until=published_until)
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1].claim.id))
        return [candidate for _, candidate in found[:limit]]

    def as_it_stood(self, candidate: Candidate, published_until: str) -> Candidate | None:
        """A claim with its source of that moment; None if the claim has changed since."""
        with self._lock:
            if not is_current(
                self._versions[RecordKind.CLAIM, candidate.claim.id], published_until
            ):
                return None
            source_id = candidate.claim.source_id
            return replace(
                candidate, source=source_as_of(self._versions, source_id, published_until)
            )


def _canonical(indexed: IndexedClaim) -> IndexedClaim:
    # Encoded as in the databases, because equally rare terms are taken in the order of their tokens.
    tokens = split_tokens(encode_terms(found_under(indexed)))
    return IndexedClaim(claim=indexed.claim, terms=tuple(tokens))


def _count(
    before: Sequence[Source | IndexedClaim | None], after: Sequence[Source | IndexedClaim]
) -> ImportCount:
    added = sum(old is None for old in before)
    unchanged = sum(old == new for old, new in zip(before, after, strict=True))
    return ImportCount(added=added, updated=len(after) - added - unchanged, unchanged=unchanged)


def _record(held: Source | IndexedClaim | None) -> Source | Claim | None:
    return held.claim if isinstance(held, IndexedClaim) else held
