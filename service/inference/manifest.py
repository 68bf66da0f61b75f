"""What `manifest.json` says of the weights beside it, checked against the files themselves.

A model is its file hash: weights that are not the ones the manifest names are never loaded.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.domain.errors import ModelUnusable

WEIGHTS = Path(__file__).parent / "weights"
"""The weights that the repository brings."""

STANCES = ("supporting", "conflicting", "unverified")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedFile:
    """A file whose content had this sha256 (hexadecimal) when it was checked."""

    path: Path
    sha256: str

    @property
    def fingerprint(self) -> str:
        return f"sha256:{self.sha256}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceManifest:
    """The stance network. ``label_order`` names its outputs; ``temperature`` divides its logits."""

    weights: VerifiedFile
    tokenizer: VerifiedFile
    label_order: tuple[str, ...]
    temperature: float
    max_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderManifest:
    """The embedding network."""

    weights: VerifiedFile
    tokenizer: VerifiedFile
    dimensions: int
    max_tokens: int


def verified(folder: Path, file: str, sha256: str) -> VerifiedFile:
    """Read the whole file once and compare; raises ModelUnusable."""
    path = folder / file
    try:
        with path.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnusable(f"{path} cannot be read: {error.strerror}") from error
    if found != sha256:
        raise ModelUnusable(f"{path} has sha256 {found}, the manifest names {sha256}")
    return VerifiedFile(path=path, sha256=sha256)


def load_stance_manifest(folder: Path) -> StanceManifest:
    """Check the stance network and the tokenizer."""
    manifest = _read(folder)
    try:
        entry, tokenizer = manifest["stance"], manifest["tokenizer"]
        labels, temperature = tuple(entry["label_order"]), float(entry["temperature"])
        if sorted(labels) != sorted(STANCES) or not 0.0 < temperature < 100.0:
            raise ModelUnusable(f"{folder / 'manifest.json'}: label order or temperature is wrong")
        return StanceManifest(
            weights=verified(folder, entry["file"], entry["sha256"]),
            tokenizer=verified(folder, tokenizer["file"], tokenizer["sha256"]),
            label_order=labels,
            temperature=temperature,
            max_tokens=int(entry["max_tokens"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelUnusable(f"{folder / 'manifest.json'} is incomplete: {error!r}") from error


def load_embedder_manifest(folder: Path) -> EmbedderManifest:
    """Check the embedding network and the tokenizer."""
    manifest = _read(folder)
    try:
        entry, tokenizer = manifest["embedder"], manifest["tokenizer"]
        return EmbedderManifest(
            weights=verified(folder, entry["file"], entry["sha256"]),
            tokenizer=verified(folder, tokenizer["file"], tokenizer["sha256"]),
            dimensions=int(entry["dimensions"]),
            max_tokens=int(entry["max_tokens"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelUnusable(f"{folder / 'manifest.json'} is incomplete: {error!r}") from error


def _read(folder: Path) -> Any:
    path = folder / "manifest.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelUnusable(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ModelUnusable(f"{path} is not JSON: {error}") from error
