"""Changes of single records in memory: the reference for the databases."""

from __future__ import annotations

from service.domain.changes import ChangeNote, HeldRecord, Precondition, RecordKind, Version
from service.domain.corpus import Claim, IndexedClaim, Source
from service.domain.errors import NotFound
from service.storage.batches import read_batch
from service.storage.memory import MemoryCorpus
from service.storage.refusals import missing, refuse_owner, require


class MemoryCorpusEditor:
    """The ``CorpusEditor`` over a corpus in memory."""

    def __init__(self, corpus: MemoryCorpus) -> None:
        self._corpus = corpus

    def held(self, kind: RecordKind, identifier: str) -> HeldRecord:
        with self._corpus.lock:
            found, revision = self._current(kind, identifier)
            if found is None or revision is None:
                raise missing(kind, identifier, revision)
            return HeldRecord(record=found, revision=revision)

    def versions(
        self, kind: RecordKind, identifier: str, *, after: int, limit: int
    ) -> list[Version]:
        kept = self._corpus.kept_versions(kind, identifier)
        if not kept:
            raise NotFound(kind.value, identifier)
        return [version for version in kept if version.revision > after][:limit]

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
        with self._corpus.lock:
            found, revision = self._current(kind, identifier)
            if found is None:
                raise missing(kind, identifier, revision)
            require(before, kind, identifier, revision)
            claims = self._corpus.snapshot()[1]
            owned = [
                claim
                for claim in claims
                if isinstance(found, Source) and claim.source_id == identifier
            ]
            if owned and not cascade:
                raise refuse_owner(identifier, len(owned))
            self._corpus.remove([*owned, found], note=note)

    def _write(
        self,
        record: Source | IndexedClaim,
        *,
        before: Precondition,
        note: ChangeNote,
        exact: bool,
    ) -> HeldRecord:
        if isinstance(record, Source):
            kind, identifier, batch = RecordKind.SOURCE, record.id, read_batch([record], [])
        else:
            kind, identifier = RecordKind.CLAIM, record.claim.id
            batch = read_batch([], [record])
        with self._corpus.lock:
            found, revision = self._current(kind, identifier)
            require(before, kind, identifier, None if found is None else revision)
            self._corpus.put(batch, note=note, exact=exact)
            return self.held(kind, identifier)

    def _current(
        self, kind: RecordKind, identifier: str
    ) -> tuple[Source | Claim | None, int | None]:
        kept = self._corpus.kept_versions(kind, identifier)
        stored = (
            self._corpus.stored_source(identifier)
            if kind is RecordKind.SOURCE
            else self._corpus.stored_claim(identifier)
        )
        return stored, kept[-1].revision if kept else None
