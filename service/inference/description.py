"""What the manifest tells a reader of the model card: base, data, licences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from service.domain.errors import ModelUnusable
from service.domain.model_card import Network, Networks, TrainingData
from service.inference.manifest import WEIGHTS


def describe_networks(folder: Path = WEIGHTS) -> Networks:
    """The networks of a manifest; their files are not looked at. Raises ModelUnusable."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return Networks(
            stance=_network(manifest["stance"]),
            embedder=_network(manifest["embedder"]),
            temperature=float(manifest["stance"]["temperature"]),
        )
    except OSError as error:
        raise ModelUnusable(f"{path} cannot be read: {error.strerror}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ModelUnusable(f"{path} is incomplete: {error!r}") from error


def _network(entry: Any) -> Network:
    return Network(
        name=entry["name"],
        fingerprint=f"sha256:{entry['sha256']}",
        base=entry["base"],
        licences=tuple(entry["licences"]),
        data=tuple(
            TrainingData(origin=row["origin"], licence=row["licence"], pairs=row["pairs"])
            for row in entry["data"]
        ),
    )
