"""What a combination gets right, by origin: symbols alone, the network alone, and both."""

from typing import Any

import numpy as np
import numpy.typing as npt

from service.stance.combination import FEATURES
from training.pairs import LABELS

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def balanced(answers: Labels, labels: Labels) -> float:
    """Mean over the labels that occur of the share answered right."""
    return float(np.mean([np.mean(answers[labels == k] == k) for k in np.unique(labels)]))


def report(
    origins: npt.NDArray[np.str_],
    labels: Labels,
    values: Matrix,
    by_model: Matrix,
    both: Matrix,
    counts: Matrix,
) -> dict[str, Any]:
    """Print symbols alone, model alone and both, per origin; returns the last as figures."""
    conflict = values[:, FEATURES.index("symbols_conflict")] > 0
    support = values[:, FEATURES.index("symbols_support")] > 0
    symbols = np.where(conflict, 1, np.where(support, 0, 2))
    figures: dict[str, Any] = {}
    print(f"{'origin':<22} {'pairs':>6} symbols  model   both  false support on refuting")
    for origin in [*sorted(set(origins)), "all"]:
        mask = origins == origin if origin != "all" else np.ones(len(origins), dtype=bool)
        answers = both[mask].argmax(axis=1)
        refuting = labels[mask] == 1
        wrong = float(np.mean(answers[refuting] == 0)) if refuting.any() else 0.0
        figures[origin] = {
            "pairs": int(mask.sum()),
            "symbols": round(balanced(symbols[mask], labels[mask]), 4),
            "model": round(balanced(by_model[mask].argmax(axis=1), labels[mask]), 4),
            "both": round(balanced(answers, labels[mask]), 4),
            "false_support": round(wrong, 4),
        }
        row = figures[origin]
        print(
            f"{origin:<22} {row['pairs']:>6} {row['symbols']:>7.3f} {row['model']:>6.3f} "
            f"{row['both']:>6.3f} {wrong:>6.3f}"
        )
    errors = {
        name: round(calibration_error(both[:, index], labels == index, counts), 4)
        for index, name in enumerate(LABELS)
    }
    print("expected calibration error", errors)
    return {"balanced_accuracy": figures, "expected_calibration_error": errors}


def calibration_error(
    confidence: Matrix, right: npt.NDArray[np.bool_], counts: Matrix, bins: int = 10
) -> float:
    """Expected calibration error over bins of equal width (Naeini et al., AAAI 2015)."""
    places = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        counts[inside].sum()
        / counts.sum()
        * abs(np.average(confidence[inside] - right[inside], weights=counts[inside]))
        for inside in (places == k for k in range(bins))
        if inside.any()
    ]
    return float(sum(gaps))
