"""Changes of single records in a database, and their versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, func, select

from service.domain.changes import ChangeNote, HeldRecord, Precondition, RecordKind, Version
from service.domain.corpus import Claim, IndexedClaim, Source
from service.domain.errors import NotFound
from service.storage.batches import as_bound, read_batch
from service.storage.corpus_changes import CorpusWriting, compare, read_stored
from service.storage.engine import reading, writing
from service.storage.refusals import missing, refuse_owner, require
from service.storage.rows import (
    CLAIM_COLUMNS,
    SOURCE_COLUMNS,
    VERSION_COLUMNS,
    read_claim,
    read_source,
    read_version,
)
from service.storage.tables import claim_versions, claims, source_versions, sources

_TABLES = {
    RecordKind.SOURCE: (sources, source_versions, SOURCE_COLUMNS),
    RecordKind.CLAIM: (claims, claim_versions, CLAIM_COLUMNS),
}


class SqlCorpusEditor:
    """The ``CorpusEditor`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def held(self, kind: RecordKind, identifier: str) -> HeldRecord:
        with reading(self._engine) as connection:
            found, revision = _current(connection, kind, identifier)
            if found is None or revision is None:
                raise missing(kind, identifier, revision)
            return HeldRecord(record=found, revision=revision)

    def versions(
        self, kind: RecordKind, identifier: str, *, after: int, limit: int
    ) -> list[Version]:
        _, versions, columns = _TABLES[kind]
        wanted = [versions.c[name] for name in (*VERSION_COLUMNS, *_names(columns))]
        statement = select(*wanted).where(versions.c.id == as_bound(identifier))
        with reading(self._engine) as connection:
            if _last_revision(connection, versions, identifier) is None:
                raise NotFound(kind.value, identifier)
            page = statement.where(versions.c.revision > after).order_by(versions.c.revision)
            return [read_version(row) for row in connection.execute(page.limit(limit))]

    def write(
        self, record: Source | IndexedClaim, *, before: Precondition, note: ChangeNote
    ) -> HeldRecord:
        return self._write(record, before=before, note=note, exact=False)

    def rewrite(
        self, indexed: IndexedClaim, *, before: Precondition, note: ChangeNote
    ) -> HeldRecord:
        return self._write(indexed, before=before, note=note, exact=True)

    def delete(
        self,
        kind: RecordKind,
        identifier: str,
        *,
        cascade: bool,
        before: Precondition,
        note: ChangeNote,
    ) -> None:
        with writing(self._engine) as connection:
            change = CorpusWriting(connection, note)
            found, revision = _current(connection, kind, identifier)
            if found is None:
                raise missing(kind, identifier, revision)
            require(before, kind, identifier, revision)
            owned = claims.c.id if isinstance(found, Claim) else claims.c.source_id
            lost = _with_tokens(connection, owned, found.id)
            if isinstance(found, Source) and lost and not cascade:
                raise refuse_owner(identifier, len(lost))
            change.remove_claims(lost)
            if isinstance(found, Source):
                change.remove_source(found)
            change.finish()

    def _write(
        self,
        record: Source | IndexedClaim,
        *,
        before: Precondition,
        note: ChangeNote,
        exact: bool,
    ) -> HeldRecord:
        is_source = isinstance(record, Source)
        kind = RecordKind.SOURCE if is_source else RecordKind.CLAIM
        identifier = record.id if isinstance(record, Source) else record.claim.id
        batch = read_batch([record], []) if isinstance(record, Source) else read_batch([], [record])
        with writing(self._engine) as connection:
            change = CorpusWriting(connection, note)
            found, revision = _current(connection, kind, identifier)
            require(before, kind, identifier, None if found is None else revision)
            stored = read_stored(connection, batch)
            change.put(compare(batch, stored, exact=exact), stored)
            change.finish()
            kept, kept_at = _current(connection, kind, identifier)
        if kept is None or kept_at is None:
            raise NotFound(kind.value, identifier)
        return HeldRecord(record=kept, revision=kept_at)


def _current(
    connection: Connection, kind: RecordKind, identifier: str
) -> tuple[Source | Claim | None, int | None]:
    """The record, and the revision of its last version; it may have the second alone."""
    table, versions, columns = _TABLES[kind]
    statement = select(*columns).where(table.c.id == as_bound(identifier))
    row = connection.execute(statement).one_or_none()
    revision = _last_revision(connection, versions, identifier)
    if row is None:
        return None, revision
    return (read_source(row) if kind is RecordKind.SOURCE else read_claim(row)), revision


def _last_revision(connection: Connection, versions: Table, identifier: str) -> int | None:
    statement = select(func.max(versions.c.revision)).where(versions.c.id == as_bound(identifier))
    revision: int | None = connection.execute(statement).scalar_one()
    return revision


def _with_tokens(
    connection: Connection, column: Column[Any], identifier: str
) -> list[tuple[Claim, str]]:
    statement = select(*CLAIM_COLUMNS, claims.c.tokens).where(column == identifier)
    ordered = connection.execute(statement.order_by(claims.c.id))
    return [(read_claim(values), tokens) for *values, tokens in ordered]


def _names(columns: Sequence[Column[Any]]) -> list[str]:
    return [column.name for column in columns]
