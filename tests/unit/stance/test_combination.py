"""The calibrated combination: its weights, its probabilities, and which way each feature pulls."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.evidence import StanceProbabilities
from service.stance.combination import FEATURES, Combination, fitted
from tests.corpora import OneOpinion, ask, checker_over, news_claim

VALUES = st.lists(st.floats(-1e3, 1e3), min_size=len(FEATURES), max_size=len(FEATURES))
PLAIN = {
    **dict.fromkeys(FEATURES, 0.0),
    "bias": 1.0,
    "coverage": 0.9,
    "touched": 1.0,
}


def probabilities(**features: float) -> StanceProbabilities:
    values = {**PLAIN, **features}
    return fitted().probabilities([values[name] for name in FEATURES])


def test_the_file_has_one_weight_for_each_feature_and_stance() -> None:
    record = json.loads((files("service.stance") / "combination.json").read_text("utf-8"))

    assert set(record["weights"]) == {"supporting", "conflicting"}
    assert all(list(weights) == list(FEATURES) for weights in record["weights"].values())


def test_the_weights_are_read_in_the_order_of_the_features() -> None:
    record = json.loads((files("service.stance") / "combination.json").read_text("utf-8"))

    assert fitted() == Combination(
        supporting=tuple(record["weights"]["supporting"][name] for name in FEATURES),
        conflicting=tuple(record["weights"]["conflicting"][name] for name in FEATURES),
    )


@given(VALUES)
def test_the_probabilities_of_the_three_stances_sum_to_one(values: list[float]) -> None:
    found = fitted().probabilities(values)

    assert found.supporting + found.conflicting + found.unverified == pytest.approx(1.0)
    assert min(found.supporting, found.conflicting, found.unverified) >= 0.0


def test_values_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        fitted().probabilities([1.0])


@pytest.mark.parametrize("feature", ["figure_agrees", "time_agrees", "symbols_support"])
def test_an_agreement_pulls_towards_support(feature: str) -> None:
    assert probabilities(**{feature: 1.0}).supporting > probabilities().supporting


@pytest.mark.parametrize(
    "feature",
    [
        "figure_conflicts",
        "time_conflicts",
        "party_conflicts",
        "quote_conflicts",
        "figure_open",
        "time_open",
        "date_unmatched",
        "symbols_conflict",
        "contrary",
    ],
)
def test_a_difference_pulls_away_from_support(feature: str) -> None:
    assert probabilities(**{feature: 1.0}).supporting < probabilities().supporting


@pytest.mark.parametrize(
    "feature", ["figure_conflicts", "time_conflicts", "symbols_conflict", "contrary"]
)
def test_a_conflict_pulls_towards_conflict(feature: str) -> None:
    with_it, without = probabilities(**{feature: 1.0}), probabilities()

    assert with_it.conflicting / with_it.unverified > without.conflicting / without.unverified


def opinions(side: str) -> list[StanceProbabilities]:
    """Ever surer of one side, at the cost of "unverified"."""
    base = StanceProbabilities(supporting=0.05, conflicting=0.05, unverified=0.9)
    return [
        replace(base, **{side: share, "unverified": 0.95 - share})
        for share in (0.05, 0.2, 0.4, 0.6, 0.8, 0.94)
    ]


@pytest.mark.parametrize("side", ["supporting", "conflicting"])
def test_a_surer_model_makes_its_side_no_less_likely(side: str) -> None:
    claim, statement = "A blaze gutted the library.", "A fire destroyed the old library in March."

    confidences = []
    for opinion in opinions(side):
        model = OneOpinion(supporting=opinion.supporting, conflicting=opinion.conflicting)
        answer = ask(checker_over([news_claim(claim)], model=model), statement)
        shown = {"supporting": answer.supporting, "conflicting": answer.conflicting}[side]
        confidences.append(shown[0].confidence if shown else 0.0)

    assert confidences == sorted(confidences)
