"""What the work tells of itself, for whoever counts it, and the clock of a check's stages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from service.domain.check import AbstentionCode, Verdict
from service.domain.evidence import StanceProbabilities
from service.domain.webhooks import DeliveryState
from service.ports import Embedder, StanceModel


class Stage(StrEnum):
    """What a check spends its time on."""

    PARSE = "parse"
    RETRIEVE = "retrieve"  # The embedding of the statement included.
    COMPARE = "compare"
    MODEL = "model"
    EXPLAIN = "explain"


class Network(StrEnum):
    STANCE = "stance"
    EMBEDDER = "embedder"


class LineOutcome(StrEnum):
    """What became of a line of a job."""

    CHECKED = "checked"
    REFUSED = "refused"


class Observer(Protocol):
    """Is told of work that was done; never of what was submitted. Called from many threads."""

    def checked(
        self,
        verdict: Verdict,
        abstention: AbstentionCode | None,
        *,
        partial: bool,
        seconds: Mapping[Stage, float],
    ) -> None:
        """A check was made, from the corpus and not from a cache."""
        ...

    def asked_model(self, network: Network, *, inputs: int) -> None: ...

    def looked_in_cache(self, *, found: bool) -> None: ...

    def finished_lines(self, outcome: LineOutcome, *, lines: int) -> None: ...

    def rechecked(self, *, changed: bool) -> None:
        """A saved check was made again; ``changed`` if its answer is another now."""
        ...

    def attempted_delivery(self, state: DeliveryState) -> None:
        """``state`` is that of the delivery afterwards: pending if it will be tried again."""
        ...


class Unobserved:
    """Counts nothing."""

    def checked(
        self,
        verdict: Verdict,
        abstention: AbstentionCode | None,
        *,
        partial: bool,
        seconds: Mapping[Stage, float],
    ) -> None:
        pass

    def asked_model(self, network: Network, *, inputs: int) -> None:
        pass

    def looked_in_cache(self, *, found: bool) -> None:
        pass

    def finished_lines(self, outcome: LineOutcome, *, lines: int) -> None:
        pass

    def rechecked(self, *, changed: bool) -> None:
        pass

    def attempted_delivery(self, state: DeliveryState) -> None:
        pass


UNOBSERVED = Unobserved()


class StageClock:
    """Adds up the seconds of the stages of one check, in one thread.

    A stage within another stops the clock of the outer one, so that nothing is counted twice.
    """

    def __init__(self, timer: Callable[[], float]) -> None:
        self._timer = timer
        self._seconds: dict[Stage, float] = {}
        self._running: Stage | None = None
        self._since = 0.0

    @property
    def seconds(self) -> Mapping[Stage, float]:
        """Of the stages that were passed through."""
        return self._seconds

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        """Count the time within to this stage."""
        outer = self._running
        self._turn_to(stage)
        try:
            yield
        finally:
            self._turn_to(outer)

    def _turn_to(self, stage: Stage | None) -> None:
        now = self._timer()
        if self._running is not None:
            so_far = self._seconds.get(self._running, 0.0)
            self._seconds[self._running] = so_far + now - self._since
        self._running, self._since = stage, now


class ObservedStanceModel:
    """A stance model whose time goes to the clock of a check, and whose calls are counted."""

    def __init__(self, model: StanceModel, clock: StageClock, observer: Observer) -> None:
        self._model = model
        self._clock = clock
        self._observer = observer

    @property
    def fingerprint(self) -> str | None:
        return self._model.fingerprint

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities] | None:
        if self._model.fingerprint is None:
            return self._model.judge(pairs)
        with self._clock.stage(Stage.MODEL):
            answers = self._model.judge(pairs)
        self._observer.asked_model(Network.STANCE, inputs=len(pairs))
        return answers


class ObservedEmbedder:
    """An embedder whose calls are counted."""

    def __init__(self, embedder: Embedder, observer: Observer) -> None:
        self._embedder = embedder
        self._observer = observer

    @property
    def fingerprint(self) -> str | None:
        return self._embedder.fingerprint

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        vectors = self._embedder.embed(texts)
        if self.fingerprint is not None:
            self._observer.asked_model(Network.EMBEDDER, inputs=len(texts))
        return vectors
