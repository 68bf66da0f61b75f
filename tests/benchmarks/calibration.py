"""How far a stance's confidence can be believed: reliability table and expected calibration error.

Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, with ten bins of equal width.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.evidence import Stance
from service.domain.model_card import Calibration, ReliabilityBin, StanceCalibration
from tests.benchmarks.scoring import answered_stances

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """A source's stance to a statement as it was answered, and whether gold accepts it."""

    stance: Stance
    confidence: float
    is_right: bool


def believed_stances(
    evidence: Mapping[str, Any], gold: Mapping[str, frozenset[str]]
) -> Iterator[Believed]:
    """Each source on a side that gold scores, with its most confident evidence there."""
    for source, side in answered_stances(dict(evidence)).items():
        if source in gold:
            items = [item for item in evidence[side] if item["source"]["id"] == source]
            yield Believed(
                stance=Stance(side),
                confidence=max(item["confidence"] for item in items),
                is_right=side in gold[source],
            )


def calibration(believed: Sequence[Believed]) -> Calibration:
    """Both stances apart."""

    def of(stance: Stance) -> StanceCalibration:
        return stance_calibration([one for one in believed if one.stance is stance])

    return Calibration(supporting=of(Stance.SUPPORTING), conflicting=of(Stance.CONFLICTING))


def stance_calibration(believed: Sequence[Believed]) -> StanceCalibration:
    """The table, and the mean gap between confidence and share right, weighted by count."""
    bins = [_bin(number, believed) for number in range(BINS)]
    gaps = [
        one.count * abs(one.confidence - one.share_right)
        for one in bins
        if one.confidence is not None and one.share_right is not None
    ]
    return StanceCalibration(
        pairs=len(believed),
        expected_error=round(sum(gaps) / len(believed), 4) if believed else None,
        bins=tuple(bins),
    )


def _bin(number: int, believed: Sequence[Believed]) -> ReliabilityBin:
    own = [one for one in believed if min(int(one.confidence * BINS), BINS - 1) == number]
    count = len(own)
    return ReliabilityBin(
        low=number / BINS,
        high=(number + 1) / BINS,
        count=count,
        confidence=round(sum(one.confidence for one in own) / count, 4) if own else None,
        share_right=round(sum(one.is_right for one in own) / count, 4) if own else None,
    )
