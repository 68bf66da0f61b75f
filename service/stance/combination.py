"""Symbols and language model into one calibrated stance.

A multinomial logistic regression over a short list of readable features: what the comparisons
found, how much of the statement the claim shares, and the model's log-odds. It is fitted by
``training/fit_combination.py`` and stands in ``combination.json`` with the run that made it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from service.domain.evidence import ReasonType, StanceProbabilities
from service.stance.comparing import Reading

LEAST_PROBABILITY = 0.005

FIGURES = frozenset({ReasonType.NUMBER, ReasonType.UNIT})
TIMES = frozenset({ReasonType.DATE, ReasonType.DURATION})
_CONTRARIES = frozenset({ReasonType.POLARITY, ReasonType.SCOPE, ReasonType.OUTCOME})
_PARTIES = frozenset({ReasonType.ACTOR, ReasonType.PLACE})

FEATURES = (
    "bias",
    "coverage",
    "touched",
    "name_missing",
    "figure_unmatched",
    "date_unmatched",
    "figure_agrees",
    "time_agrees",
    "quote_agrees",
    "figure_conflicts",
    "time_conflicts",
    "contrary",
    "party_conflicts",
    "quote_conflicts",
    "figure_open",
    "time_open",
    "other_open",
    "uncertain",
    "unsure",
    "limited",
    "other_time",
    "symbols_conflict",
    "symbols_support",
    "model_supporting",
    "model_conflicting",
    "model_supporting_coverage",
    "model_conflicting_coverage",
    "likeness",
    "model_supporting_likeness",
    "model_conflicting_likeness",
    "behind",
    "model_supporting_behind",
    "model_conflicting_behind",
)


def features(
    reading: Reading,
    probabilities: StanceProbabilities,
    *,
    likeness: float,
    behind: float,
    conflict: bool,
    support: bool,
) -> tuple[float, ...]:
    """The features of one pair, in the order of FEATURES.

    ``likeness`` is the cosine of the two meanings, 0 where it is not known, and ``behind`` by how
    much that of the nearest claim is larger. ``conflict`` and ``support`` say what the symbols alone
    decided.
    """
    found = {c.reason.type for c in reading.conflicts}
    agreed = {c.reason.type for c in reading.agreements}
    left_open = {c.reason.type for c in reading.open_points}
    unverified = max(probabilities.unverified, LEAST_PROBABILITY)
    supporting = math.log(max(probabilities.supporting, LEAST_PROBABILITY) / unverified)
    conflicting = math.log(max(probabilities.conflicting, LEAST_PROBABILITY) / unverified)
    coverage, touched = reading.coverage, reading.alignment.touched
    return (
        1.0,
        coverage,
        touched,
        float(bool(reading.missing_names)),
        float(reading.unmatched > 0),
        float(reading.unmatched_dates > 0),
        float(bool(agreed & FIGURES)),
        float(bool(agreed & TIMES)),
        float(ReasonType.QUOTE in agreed),
        float(bool(found & FIGURES)),
        float(bool(found & TIMES)),
        float(bool(found & _CONTRARIES)),
        float(bool(found & _PARTIES)),
        float(ReasonType.QUOTE in found),
        float(bool(left_open & FIGURES)),
        float(bool(left_open & TIMES)),
        float(bool(left_open - FIGURES - TIMES - {ReasonType.CERTAINTY})),
        float(ReasonType.CERTAINTY in left_open),
        float(reading.unsure),
        float(bool(reading.limits)),
        float(reading.other_time),
        float(conflict),
        float(support),
        supporting,
        conflicting,
        supporting * coverage,
        conflicting * touched,
        likeness,
        supporting * likeness,
        conflicting * likeness,
        behind,
        supporting * behind,
        conflicting * behind,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Weights by stance and feature; ``unverified`` is the reference with weights of 0."""

    supporting: tuple[float, ...]
    conflicting: tuple[float, ...]

    def probabilities(self, values: Sequence[float]) -> StanceProbabilities:
        """The calibrated probabilities of the three stances."""
        supporting = math.exp(_dot(self.supporting, values))
        conflicting = math.exp(_dot(self.conflicting, values))
        total = 1.0 + supporting + conflicting
        return StanceProbabilities(
            supporting=supporting / total, conflicting=conflicting / total, unverified=1.0 / total
        )


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    # Clipped, since e^700 is past the largest float; at 30 a probability is 1 to 13 digits.
    return max(-30.0, min(30.0, sum(w * v for w, v in zip(weights, values, strict=True))))


@lru_cache(maxsize=1)
def fitted() -> Combination:
    """The combination that comes with the package."""
    record = json.loads((files(__package__) / "combination.json").read_text("utf-8"))
    weights: Mapping[str, Mapping[str, float]] = record["weights"]
    return Combination(
        supporting=tuple(weights["supporting"][name] for name in FEATURES),
        conflicting=tuple(weights["conflicting"][name] for name in FEATURES),
    )
