"""The corpus in a database, as lists and one by one, and whole batches into it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine, select

from service.domain.changes import UNSIGNED, ChangeNote
from service.domain.corpus import (
    Claim,
    CorpusState,
    ImportCount,
    IndexedClaim,
    RecordQuery,
    Source,
)
from service.domain.errors import NotFound
from service.storage.batches import as_bound, read_batch
from service.storage.corpus_changes import (
    READ_STATE,
    CorpusWriting,
    compare,
    read_stored,
    state_of,
)
from service.storage.engine import glance, reading, writing
from service.storage.rows import CLAIM_COLUMNS, SOURCE_COLUMNS, read_claim, read_source
from service.storage.selection import claim_list_conditions, source_list_conditions
from service.storage.tables import claims, sources


class SqlClaimStore:
    """The ``ClaimStore`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def state(self) -> CorpusState:
        return state_of(glance(self._engine, READ_STATE))

    def add(
        self,
        sources: Iterable[Source],
        claims: Iterable[IndexedClaim],
        *,
        note: ChangeNote = UNSIGNED,
    ) -> ImportCount:
        # Whatever the caller's iterables do, they do before the write lock is taken.
        batch = read_batch(sources, claims)
        with writing(self._engine) as connection:
            change = CorpusWriting(connection, note)
            stored = read_stored(connection, batch)
            changes = compare(batch, stored)
            change.put(changes, stored)
            change.finish()
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
