"""The embedding network: texts of like meaning to vectors of like direction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.inference.manifest import WEIGHTS, load_embedder_manifest
from service.inference.network import Network


class OnnxEmbedder:
    """A text's vector: the mean of its token vectors, scaled to length 1."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Check the weights in ``folder``; raises ModelUnusable. They are opened on first use."""
        manifest = load_embedder_manifest(folder)
        self._dimensions = manifest.dimensions
        self._network = Network(
            manifest.weights, manifest.tokenizer, max_tokens=manifest.max_tokens
        )

    @property
    def fingerprint(self) -> str:
        return self._network.fingerprint

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Shape (len(texts), dimensions), rows of length 1, in order."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._network.run(text)
        return vectors
