"""The interfaces between the use cases and the machinery behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

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
from service.domain.evidence import StanceProbabilities


class ClaimStore(Protocol):
    """The corpus: sources, claims, and the revision that moves with each committed change."""

    def state(self) -> CorpusState: ...

    def add(self, sources: Iterable[Source], claims: Iterable[IndexedClaim]) -> ImportCount:
        """Add or replace records, index included, in one transaction.

        The revision moves by one if anything was added or updated, else not at all.
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


class ClaimSearch(Protocol):
    """Finds candidates; their order only chooses them, ranking and judgement are ours."""

    def candidates(
        self, terms: Sequence[str], filters: Filters, *, published_until: str | None, limit: int
    ) -> list[Candidate]:
        """Claims that hold any of the index terms, those with rarer terms first."""
        ...

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many claims each term occurs (0 if in none)."""
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
