"""The networks that the repository brings."""

from __future__ import annotations

from service.inference.onnx_embedder import OnnxEmbedder
from service.inference.onnx_stance import OnnxStanceModel


def load_bundled() -> tuple[OnnxStanceModel, OnnxEmbedder]:
    """Check both weights files; raises ModelUnusable. The sessions open on first use."""
    return OnnxStanceModel(), OnnxEmbedder()
