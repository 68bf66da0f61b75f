"""The trained networks as adapters of the ports StanceModel and Embedder."""

from service.inference.bundled import load_bundled
from service.inference.null import NullEmbedder, NullStanceModel

__all__ = ["NullEmbedder", "NullStanceModel", "load_bundled"]
