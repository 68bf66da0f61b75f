"""The whole corpus of the process, in and out: the reference for the databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from service.domain.changes import ChangeNote
from service.domain.corpus import Claim, ImportCount, IndexedClaim, Source
from service.domain.imports import Entry, Fault, ImportPlan, ImportReport, Progress
from service.storage.batches import Batch
from service.storage.loading import CorpusAccess, load
from service.storage.memory import MemoryCorpus


class MemoryCorpusTransfer:
    """The ``CorpusTransfer`` over a corpus in memory."""

    def __init__(self, corpus: MemoryCorpus) -> None:
        self._corpus = corpus

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
        sources, claims = self._corpus.snapshot()
        yield from sources
        yield from claims

    @contextmanager
    def _comparing(self) -> Iterator[CorpusAccess]:
        with self._corpus.lock:
            yield _Gathering(self._corpus, writes=False)

    @contextmanager
    def _writing(self, note: ChangeNote) -> Iterator[CorpusAccess]:
        with self._corpus.lock:
            gathering = _Gathering(self._corpus, writes=True)
            yield gathering
            self._corpus.put(gathering.batch(), note=note, exact=False)


class _Gathering:
    """Gathers the records, and says what they change."""

    def __init__(self, corpus: MemoryCorpus, *, writes: bool) -> None:
        self._corpus = corpus
        self._writes = writes
        self._sources: list[Source] = []
        self._claims: list[IndexedClaim] = []
        self._changes = 0

    @property
    def revision(self) -> int:
        return self._corpus.state().revision + (self._writes and self._changes > 0)

    def stored_sources(self, ids: list[str]) -> set[str]:
        return {name for name in ids if self._corpus.stored_source(name) is not None}

    def take(self, batch: Batch) -> tuple[int, int]:
        self._sources += batch.sources
        self._claims += batch.claims
        count: ImportCount = self._corpus.compared(batch)
        self._changes += count.added + count.updated
        return count.added, count.updated

    def batch(self) -> Batch:
        """Everything that was taken."""
        return Batch(sources=tuple(self._sources), claims=tuple(self._claims))
