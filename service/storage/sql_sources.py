"""Sources changed together with their claims, in a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine, func, select

from service.domain.articles import SourceRetraction
from service.domain.changes import (
    ChangeAction,
    ChangeNote,
    HeldRecord,
    Precondition,
    RecordKind,
)
from service.domain.corpus import Claim, IndexedClaim, Retraction, Source
from service.storage.batches import as_bound, read_batch
from service.storage.corpus_changes import CorpusWriting, compare, read_stored
from service.storage.engine import reading, writing
from service.storage.refusals import missing, refuse_taken, require
from service.storage.rows import (
    CLAIM_COLUMNS,
    SOURCE_COLUMNS,
    VERSION_COLUMNS,
    read_claim,
    read_source,
    read_version,
)
from service.storage.source_marks import Step, marked, marks_of, refuse_others
from service.storage.tables import claim_versions, claims, source_versions, sources


class SqlSourceEditor:
    """The ``SourceEditor`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_new(
        self, source: Source, claims: Sequence[IndexedClaim], *, note: ChangeNote
    ) -> HeldRecord:
        batch = read_batch([source], claims)
        with writing(self._engine) as connection:
            change = CorpusWriting(connection, note)
            stored = read_stored(connection, batch)
            refuse_taken(source, stored.sources, stored.claims)
            change.put(compare(batch, stored), stored)
            change.finish()
            return HeldRecord(record=source, revision=change.revision)

    def retraction(self, source_id: str) -> SourceRetraction:
        with reading(self._engine) as connection:
            source, steps = _held(connection, source_id)
            count = len(_retracted_with(connection, source_id, steps))
            return _retraction(source, steps, count)

    def retract(
        self, source_id: str, retraction: Retraction, *, before: Precondition, note: ChangeNote
    ) -> SourceRetraction:
        with writing(self._engine) as connection:
            change = CorpusWriting(connection, note)
            source, steps = _held(connection, source_id)
            require(before, RecordKind.SOURCE, source_id, steps[-1][0])
            standing = [c for c in _claims(connection, source_id) if c.retracted is None]
            if standing or not marks_of(steps):
                taken = [replace(claim, retracted=retraction) for claim in standing]
                _rewrite(connection, change, [IndexedClaim(claim=c, terms=()) for c in taken])
                change.keep_source(source, ChangeAction.RETRACTED)
                change.finish()
                source, steps = _held(connection, source_id)
            count = len(_retracted_with(connection, source_id, steps))
            return _retraction(source, steps, count)

    def retracted_with(self, source_id: str) -> list[Claim]:
        with reading(self._engine) as connection:
            _, steps = _held(connection, source_id)
            return _retracted_with(connection, source_id, steps)

    def reinstate(
        self,
        source_id: str,
        restored: Sequence[IndexedClaim],
        *,
        before: Precondition,
        note: ChangeNote,
    ) -> SourceRetraction:
        with writing(self._engine) as connection:
            change = CorpusWriting(connection, note)
            source, steps = _held(connection, source_id)
            require(before, RecordKind.SOURCE, source_id, steps[-1][0])
            if not marks_of(steps):
                return _retraction(source, steps, 0)
            refuse_others(source_id, restored, _retracted_with(connection, source_id, steps))
            _rewrite(connection, change, restored)
            change.keep_source(source, ChangeAction.REINSTATED)
            change.finish()
            source, steps = _held(connection, source_id)
            return _retraction(source, steps, len(restored))


def _held(connection: Connection, source_id: str) -> tuple[Source, list[Step]]:
    """A source and its versions, oldest first. Raises NotFound, Gone."""
    wanted = [source_versions.c[name] for name in VERSION_COLUMNS]
    wanted += [source_versions.c[column.name] for column in SOURCE_COLUMNS]
    versions = [
        read_version(row)
        for row in connection.execute(
            select(*wanted)
            .where(source_versions.c.id == as_bound(source_id))
            .order_by(source_versions.c.revision)
        )
    ]
    row = connection.execute(
        select(*SOURCE_COLUMNS).where(sources.c.id == as_bound(source_id))
    ).one_or_none()
    if row is None:
        last = versions[-1].revision if versions else None
        raise missing(RecordKind.SOURCE, source_id, last)
    return read_source(row), [(one.revision, one.action, one.note) for one in versions]


def _claims(connection: Connection, source_id: str) -> list[Claim]:
    statement = select(*CLAIM_COLUMNS).where(claims.c.source_id == as_bound(source_id))
    return [read_claim(row) for row in connection.execute(statement.order_by(claims.c.id))]


def _retracted_with(connection: Connection, source_id: str, steps: Sequence[Step]) -> list[Claim]:
    marks = marks_of(steps)
    if not marks:
        return []
    last = (
        select(claim_versions.c.id, func.max(claim_versions.c.revision))
        .join(claims, claims.c.id == claim_versions.c.id)
        .where(
            claims.c.source_id == as_bound(source_id),
            claim_versions.c.action == ChangeAction.RETRACTED.value,
        )
        .group_by(claim_versions.c.id)
    )
    last_retracted = {row[0]: row[1] for row in connection.execute(last)}
    return marked(_claims(connection, source_id), last_retracted, marks)


def _rewrite(
    connection: Connection, change: CorpusWriting, changed: Sequence[IndexedClaim]
) -> None:
    batch = read_batch([], changed)
    stored = read_stored(connection, batch)
    change.put(compare(batch, stored, exact=True), stored)


def _retraction(source: Source, steps: Sequence[Step], count: int) -> SourceRetraction:
    marks = marks_of(steps)
    note = marks[0][2] if marks else None
    return SourceRetraction(source=source, retracted=note, claims=count, revision=steps[-1][0])
