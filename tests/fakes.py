"""Stand-ins for the model and the clock; each does one thing and is plain to read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from service.domain.evidence import StanceProbabilities

NOW = datetime(2022, 1, 8, 12, 0, tzinfo=UTC)
UNSURE = StanceProbabilities(supporting=0.1, conflicting=0.1, unverified=0.8)


def fixed_now() -> datetime:
    """A clock that stands still, on the day after the bundled articles."""
    return NOW


class FakeStanceModel:
    """Answers from a table of pairs, and is unsure of every other pair; keeps what it was asked."""

    def __init__(
        self, answers: Mapping[tuple[str, str], StanceProbabilities] | None = None
    ) -> None:
        self.answers = dict(answers or {})
        self.asked: list[tuple[str, str]] = []

    @property
    def fingerprint(self) -> str | None:
        return "sha256:fake"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities] | None:
        self.asked += pairs
        return [self.answers.get(pair, UNSURE) for pair in pairs]


class FakeEmbedder:
    """Equal words give near vectors: each word adds one dimension, chosen by its hash."""

    fingerprint: str | None = "sha256:fake"
    dimensions = 64

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.full((len(texts), self.dimensions), 1e-6, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[hashlib.sha256(word.encode()).digest()[0] % self.dimensions] += 1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / lengths, dtype=np.float32)


class CompassEmbedder:
    """A text points where the phrase in it does, in degrees, or away from all that have one."""

    dimensions = 8

    def __init__(
        self, degrees: Mapping[str, float], fingerprint: str | None = "sha256:compass"
    ) -> None:
        self.degrees = degrees
        self.fingerprint = fingerprint

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            angle = next((d for phrase, d in self.degrees.items() if phrase in text), None)
            if angle is None:
                row[2] = 1
            else:
                row[0], row[1] = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        return rows
