"""The stance network: how a claim bears on a statement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from service.domain.evidence import StanceProbabilities
from service.inference.manifest import WEIGHTS, load_stance_manifest
from service.inference.network import Network


class OnnxStanceModel:
    """Three probabilities for a pair, from the network's logits divided by the temperature.

    The temperature was fitted on held-back pairs (Guo et al., "On Calibration of Modern Neural
    Networks", ICML 2017) and stands in the manifest.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        """Check the weights in ``folder``; raises ModelUnusable. They are opened on first use."""
        manifest = load_stance_manifest(folder)
        self._labels = manifest.label_order
        self._temperature = manifest.temperature
        self._network = Network(
            manifest.weights, manifest.tokenizer, max_tokens=manifest.max_tokens
        )

    @property
    def fingerprint(self) -> str:
        return self._network.fingerprint

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities]:
        """One result for each (statement, claim), in order."""
        return [self._judge_one(statement, claim) for statement, claim in pairs]

    def _judge_one(self, statement: str, claim: str) -> StanceProbabilities:
        logits = [float(logit) / self._temperature for logit in self._network.run(statement, claim)]
        highest = max(logits)
        powers = [math.exp(logit - highest) for logit in logits]
        shares = dict(zip(self._labels, (power / sum(powers) for power in powers), strict=True))
        return StanceProbabilities(
            supporting=shares["supporting"],
            conflicting=shares["conflicting"],
            unverified=shares["unverified"],
        )
