"""The interfaces between the use cases and the machinery behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from service.domain.changes import (
    UNSIGNED,
    ChangeNote,
    HeldRecord,
    Precondition,
    RecordKind,
    Version,
)
from service.domain.check import Check, SavedCheckQuery
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
from service.domain.disagreements import ChangedClaim, DisagreementQuery, HeldQuestion, Pair
from service.domain.evidence import StanceProbabilities
from service.domain.imports import Entry, Fault, ImportPlan, ImportReport, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedClaims:
    """Claims as they were read, with the vector that one model gave each.

    ``model`` is the fingerprint of its weights; row i of ``vectors`` (length 1) belongs to
    ``candidates[i]``.
    """

    model: str
    candidates: tuple[Candidate, ...]
    vectors: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePosition:
    """How far the 1-bit codes have been read: all up to this claim number of this revision."""

    revision: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """Codes that are newer than a position. Row i of ``codes`` belongs to claim ``numbers[i]``."""

    numbers: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint8]
    position: CodePosition
    is_last: bool


class ClaimStore(Protocol):
    """The corpus: sources, claims, and the revision that moves with each committed change."""

    def state(self) -> CorpusState: ...

    def add(
        self,
        sources: Iterable[Source],
        claims: Iterable[IndexedClaim],
        *,
        note: ChangeNote = UNSIGNED,
    ) -> ImportCount:
        """Add or replace records, index included, in one transaction.

        The revision moves by one if anything was added or updated, else not at all. A claim
        given without a retraction keeps the one that it has.
        Raises InvalidRecord if a claim names a source that is neither given nor stored.
        """
        ...

    def source(self, source_id: str) -> Source: ...

    def claim(self, claim_id: str) -> Claim: ...

    def sources(self, query: RecordQuery) -> list[Source]:
        """Sources by ascending id, at most ``query.limit`` of them."""
        ...

    def claims(self, query: RecordQuery) -> list[Claim]:
        """Claims by ascending id, at most ``query.limit`` of them."""
        ...


class CorpusEditor(Protocol):
    """Changes of single records, each in one transaction that moves the revision by one.

    Every version of a record is kept, that of its deletion included. Each change may be given
    what must hold before it, and raises PreconditionFailed where it does not.
    """

    def held(self, kind: RecordKind, identifier: str) -> HeldRecord:
        """A record with its own revision. Raises NotFound, or Gone for a deleted one."""
        ...

    def versions(
        self, kind: RecordKind, identifier: str, *, after: int, limit: int
    ) -> list[Version]:
        """Its versions beyond the revision ``after``, oldest first, at most ``limit``.

        Raises NotFound if there never was such a record.
        """
        ...

    def write(
        self, record: Source | IndexedClaim, *, before: Precondition, note: ChangeNote
    ) -> HeldRecord:
        """Add or replace a record; the same record again changes nothing.

        A claim given without a retraction keeps the one that it has.
        Raises InvalidRecord if a claim names no known source.
        """
        ...

    def rewrite(
        self, indexed: IndexedClaim, *, before: Precondition, note: ChangeNote
    ) -> HeldRecord:
        """Replace a claim by exactly what is given, without a retraction if it has none."""
        ...

    def delete(
        self,
        kind: RecordKind,
        identifier: str,
        *,
        cascade: bool,
        before: Precondition,
        note: ChangeNote,
    ) -> None:
        """Take a record out of the corpus, and with ``cascade`` the claims of a source with it.

        Raises Conflict for a source that has claims, NotFound, or Gone.
        """
        ...


class CorpusTransfer(Protocol):
    """The whole corpus in and out, in memory that does not grow with it."""

    def load(
        self, entries: Iterable[Entry | Fault], plan: ImportPlan, *, progress: Progress
    ) -> ImportReport:
        """Import the good entries in one transaction, as the plan says."""
        ...

    def dump(self) -> Iterator[Source | Claim]:
        """Sources, then claims, each by ascending id, all from one moment."""
        ...


class ClaimSearch(Protocol):
    """Finds candidates; their order only chooses them, ranking and judgement are ours."""

    def candidates(
        self, terms: Sequence[str], filters: Filters, *, published_until: str | None, limit: int
    ) -> list[Candidate]:
        """Claims that hold any of the index terms, those with rarer terms first.

        ``published_until`` asks for the corpus as it stood at that moment: sources published by
        then, and claims and sources in the version that was current then. Raises OutOfTime.
        """
        ...

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many claims each term occurs (0 if in none)."""
        ...


class VectorIndex(Protocol):
    """The vectors of the claims, kept in the corpus and moving with its revision.

    Claims are known by a number, which is small enough to hold for every claim of the corpus. A
    claim has the vector of one model at most; to any other model it has none. The transaction
    that changes a claim's text, its source or that source's title takes the vector away.
    """

    def unembedded(
        self, model: str, *, after: str | None, limit: int, among: Sequence[str] | None = None
    ) -> list[Candidate]:
        """Claims without a vector of this model, none retracted, by id; ``after`` is exclusive."""
        ...

    def put_vectors(self, embedded: EmbeddedClaims) -> int:
        """Keep vectors, in one transaction that moves the revision; how many were kept.

        A vector is dropped if its claim has gone or now has another text, source or title.
        """
        ...

    def embedded(self, model: str) -> int:
        """How many claims have a vector of this model."""
        ...

    def codes_since(self, model: str, position: CodePosition, *, limit: int) -> CodePage:
        """At most ``limit`` codes past a position; cheap where the corpus stands still."""
        ...

    def vectors(
        self, model: str, numbers: Sequence[int]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """The vectors of these claims (rows of length 1) and their numbers; some may have gone."""
        ...

    def numbered(
        self, numbers: Sequence[int], filters: Filters, *, published_until: str | None
    ) -> dict[int, Candidate]:
        """The claims of these numbers that exist, are not retracted and pass the filters.

        With ``published_until``, only those that stood then as they do now, each with its source
        as it was.
        """
        ...


class DisagreementStore(Protocol):
    """The pairs of claims that conflict, and the claims that changed since they were compared.

    The transaction that changes or deletes a claim takes its pairs away, and puts it and its
    neighbours in those pairs among the changed.
    """

    def changed(self, *, limit: int) -> list[ChangedClaim]:
        """Claims to compare, the longest waiting first, each once."""
        ...

    def waiting(self) -> int:
        """How many changes are still to be compared."""
        ...

    def record(self, compared: Sequence[ChangedClaim], pairs: Sequence[Pair]) -> None:
        """Add or replace pairs, and take the compared claims off.

        A claim that changed since it was read stays among the changed, and its pairs are dropped.
        """
        ...

    def restart(self) -> None:
        """Forget all pairs, and put every claim among the changed."""
        ...

    def questions(self, query: DisagreementQuery) -> list[HeldQuestion]:
        """Questions with a firm pair that meet the query, by label, at most ``query.limit``."""
        ...


class CheckStore(Protocol):
    """Saved checks."""

    def save(self, check: Check) -> None: ...

    def get(self, check_id: str) -> Check: ...

    def list(self, query: SavedCheckQuery) -> Sequence[Check]:
        """Saved checks by time, then id, at most ``query.limit`` of them."""
        ...

    def delete(self, check_id: str) -> None: ...


class StanceModel(Protocol):
    """Judges the wording of (statement, claim) pairs; the ``Null`` form judges nothing."""

    @property
    def fingerprint(self) -> str | None:
        """``sha256:…`` of the weights, or None where there is no model."""
        ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities] | None:
        """One result a pair, in order; None if there is no model to ask."""
        ...


class Embedder(Protocol):
    """Turns texts into unit vectors; the ``Null`` form has no dimensions."""

    @property
    def fingerprint(self) -> str | None: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (len(texts), dimensions), rows of length 1."""
        ...
