"""The reliability table and the expected calibration error of a stance."""

from __future__ import annotations

import pytest

from service.domain.evidence import Stance
from tests.benchmarks.calibration import Believed, believed_stances, stance_calibration


def believed(confidence: float, right: int, wrong: int) -> list[Believed]:
    return [
        Believed(stance=Stance.SUPPORTING, confidence=confidence, is_right=n < right)
        for n in range(right + wrong)
    ]


def test_a_confidence_that_is_met_has_no_error() -> None:
    assert stance_calibration(believed(0.75, right=3, wrong=1)).expected_error == 0.0


def test_the_gaps_of_the_bins_are_weighted_by_their_counts() -> None:
    table = stance_calibration([*believed(0.9, right=0, wrong=1), *believed(0.5, 1, 1)])

    assert table.expected_error == pytest.approx(0.9 / 3, abs=1e-4)
    assert table.pairs == 3


def test_full_confidence_falls_into_the_last_bin() -> None:
    table = stance_calibration(believed(1.0, right=1, wrong=0))

    assert [one.count for one in table.bins] == [0] * 9 + [1]
    assert (table.bins[9].low, table.bins[9].high) == (0.9, 1.0)


def test_a_stance_that_never_occurred_has_no_error_at_all() -> None:
    assert stance_calibration([]).expected_error is None


def test_a_source_counts_once_with_its_best_evidence_and_only_if_gold_scores_it() -> None:
    def item(source: str, confidence: float) -> dict[str, object]:
        return {"source": {"id": source}, "confidence": confidence}

    evidence = {
        "supporting": [item("a", 0.6), item("a", 0.9), item("unscored", 0.9)],
        "conflicting": [item("b", 0.7)],
    }
    gold = {"a": frozenset({"supporting"}), "b": frozenset({"supporting"})}

    found = {one.stance: one for one in believed_stances(evidence, gold)}

    assert found[Stance.SUPPORTING].confidence == 0.9
    assert found[Stance.SUPPORTING].is_right
    assert not found[Stance.CONFLICTING].is_right
    assert len(found) == 2
