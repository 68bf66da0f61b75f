"""The vectors of a corpus in memory: the reference for ``sql_vectors.py``.

A vector stands beside the claim it was made from and counts whenever the corpus holds that claim
as it was, so nothing has to take it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.domain.corpus import Candidate, Filters
from service.ports import CodePage, CodePosition, EmbeddedClaims
from service.storage.matching import source_passes
from service.storage.memory import MemoryCorpus
from service.storage.vector_codes import LAST_NUMBER, codes_of, pack, same_passage, unpack


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    candidate: Candidate
    model: str
    revision: int
    packed: npt.NDArray[np.int8]


class MemoryVectorIndex:
    """The ``VectorIndex`` over a ``MemoryCorpus``; safe to share among threads as that is."""

    def __init__(self, corpus: MemoryCorpus) -> None:
        self._corpus = corpus
        self._numbers: dict[str, int] = {}
        self._kept: dict[int, _Kept] = {}

    def unembedded(
        self, model: str, *, after: str | None, limit: int, among: Sequence[str] | None = None
    ) -> list[Candidate]:
        with self._corpus.lock:
            records = self._records()
            have = {kept.candidate.claim.id for kept in self._current(records, model).values()}
        return [
            candidate
            for claim_id, candidate in sorted(records.items())
            if (after is None or claim_id > after)
            and (among is None or claim_id in among)
            and claim_id not in have
            and candidate.claim.retracted is None
        ][:limit]

    def put_vectors(self, embedded: EmbeddedClaims) -> int:
        packed = pack(embedded.vectors)
        with self._corpus.lock:
            records = self._records()
            have = {
                kept.candidate.claim.id for kept in self._current(records, embedded.model).values()
            }
            fresh = {
                candidate.claim.id: row
                for row, candidate in reversed(list(enumerate(embedded.candidates)))
                if candidate.claim.id not in have
                and candidate.claim.id in records
                and same_passage(records[candidate.claim.id], candidate)
            }
            revision = self._corpus.move() if fresh else 0
            for claim_id, row in fresh.items():
                number = self._numbers.setdefault(claim_id, len(self._numbers) + 1)
                self._kept[number] = _Kept(
                    candidate=embedded.candidates[row],
                    model=embedded.model,
                    revision=revision,
                    packed=packed[row],
                )
        return len(fresh)

    def embedded(self, model: str) -> int:
        with self._corpus.lock:
            records = self._records()
            return len(self._current(records, model))

    def codes_since(self, model: str, position: CodePosition, *, limit: int) -> CodePage:
        with self._corpus.lock:
            records = self._records()
            end = CodePosition(revision=self._corpus.state().revision, number=LAST_NUMBER)
            newer = sorted(
                (kept.revision, number, kept)
                for number, kept in self._current(records, model).items()
                if (kept.revision, number) > (position.revision, position.number)
            )[:limit]
        is_last = len(newer) < limit
        if not is_last:
            end = CodePosition(revision=newer[-1][0], number=newer[-1][1])
        return CodePage(
            numbers=np.array([number for _, number, _ in newer], dtype=np.int64),
            codes=codes_of(_stacked([kept for _, _, kept in newer])),
            position=end,
            is_last=is_last,
        )

    def vectors(
        self, model: str, numbers: Sequence[int]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        with self._corpus.lock:
            records = self._records()
            current = self._current(records, model)
        found = [number for number in numbers if number in current]
        packed = _stacked([current[number] for number in found])
        return np.array(found, dtype=np.int64), unpack(packed)

    def numbered(
        self, numbers: Sequence[int], filters: Filters, *, published_until: str | None
    ) -> dict[int, Candidate]:
        with self._corpus.lock:
            records = self._records()
            ids = {number: claim_id for claim_id, number in self._numbers.items()}
            known = {number: records.get(ids.get(number, "")) for number in numbers}
            if published_until is not None:
                known = {
                    number: one and self._corpus.as_it_stood(one, published_until)
                    for number, one in known.items()
                }
        return {
            number: candidate
            for number, candidate in known.items()
            if candidate is not None
            and candidate.claim.retracted is None
            and source_passes(candidate.source, filters, published_until=published_until)
        }

    def put_at(self) -> dict[str, int]:
        """The revision that brought its vector, for each claim that was ever given one."""
        with self._corpus.lock:
            return {kept.candidate.claim.id: kept.revision for kept in self._kept.values()}

    def kept(self) -> dict[str, tuple[str, npt.NDArray[np.float32]]]:
        """The vector that each claim has, with its model."""
        with self._corpus.lock:
            records = self._records()
            return {
                kept.candidate.claim.id: (kept.model, unpack(kept.packed[np.newaxis])[0])
                for kept in self._kept.values()
                if _fits(kept, records)
            }

    def _records(self) -> dict[str, Candidate]:
        sources, claims = self._corpus.snapshot()
        by_id = {source.id: source for source in sources}
        return {claim.id: Candidate(claim=claim, source=by_id[claim.source_id]) for claim in claims}

    def _current(self, records: dict[str, Candidate], model: str) -> dict[int, _Kept]:
        """The vectors of this model that still fit the claims of the corpus."""
        return {
            number: kept
            for number, kept in self._kept.items()
            if kept.model == model and _fits(kept, records)
        }


def _fits(kept: _Kept, records: dict[str, Candidate]) -> bool:
    """Whether the corpus holds the claim as it was when its vector was made."""
    now = records.get(kept.candidate.claim.id)
    return now is not None and same_passage(now, kept.candidate)


def _stacked(kept: Sequence[_Kept]) -> npt.NDArray[np.int8]:
    if not kept:
        return np.zeros((0, 0), dtype=np.int8)
    return np.stack([each.packed for each in kept])
