"""The ``DisagreementStore`` over a corpus in memory: the reference for the databases."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.corpus import Candidate, IndexedClaim, RecordQuery
from service.domain.disagreements import (
    ChangedClaim,
    DisagreementQuery,
    HeldQuestion,
    Pair,
    labels_of,
)
from service.storage.matching import claim_listed
from service.storage.memory import MemoryCorpus


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a comparison looks at in a claim."""

    indexed: IndexedClaim
    published_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A pair, with its two claims as they were compared."""

    pair: Pair
    left: _State
    right: _State


class MemoryDisagreements:
    """Finds out what changed by comparing the corpus with what it saw the last time."""

    def __init__(self, corpus: MemoryCorpus) -> None:
        self._corpus = corpus
        self._lock = threading.RLock()
        self._seen: dict[str, _State] = {}
        self._kept: dict[tuple[str, str], _Kept] = {}

    def changed(self, *, limit: int) -> list[ChangedClaim]:
        with self._lock:
            revision = self._corpus.state().revision
            return [
                ChangedClaim(seen=revision, candidate=candidate, usable=bool(state.indexed.terms))
                for key, (candidate, state) in self._current().items()
                if self._seen.get(key) != state
            ][:limit]

    def waiting(self) -> int:
        with self._lock:
            return sum(self._seen.get(key) != now for key, (_, now) in self._current().items())

    def record(self, compared: Sequence[ChangedClaim], pairs: Sequence[Pair]) -> None:
        with self._lock:
            held = self._current()
            read = {one.candidate.claim.id: one.candidate for one in compared}
            fresh = {
                key: state
                for key, (candidate, state) in held.items()
                if read.get(key, candidate) == candidate
            }
            for pair in pairs:
                ends = (pair.left.claim_id, pair.right.claim_id)
                if fresh.keys() >= set(ends):
                    left, right = (fresh[end] for end in ends)
                    self._kept[ends] = _Kept(pair=pair, left=left, right=right)
            self._seen |= {key: fresh[key] for key in read.keys() & fresh.keys()}

    def restart(self) -> None:
        with self._lock:
            self._seen, self._kept = {}, {}

    def questions(self, query: DisagreementQuery) -> list[HeldQuestion]:
        with self._lock:
            held = self._current()
            pairs = {ends: kept.pair for ends, kept in sorted(self._kept.items())}
        labels = labels_of(pairs.values())
        questions: dict[str, list[Pair]] = {}
        for ends, pair in pairs.items():
            questions.setdefault(labels[ends], []).append(pair)
        claims = {key: candidate for key, (candidate, _) in held.items()}
        found = [
            _held(label, members, claims)
            for label, members in sorted(questions.items())
            if query.after is None or label > query.after
        ]
        return [one for one in found if _is_listed(one, query)][: query.limit]

    def _current(self) -> dict[str, tuple[Candidate, _State]]:
        """All claims and their states; pairs go if a claim of theirs is in another state now."""
        held = {
            indexed.claim.id: (
                Candidate(claim=indexed.claim, source=source),
                _State(indexed=indexed, published_at=source.published_at),
            )
            for indexed, source in self._corpus.indexed()
        }
        for ends, kept in list(self._kept.items()):
            now = [held[end][1] if end in held else None for end in ends]
            if now != [kept.left, kept.right]:
                del self._kept[ends]
                for end in ends:
                    self._seen.pop(end, None)
        return held


def _held(label: str, pairs: list[Pair], claims: dict[str, Candidate]) -> HeldQuestion:
    named = {side.claim_id for pair in pairs for side in (pair.left, pair.right)}
    return HeldQuestion(
        label=label, pairs=tuple(pairs), claims={key: claims[key] for key in sorted(named)}
    )


def _is_listed(held: HeldQuestion, query: DisagreementQuery) -> bool:
    if query.types and held.pairs[0].type not in query.types:
        return False
    asked = RecordQuery(q=query.q, filters=query.filters)
    firm = {side.claim_id for pair in held.pairs if pair.firm for side in (pair.left, pair.right)}
    return any(claim_listed(held.claims[key].claim, held.claims[key].source, asked) for key in firm)
