"""The whole corpus of a database, in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select

from service.domain.changes import ChangeNote
from service.domain.corpus import Claim, Source
from service.domain.imports import Entry, Fault, ImportPlan, ImportReport, Progress
from service.storage.batches import Batch
from service.storage.corpus_changes import CorpusWriting, compare, read_state, read_stored
from service.storage.engine import reading, writing
from service.storage.loading import CorpusAccess, load
from service.storage.rows import CLAIM_COLUMNS, SOURCE_COLUMNS, read_claim, read_source
from service.storage.tables import claims, sources

# Records read at once for an export.
_PAGE = 1_000


class SqlCorpusTransfer:
    """The ``CorpusTransfer`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(
        self, entries: Iterable[Entry | Fault], plan: ImportPlan, *, progress: Progress
    ) -> ImportReport:
        return load(
            entries,
            plan,
            progress=progress,
            comparing=self._comparing,
            writing=lambda: self._writing(plan.note),
        )

    def dump(self) -> Iterator[Source | Claim]:
        with reading(self._engine, unhurried=True) as connection:
            last = ""
            while True:
                page = select(*SOURCE_COLUMNS).where(sources.c.id > last).order_by(sources.c.id)
                rows = connection.execute(page.limit(_PAGE)).all()
                yield from map(read_source, rows)
                if len(rows) < _PAGE:
                    break
                last = rows[-1][0]
            last = ""
            while True:
                page = select(*CLAIM_COLUMNS).where(claims.c.id > last).order_by(claims.c.id)
                rows = connection.execute(page.limit(_PAGE)).all()
                yield from map(read_claim, rows)
                if len(rows) < _PAGE:
                    break
                last = rows[-1][0]

    @contextmanager
    def _comparing(self) -> Iterator[CorpusAccess]:
        with reading(self._engine, unhurried=True) as connection:
            yield _Comparison(connection)

    @contextmanager
    def _writing(self, note: ChangeNote) -> Iterator[CorpusAccess]:
        with writing(self._engine) as connection:
            change = CorpusWriting(connection, note)
            yield _Writing(connection, change)
            change.finish()


class _Comparison:
    """Says what records would change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def revision(self) -> int:
        return read_state(self._connection).revision

    def stored_sources(self, ids: list[str]) -> set[str]:
        statement = select(sources.c.id).where(sources.c.id.in_(ids))
        return set(self._connection.execute(statement).scalars())

    def take(self, batch: Batch) -> tuple[int, int]:
        stored = read_stored(self._connection, batch, owners_checked=True)
        changes = compare(batch, stored, owners_checked=True)
        return changes.added, changes.updated


class _Writing(_Comparison):
    """Changes what is stored."""

    def __init__(self, connection: Connection, change: CorpusWriting) -> None:
        super().__init__(connection)
        self._change = change

    @property
    def revision(self) -> int:
        return self._change.revision

    def take(self, batch: Batch) -> tuple[int, int]:
        stored = read_stored(self._connection, batch, owners_checked=True)
        changes = compare(batch, stored, owners_checked=True)
        self._change.put(changes, stored)
        return changes.added, changes.updated
