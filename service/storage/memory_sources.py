"""Sources changed together with their claims, in memory: the reference for the databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.domain.articles import SourceRetraction
from service.domain.changes import (
    ChangeAction,
    ChangeNote,
    HeldRecord,
    Precondition,
    RecordKind,
)
from service.domain.corpus import Claim, IndexedClaim, Retraction, Source
from service.storage.batches import read_batch
from service.storage.memory import MemoryCorpus
from service.storage.refusals import missing, refuse_taken, require
from service.storage.source_marks import Step, marked, marks_of, refuse_others


class MemorySourceEditor:
    """The ``SourceEditor`` over a corpus in memory."""

    def __init__(self, corpus: MemoryCorpus) -> None:
        self._corpus = corpus

    def add_new(
        self, source: Source, claims: Sequence[IndexedClaim], *, note: ChangeNote
    ) -> HeldRecord:
        batch = read_batch([source], claims)
        with self._corpus.lock:
            sources, stored = self._corpus.snapshot()
            given = {indexed.claim.id for indexed in batch.claims}
            taken = given & {claim.id for claim in stored}
            refuse_taken(source, {one.id for one in sources}, taken)
            self._corpus.put(batch, note=note, exact=False)
            return HeldRecord(record=source, revision=self._corpus.state().revision)

    def retraction(self, source_id: str) -> SourceRetraction:
        with self._corpus.lock:
            return self._retraction(source_id, len(self.retracted_with(source_id)))

    def retract(
        self, source_id: str, retraction: Retraction, *, before: Precondition, note: ChangeNote
    ) -> SourceRetraction:
        with self._corpus.lock:
            source, steps = self._held(source_id)
            require(before, RecordKind.SOURCE, source_id, steps[-1][0])
            standing = [claim for claim in self._claims(source_id) if claim.retracted is None]
            if standing or not marks_of(steps):
                taken = [replace(claim, retracted=retraction) for claim in standing]
                indexed = [IndexedClaim(claim=claim, terms=()) for claim in taken]
                self._rewrite(source, ChangeAction.RETRACTED, indexed, note)
            return self._retraction(source_id, len(self.retracted_with(source_id)))

    def retracted_with(self, source_id: str) -> list[Claim]:
        with self._corpus.lock:
            _, steps = self._held(source_id)
            claims = self._claims(source_id)
            last_retracted = {
                claim.id: version.revision
                for claim in claims
                for version in self._corpus.kept_versions(RecordKind.CLAIM, claim.id)
                if version.action is ChangeAction.RETRACTED
            }
            return marked(claims, last_retracted, marks_of(steps))

    def reinstate(
        self,
        source_id: str,
        restored: Sequence[IndexedClaim],
        *,
        before: Precondition,
        note: ChangeNote,
    ) -> SourceRetraction:
        with self._corpus.lock:
            source, steps = self._held(source_id)
            require(before, RecordKind.SOURCE, source_id, steps[-1][0])
            if not marks_of(steps):
                return self._retraction(source_id, 0)
            refuse_others(source_id, restored, self.retracted_with(source_id))
            self._rewrite(source, ChangeAction.REINSTATED, restored, note)
            return self._retraction(source_id, len(restored))

    def _held(self, source_id: str) -> tuple[Source, list[Step]]:
        versions = self._corpus.kept_versions(RecordKind.SOURCE, source_id)
        source = self._corpus.stored_source(source_id)
        if source is None:
            last = versions[-1].revision if versions else None
            raise missing(RecordKind.SOURCE, source_id, last)
        return source, [(one.revision, one.action, one.note) for one in versions]

    def _claims(self, source_id: str) -> list[Claim]:
        return [claim for claim in self._corpus.snapshot()[1] if claim.source_id == source_id]

    def _rewrite(
        self,
        source: Source,
        action: ChangeAction,
        changed: Sequence[IndexedClaim],
        note: ChangeNote,
    ) -> None:
        moved = self._corpus.put(read_batch([], changed), note=note, exact=True)
        if not moved.updated:
            self._corpus.move()
        self._corpus.keep_source(source, action, note)

    def _retraction(self, source_id: str, count: int) -> SourceRetraction:
        source, steps = self._held(source_id)
        marks = marks_of(steps)
        note = marks[0][2] if marks else None
        return SourceRetraction(source=source, retracted=note, claims=count, revision=steps[-1][0])
