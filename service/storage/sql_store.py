"""The corpus in a database: records, their versions, word frequencies and the revision.

The text index follows by itself, within the same transaction: triggers on SQLite, an index over
an expression on PostgreSQL (see migration 0001).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, text, update

from service.domain.corpus import (
    Claim,
    CorpusState,
    ImportCount,
    IndexedClaim,
    RecordQuery,
    Source,
)
from service.domain.errors import NotFound, StoreUnavailable
from service.storage.batches import Batch, as_bound, read_batch, refuse_unknown_source
from service.storage.engine import reading, writing
from service.storage.index_terms import encode_terms, split_tokens
from service.storage.rows import (
    CLAIM_COLUMNS,
    SOURCE_COLUMNS,
    claim_rows,
    claim_version_rows,
    read_claim,
    read_source,
    source_rows,
    source_version_rows,
)
from service.storage.selection import claim_list_conditions, source_list_conditions
from service.storage.tables import (
    claim_versions,
    claims,
    corpus_state,
    source_versions,
    sources,
    term_frequencies,
)

# Ids asked for at once. SQLite allows 32,766 parameters, PostgreSQL 65,535; plans stay short.
_CHUNK = 500

_ADD_FREQUENCY = text(
    "INSERT INTO term_frequencies (token, claims) VALUES (:token, :by)"
    " ON CONFLICT (token) DO UPDATE SET claims = term_frequencies.claims + excluded.claims"
)
_DROP_UNUSED = delete(term_frequencies).where(
    term_frequencies.c.token == bindparam("unused"), term_frequencies.c.claims == 0
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """The stored form of the records that a batch names, by id."""

    sources: dict[str, Source]
    claims: dict[str, Claim]
    tokens: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changes:
    """What a batch changes. A claim may be re-indexed although its record is the same."""

    new_sources: list[Source]
    changed_sources: list[Source]
    new_claims: list[IndexedClaim]
    changed_claims: list[IndexedClaim]
    reindexed_claims: list[IndexedClaim]

    @property
    def added(self) -> int:
        return len(self.new_sources) + len(self.new_claims)

    @property
    def updated(self) -> int:
        return len(self.changed_sources) + len(self.changed_claims) + len(self.reindexed_claims)


class SqlClaimStore:
    """The ``ClaimStore`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self) -> CorpusState:
        with reading(self._engine) as connection:
            return read_state(connection)

    def add(self, sources: Iterable[Source], claims: Iterable[IndexedClaim]) -> ImportCount:
        # Whatever the caller's iterables do, they do before the write lock is taken.
        batch = read_batch(sources, claims)
        with writing(self._engine) as connection:
            state = read_state(connection, lock=True)
            stored = _read_stored(connection, batch)
            changes = _compare(batch, stored)
            if changes.added or changes.updated:
                _apply(connection, changes, stored, state)
        given = len(batch.sources) + len(batch.claims)
        return ImportCount(
            added=changes.added,
            updated=changes.updated,
            unchanged=given - changes.added - changes.updated,
        )

    def source(self, source_id: str) -> Source:
        statement = select(*SOURCE_COLUMNS).where(sources.c.id == as_bound(source_id))
        with reading(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFound("source", source_id)
        return read_source(row)

    def claim(self, claim_id: str) -> Claim:
        statement = select(*CLAIM_COLUMNS).where(claims.c.id == as_bound(claim_id))
        with reading(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFound("claim", claim_id)
        return read_claim(row)

    def sources(self, query: RecordQuery) -> list[Source]:
        statement = (
            select(*SOURCE_COLUMNS)
            .where(*source_list_conditions(query))
            .order_by(sources.c.id)
            .limit(query.limit)
        )
        with reading(self._engine) as connection:
            return [read_source(row) for row in connection.execute(statement)]

    def claims(self, query: RecordQuery) -> list[Claim]:
        statement = (
            select(*CLAIM_COLUMNS)
            .join(sources, sources.c.id == claims.c.source_id)
            .where(*claim_list_conditions(query))
            .order_by(claims.c.id)
            .limit(query.limit)
        )
        with reading(self._engine) as connection:
            return [read_claim(row) for row in connection.execute(statement)]


def read_state(connection: Connection, *, lock: bool = False) -> CorpusState:
    """The state of the corpus within a transaction; ``lock`` makes other writers wait for ours."""
    statement = select(corpus_state.c.revision, corpus_state.c.claims, corpus_state.c.sources)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise StoreUnavailable("the database has no corpus; run the migrations")
    return CorpusState(revision=row.revision, claims=row.claims, sources=row.sources)


def _read_stored(connection: Connection, batch: Batch) -> _Stored:
    named = {source.id for source in batch.sources}
    named |= {indexed.claim.source_id for indexed in batch.claims}
    stored = _Stored(sources={}, claims={}, tokens={})
    for ids in _chunks(sorted(named)):
        statement = select(*SOURCE_COLUMNS).where(sources.c.id.in_(ids))
        stored.sources.update((row[0], read_source(row)) for row in connection.execute(statement))
    for ids in _chunks([indexed.claim.id for indexed in batch.claims]):
        columns = select(*CLAIM_COLUMNS, claims.c.tokens).where(claims.c.id.in_(ids))
        for *values, tokens in connection.execute(columns):
            claim = read_claim(values)
            stored.claims[claim.id] = claim
            stored.tokens[claim.id] = tokens
    return stored


def _compare(batch: Batch, stored: _Stored) -> _Changes:
    changes = _Changes(
        new_sources=[],
        changed_sources=[],
        new_claims=[],
        changed_claims=[],
        reindexed_claims=[],
    )
    for source in batch.sources:
        if source.id not in stored.sources:
            changes.new_sources.append(source)
        elif source != stored.sources[source.id]:
            changes.changed_sources.append(source)
    known = stored.sources.keys() | {source.id for source in batch.sources}
    for indexed in batch.claims:
        claim = indexed.claim
        if claim.source_id not in known:
            raise refuse_unknown_source(claim)
        if claim.id not in stored.claims:
            changes.new_claims.append(indexed)
        elif claim != stored.claims[claim.id]:
            changes.changed_claims.append(indexed)
        elif encode_terms(indexed.terms) != stored.tokens[claim.id]:
            changes.reindexed_claims.append(indexed)
    return changes


def _apply(connection: Connection, changes: _Changes, stored: _Stored, state: CorpusState) -> None:
    revision = state.revision + 1
    connection.execute(
        update(corpus_state).values(
            revision=revision,
            claims=state.claims + len(changes.new_claims),
            sources=state.sources + len(changes.new_sources),
        )
    )
    if changes.new_sources:
        connection.execute(insert(sources), source_rows(changes.new_sources))
    for row in source_rows(changes.changed_sources):
        connection.execute(update(sources).where(sources.c.id == row["id"]).values(row))
    if changes.new_claims:
        connection.execute(insert(claims), claim_rows(changes.new_claims))
    for row in claim_rows(changes.changed_claims + changes.reindexed_claims):
        connection.execute(update(claims).where(claims.c.id == row["id"]).values(row))
    _keep_versions(connection, changes, revision)
    _count_terms(connection, changes, stored)


def _keep_versions(connection: Connection, changes: _Changes, revision: int) -> None:
    changed_sources = changes.new_sources + changes.changed_sources
    if changed_sources:
        rows = source_version_rows(changed_sources, revision)
        connection.execute(insert(source_versions), rows)
    changed_claims = [indexed.claim for indexed in changes.new_claims + changes.changed_claims]
    if changed_claims:
        connection.execute(insert(claim_versions), claim_version_rows(changed_claims, revision))


def _count_terms(connection: Connection, changes: _Changes, stored: _Stored) -> None:
    difference: Counter[str] = Counter()
    for indexed in changes.new_claims + changes.changed_claims + changes.reindexed_claims:
        difference.update(split_tokens(encode_terms(indexed.terms)))
        difference.subtract(split_tokens(stored.tokens.get(indexed.claim.id, "")))
    moved = [(token, by) for token, by in sorted(difference.items()) if by]
    if moved:
        connection.execute(_ADD_FREQUENCY, [{"token": token, "by": by} for token, by in moved])
    if fewer := [{"unused": token} for token, by in moved if by < 0]:
        connection.execute(_DROP_UNUSED, fewer)


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
