"""Vectors for the claims that have none: after an import, after a change, after a new model.

Search finds claims by their words meanwhile. Every batch is a transaction of its own, so that the
work can be broken off at any moment and goes on where it stopped; several processes may do it at
once and at worst do some of it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from service.domain.corpus import Candidate
from service.domain.errors import FactCheckError
from service.ports import ClaimStore, EmbeddedClaims, Embedder, VectorIndex
from service.retrieval.passages import passage

# More claims than this are left to a command of its own: they would take half a minute.
FEW = 2_000

# Claims in one transaction: about two seconds of embedding, which is what a kill can cost.
BATCH = 256

# Claims in one step of background work, and the most that a request embeds which wrote them:
# well under a second.
STEP = 64

Progress = Callable[[int], None]


class EmbeddingSteps:
    """The same work in steps of less than a second, for requests and for a loop in the background."""

    def __init__(self, index: VectorIndex, store: ClaimStore, embedder: Embedder) -> None:
        self._index = index
        self._store = store
        self._embedder = embedder
        self._all_embedded_at: int | None = None

    def embed_some(self) -> bool:
        """Embed the next claims that have no vector; whether there were any.

        Goes on where it stopped, also after a kill. Several processes may do it at once: at worst
        they make the same vectors. While the corpus stands still it costs one look at its revision.
        """
        model = self._embedder.fingerprint
        if model is None:
            return False
        revision = self._store.state().revision
        if revision == self._all_embedded_at:
            return False
        waiting = self._index.unembedded(model, after=None, limit=STEP)
        if not waiting:
            self._all_embedded_at = revision
            return False
        return self._index.put_vectors(_embedded(model, waiting, self._embedder)) > 0

    def embed_written(self, claim_ids: Sequence[str]) -> None:
        """Embed claims that a request has just written; more than a step is left to the loop.

        Nothing that goes wrong here undoes or hides the change that was made.
        """
        model = self._embedder.fingerprint
        if model is None or not 0 < len(claim_ids) <= STEP:
            return
        with suppress(FactCheckError):
            waiting = self._index.unembedded(model, after=None, limit=STEP, among=claim_ids)
            if waiting:
                self._index.put_vectors(_embedded(model, waiting, self._embedder))


def embed_missing(
    index: VectorIndex,
    embedder: Embedder,
    *,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> int:
    """Embed every claim without a vector; how many vectors were kept.

    ``progress`` is told after each batch how many vectors it made. Does nothing where there is no
    model.
    """
    model = embedder.fingerprint
    if model is None:
        return 0
    kept = 0
    after: str | None = None
    while waiting := index.unembedded(model, after=after, limit=batch):
        made = index.put_vectors(_embedded(model, waiting, embedder))
        kept += made
        after = waiting[-1].claim.id
        if progress is not None:
            progress(made)
    return kept


def embed_few(
    index: VectorIndex, store: ClaimStore, embedder: Embedder, *, at_most: int = FEW
) -> int:
    """Embed what has no vector if that is soon done; how many claims are left without one.

    A server may wait for this before it opens: it takes some 10 ms a claim.
    """
    waiting = without_vectors(index, store, embedder)
    if waiting > at_most:
        return waiting
    if waiting:
        embed_missing(index, embedder)
    return 0


def without_vectors(index: VectorIndex, store: ClaimStore, embedder: Embedder) -> int:
    """How many claims have no vector, retracted ones included; none where there is no model."""
    model = embedder.fingerprint
    return 0 if model is None else store.state().claims - index.embedded(model)


def _embedded(model: str, waiting: Sequence[Candidate], embedder: Embedder) -> EmbeddedClaims:
    return EmbeddedClaims(
        model=model,
        candidates=tuple(waiting),
        vectors=embedder.embed([passage(candidate) for candidate in waiting]),
    )
