"""What the service runs with when there are no weights: nothing is judged, nothing embedded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from service.domain.evidence import StanceProbabilities


class NullStanceModel:
    """Has no opinion; the symbolic comparisons then decide alone."""

    @property
    def fingerprint(self) -> None:
        return None

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities] | None:
        return None


class NullEmbedder:
    """Vectors without dimensions; retrieval is then lexical alone."""

    @property
    def fingerprint(self) -> None:
        return None

    @property
    def dimensions(self) -> int:
        return 0

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.zeros((len(texts), 0), dtype=np.float32)
