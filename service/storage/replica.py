"""Reading the corpus from a replica, and from the primary while the replica is away.

A replica is the same database some moments ago. Each answer names the revision of the database
that it was read from, so it is always right about what it says; it may be a little old.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from service.domain.changes import UNSIGNED, ChangeNote
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
from service.domain.errors import OutOfTime, StoreUnavailable
from service.ports import (
    ClaimSearch,
    ClaimStore,
    CodePage,
    CodePosition,
    EmbeddedClaims,
    VectorIndex,
)

_LOG = logging.getLogger(__name__)

# Seconds. After a failure the replica is left alone so long; then one question tries it again.
AWAY = 10.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusReads:
    """The ports that answer questions about the corpus of one database."""

    claims: ClaimStore
    search: ClaimSearch
    vectors: VectorIndex


class ReplicaFirst:
    """Asks the replica, and the primary where the replica does not answer.

    A question that the replica had no time for is not put to the primary as well: it would take
    as long there, and the primary has the writes to do.
    """

    def __init__(
        self,
        replica: CorpusReads,
        primary: CorpusReads,
        *,
        away: float = AWAY,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._replica = replica
        self._primary = primary
        self._away = away
        self._timer = timer
        self._lock = threading.Lock()
        self._is_away = False
        self._try_at = 0.0

    def ask(self, question: Callable[[CorpusReads], T]) -> T:
        """The answer of whichever database gives one. Raises what the primary raises."""
        if not self._is_to_be_asked():
            return question(self._primary)
        try:
            answer = question(self._replica)
        except StoreUnavailable as error:
            if isinstance(error, OutOfTime):
                raise
            self._left(error)
            return question(self._primary)
        self._came_back()
        return answer

    def _is_to_be_asked(self) -> bool:
        with self._lock:
            if self._is_away and self._timer() < self._try_at:
                return False
            # While one question tries a replica that was away, the others go to the primary.
            self._try_at = self._timer() + self._away
            return True

    def _left(self, error: StoreUnavailable) -> None:
        with self._lock:
            was_away, self._is_away = self._is_away, True
            self._try_at = self._timer() + self._away
        if not was_away:
            _LOG.warning("the replica is away, the primary answers: %s", error)

    def _came_back(self) -> None:
        with self._lock:
            was_away, self._is_away = self._is_away, False
        if was_away:
            _LOG.warning("the replica answers again")


class ReplicaClaims:
    """The ``ClaimStore`` that reads from the replica and writes to the primary."""

    def __init__(self, reads: ReplicaFirst, primary: ClaimStore) -> None:
        self._reads = reads
        self._primary = primary

    def state(self) -> CorpusState:
        return self._reads.ask(lambda one: one.claims.state())

    def add(
        self,
        sources: Iterable[Source],
        claims: Iterable[IndexedClaim],
        *,
        note: ChangeNote = UNSIGNED,
    ) -> ImportCount:
        return self._primary.add(sources, claims, note=note)

    def source(self, source_id: str) -> Source:
        return self._reads.ask(lambda one: one.claims.source(source_id))

    def claim(self, claim_id: str) -> Claim:
        return self._reads.ask(lambda one: one.claims.claim(claim_id))

    def sources(self, query: RecordQuery) -> list[Source]:
        return self._reads.ask(lambda one: one.claims.sources(query))

    def claims(self, query: RecordQuery) -> list[Claim]:
        return self._reads.ask(lambda one: one.claims.claims(query))


class ReplicaSearch:
    """The ``ClaimSearch`` over the replica."""

    def __init__(self, reads: ReplicaFirst) -> None:
        self._reads = reads

    def candidates(
        self, terms: Sequence[str], filters: Filters, *, published_until: str | None, limit: int
    ) -> list[Candidate]:
        return self._reads.ask(
            lambda one: one.search.candidates(
                terms, filters, published_until=published_until, limit=limit
            )
        )

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        return self._reads.ask(lambda one: one.search.frequencies(terms))


class ReplicaVectors:
    """The ``VectorIndex`` that reads from the replica and writes to the primary.

    What has no vector yet is asked of the primary, since the answer is there to be written.
    """

    def __init__(self, reads: ReplicaFirst, primary: VectorIndex) -> None:
        self._reads = reads
        self._primary = primary

    def unembedded(
        self, model: str, *, after: str | None, limit: int, among: Sequence[str] | None = None
    ) -> list[Candidate]:
        return self._primary.unembedded(model, after=after, limit=limit, among=among)

    def put_vectors(self, embedded: EmbeddedClaims) -> int:
        return self._primary.put_vectors(embedded)

    def embedded(self, model: str) -> int:
        return self._primary.embedded(model)

    def codes_since(self, model: str, position: CodePosition, *, limit: int) -> CodePage:
        return self._reads.ask(lambda one: one.vectors.codes_since(model, position, limit=limit))

    def vectors(
        self, model: str, numbers: Sequence[int]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        return self._reads.ask(lambda one: one.vectors.vectors(model, numbers))

    def numbered(
        self, numbers: Sequence[int], filters: Filters, *, published_until: str | None
    ) -> dict[int, Candidate]:
        return self._reads.ask(
            lambda one: one.vectors.numbered(numbers, filters, published_until=published_until)
        )
