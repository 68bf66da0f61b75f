"""Claims by likeness of meaning: 1-bit codes in the process, exact vectors in the database.

Each process holds the codes of the whole corpus, 48 bytes a claim, and nothing else of a claim but
its number. They choose the claims whose stored vectors are then read and compared exactly.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.domain.corpus import Candidate, Filters
from service.domain.errors import OutOfTime
from service.ports import CodePosition, Embedder, VectorIndex

# How many claims the codes choose for exact comparison. On 8,001 sentences, 200 find what 1,000
# find, to one statement in 1,000 (fm2_dev); more, because a larger corpus has more near ones.
EXACT_COMPARISONS = 400

# Codes read in one query: some 5 MB, in about 0.2 s, well within a query's time limit.
_PAGE = 50_000

# Codes compared at a time: 1.5 MB.
_BLOCK = 32_768

# Seconds. The codes of a million claims are read in some four.
DEFAULT_PATIENCE = 5.0

# Records are read in steps, because the nearest of them are usually enough.
_STEP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A claim and the cosine of its vector and the text's, -1 to 1."""

    candidate: Candidate
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The codes of one moment, by ascending claim number; never changed, only replaced."""

    position: CodePosition
    numbers: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint64]


class VectorSearch:
    """Finds the claims nearest to a text; any number of threads may share one.

    It follows the corpus by its revision: a request that meets a new one first reads the codes
    that are new in it. A code whose claim has gone is dropped when it is met. Who finds another
    reading them waits for it ``patience`` seconds at most.
    """

    def __init__(
        self, index: VectorIndex, embedder: Embedder, *, patience: float = DEFAULT_PATIENCE
    ) -> None:
        self._index = index
        self._patience = patience
        self._embedder = embedder
        self._catching_up = threading.Lock()
        self._held = _Held(
            position=CodePosition(),
            numbers=np.zeros(0, dtype=np.int64),
            codes=np.zeros((0, 0), dtype=np.uint64),
        )

    @property
    def embedder(self) -> Embedder:
        """The model that texts are compared by."""
        return self._embedder

    def nearest(
        self, text: str, filters: Filters, *, published_until: str | None, limit: int
    ) -> list[Near]:
        """At most ``limit`` claims, nearest first, ties by id; none without a model.

        Raises OutOfTime.
        """
        model = self._embedder.fingerprint
        if model is None or limit < 1:
            return []
        held = self._current(model)
        if not held.numbers.size:
            return []
        (vector,) = self._embedder.embed([text])
        chosen = _nearest_codes(held, vector, count=max(EXACT_COMPARISONS, limit))
        numbers, vectors = self._index.vectors(model, [int(number) for number in chosen])
        if len(numbers) < len(chosen):
            self._drop(held, np.setdiff1d(chosen, numbers))
        # Rounded, because the last bits of a product depend on the processor.
        likeness = np.round(vectors @ vector, 5) if numbers.size else np.zeros(0)
        ordered = [
            (float(likeness[row]), int(numbers[row])) for row in np.lexsort((numbers, -likeness))
        ]
        return self._candidates(ordered, filters, published_until=published_until, limit=limit)

    def open_model(self) -> None:
        """Open the embedding model now and not with the first search. Raises ModelUnusable."""
        self._embedder.embed(["Ready?"])

    def follow(self) -> int:
        """Read the codes that are new since the last time; how many are held now."""
        model = self._embedder.fingerprint
        return 0 if model is None else len(self._current(model).numbers)

    def _candidates(
        self,
        ordered: list[tuple[float, int]],
        filters: Filters,
        *,
        published_until: str | None,
        limit: int,
    ) -> list[Near]:
        found: list[tuple[float, str, Candidate]] = []
        for start in range(0, len(ordered), _STEP):
            step = {number: likeness for likeness, number in ordered[start : start + _STEP]}
            passing = self._index.numbered(list(step), filters, published_until=published_until)
            found += [(step[number], one.claim.id, one) for number, one in passing.items()]
            if len(found) >= limit:
                break
        # Ties by id and not by number, which depends on the database.
        found.sort(key=lambda place: (-place[0], place[1]))
        return [
            Near(candidate=candidate, likeness=likeness)
            for likeness, _id, candidate in found[:limit]
        ]

    def _current(self, model: str) -> _Held:
        """What is held, with everything up to the present revision."""
        held = self._held
        page = self._index.codes_since(model, held.position, limit=1)
        if page.numbers.size == 0 and page.position == held.position:
            return held
        # One thread reads what is new; the others wait here for it and then find nothing new.
        with self._waited_for():
            held = self._held
            position, is_last, parts = held.position, False, [(held.numbers, held.codes)]
            while not is_last:
                page = self._index.codes_since(model, position, limit=_PAGE)
                position, is_last = page.position, page.is_last
                parts.append((page.numbers, _words(page.codes)))
            self._held = _merged(parts, position)
            return self._held

    @contextmanager
    def _waited_for(self) -> Iterator[None]:
        if not self._catching_up.acquire(timeout=self._patience):
            raise OutOfTime("the vectors of the corpus are still being read")
        try:
            yield
        finally:
            self._catching_up.release()

    def _drop(self, seen: _Held, gone: npt.NDArray[np.int64]) -> None:
        with self._catching_up:
            # A newer state may have brought these numbers back.
            if self._held is seen:
                stays = ~np.isin(seen.numbers, gone)
                self._held = _Held(
                    position=seen.position,
                    numbers=seen.numbers[stays],
                    codes=seen.codes[stays],
                )


def _merged(
    parts: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]], position: CodePosition
) -> _Held:
    """All parts as one; of a number that comes twice, the last code counts."""
    parts = [part for part in parts if part[0].size] or parts[:1]
    if len(parts) == 1:
        return _Held(position=position, numbers=parts[0][0], codes=parts[0][1])
    numbers = np.concatenate([numbers for numbers, _ in parts])
    codes = np.concatenate([codes for _, codes in parts])
    if np.all(numbers[1:] > numbers[:-1]):
        return _Held(position=position, numbers=numbers, codes=codes)
    # Backwards, because the first of equal numbers is the one that is kept.
    distinct, newest = np.unique(numbers[::-1], return_index=True)
    return _Held(position=position, numbers=distinct, codes=codes[::-1][newest])


def _words(codes: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Codes in words of 64 bits, since those are counted fastest; the last one is filled up."""
    short = -codes.shape[1] % 8
    return np.pad(codes, ((0, 0), (0, short))).view(np.uint64)


def _nearest_codes(
    held: _Held, vector: npt.NDArray[np.float32], *, count: int
) -> npt.NDArray[np.int64]:
    """The numbers of the ``count`` claims whose codes differ least, ties by number."""
    # A stored component counts as positive if it does not round to 0 of 127.
    positive = vector > np.abs(vector).max() / 254
    (code,) = _words(np.packbits(positive[np.newaxis], axis=1))
    differing = np.zeros(len(held.codes), dtype=np.uint16)
    # Word by word within a block that the processor's cache holds: a third of the time of one sum.
    for start in range(0, len(differing), _BLOCK):
        block = slice(start, start + _BLOCK)
        for place, word in enumerate(code):
            differing[block] += np.bitwise_count(held.codes[block, place] ^ word)
    if count >= len(differing):
        return held.numbers
    furthest = np.partition(differing, count - 1)[count - 1]
    within = np.flatnonzero(differing <= furthest)
    order = within[np.argsort(differing[within], kind="stable")][:count]
    return held.numbers[order]
