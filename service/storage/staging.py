"""A private file for the records of an import, on their way from the input to the corpus.

It orders the records, sources first, and finds ids that are given twice, in memory that does not
grow with the input. SQLite makes the file without a name, so that it goes with the process.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from service.domain.corpus import IndexedClaim, Source
from service.domain.imports import Entry, Fault, FaultCode, Place
from service.storage.batches import Batch, refuse_unknown_source
from service.storage.rows import read_claim, read_source, record_values

# Records handed over at once; each lot is compared with what is stored by one or two questions.
LOT = 500

_SOURCE, _CLAIM = 0, 1
_TABLES = """
    PRAGMA journal_mode = OFF;
    CREATE TABLE staged (
        kind INTEGER, id TEXT, source_id TEXT, line INTEGER, place INTEGER, name TEXT, record BLOB, terms BLOB,
        PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
    CREATE INDEX staged_by_source ON staged (source_id) WHERE kind = 1;
"""
_PUT = "INSERT OR IGNORE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_SAME = "SELECT 1 FROM staged WHERE kind = ? AND id = ? AND record = ?"
_IN_ORDER = "SELECT record, terms FROM staged WHERE kind = ? ORDER BY id"
_OUTSIDE = """
    SELECT DISTINCT source_id FROM staged
    WHERE kind = 1 AND source_id NOT IN (SELECT id FROM staged WHERE kind = 0)
    ORDER BY source_id
"""
_OWNED = "SELECT record, line, place, name FROM staged WHERE kind = 1 AND source_id = ?"
_DROP = "DELETE FROM staged WHERE kind = 1 AND source_id = ?"


class Staging:
    """Records that wait; to be used in a ``with`` statement."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._file.executescript(_TABLES)
        self._file.execute("BEGIN")

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, entry: Entry) -> bool:
        """Keep a record; False if the input has given it before, and may repeat it.

        Raises DoubleId if another record has its id, or one that may not be repeated.
        """
        record = entry.record
        if isinstance(record, Source):
            kind, identifier, owner, terms = _SOURCE, record.id, None, None
            values = record_values(record)
        else:
            kind, identifier, owner = _CLAIM, record.claim.id, record.claim.source_id
            values, terms = record_values(record.claim), _packed(record.terms)
        packed = _packed(values)
        place = entry.place
        row = (kind, identifier, owner, place.line, place.offset, place.name, packed, terms)
        if self._file.execute(_PUT, row).rowcount:
            return True
        same = self._file.execute(_SAME, (kind, identifier, packed)).fetchone() is not None
        if entry.repeatable and same:
            return False
        raise DoubleId(f"the {'claim' if kind else 'source'} {identifier!r} is given twice")

    def outside_sources(self) -> Iterator[str]:
        """The ids of sources that claims name and the input does not give."""
        # Read whole, because what is found out about them changes the table.
        for (identifier,) in self._file.execute(_OUTSIDE).fetchall():
            yield identifier

    def refuse_claims_of(self, source_id: str) -> Iterator[Fault]:
        """Drop the claims of a source that does not exist, with a fault for each."""
        for record, line, offset, name in self._file.execute(_OWNED, (source_id,)).fetchall():
            error = refuse_unknown_source(read_claim(_unpacked(record)))
            yield Fault(
                place=Place(line=line, offset=offset, name=name),
                pointer=error.pointer,
                code=FaultCode.UNKNOWN_SOURCE,
                detail=error.detail,
            )
        self._file.execute(_DROP, (source_id,))

    def lots(self) -> Iterator[Batch]:
        """All records in lots, each by ascending id, sources before claims."""
        for rows in self._fetched(_SOURCE):
            yield Batch(sources=tuple(read_source(_unpacked(row[0])) for row in rows), claims=())
        for rows in self._fetched(_CLAIM):
            indexed = (
                IndexedClaim(claim=read_claim(_unpacked(record)), terms=tuple(_unpacked(terms)))
                for record, terms in rows
            )
            yield Batch(sources=(), claims=tuple(indexed))

    def _fetched(self, kind: int) -> Iterable[list[tuple[bytes, bytes]]]:
        found = self._file.execute(_IN_ORDER, (kind,))
        while rows := found.fetchmany(LOT):
            yield rows


def _packed(values: list[Any] | tuple[str, ...]) -> bytes:
    """Values as bytes that are equal where the values are: later versions of the form are not."""
    return marshal.dumps(values, 2)


def _unpacked(packed: bytes) -> Any:
    # This process has packed them itself, into a file that no other one can open.
    return marshal.loads(packed)  # noqa: S302


class DoubleId(ValueError):
    """An id is given twice in one import."""
