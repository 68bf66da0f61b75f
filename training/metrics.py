"""Measures of a three-way classifier, from probabilities of shape (pairs, 3) and true labels."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from training.pairs import LABELS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

SUPPORTING, CONFLICTING, UNVERIFIED = range(3)
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is reported of one origin.

    balanced_accuracy: mean recall over the labels that occur. f1: by label; None if it never
    occurs. two_way: share of supported and refuted pairs whose right one of these two is the
    likelier, whatever `unverified` gets. false_support: share of refuted pairs called
    supporting; unwarranted_support: the same of unverified pairs. None where no such pair is.
    """

    pairs: int
    accuracy: float
    balanced_accuracy: float
    f1: dict[str, float | None]
    two_way: float | None
    false_support: float | None
    unwarranted_support: float | None

    def as_json(self) -> dict[str, Any]:
        """Rounded to four digits."""
        rounded = asdict(self)
        for name, value in rounded.items():
            if isinstance(value, float):
                rounded[name] = round(value, 4)
        rounded["f1"] = {k: v if v is None else round(v, 4) for k, v in self.f1.items()}
        return rounded


def share(of: npt.NDArray[np.bool_], where: npt.NDArray[np.bool_]) -> float | None:
    """How often `of` holds where `where` does."""
    return float(of[where].mean()) if where.any() else None


def figures(probabilities: Floats, labels: Ints) -> Figures:
    """All measures of one set of pairs."""
    chosen = probabilities.argmax(axis=1)
    recalls, f1 = [], dict[str, float | None]()
    for index, name in enumerate(LABELS):
        true, called = labels == index, chosen == index
        if true.any():
            recalls.append(float(called[true].mean()))
            f1[name] = float(2 * (true & called).sum() / (true.sum() + called.sum()))
        else:
            f1[name] = None
    supported = chosen == SUPPORTING
    likelier = np.where(
        probabilities[:, SUPPORTING] > probabilities[:, CONFLICTING], SUPPORTING, CONFLICTING
    )
    return Figures(
        pairs=len(labels),
        accuracy=float((chosen == labels).mean()),
        balanced_accuracy=sum(recalls) / len(recalls),
        f1=f1,
        two_way=share(likelier == labels, labels != UNVERIFIED),
        false_support=share(supported, labels == CONFLICTING),
        unwarranted_support=share(supported, labels == UNVERIFIED),
    )


def softmax(logits: Floats, temperature: float) -> Floats:
    """Probabilities of logits divided by a temperature."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result


def fit_temperature(logits: Floats, labels: Ints) -> float:
    """The temperature of least negative log-likelihood (Guo et al., ICML 2017), to 0.01."""
    rows = np.arange(len(labels))
    tried = np.arange(0.30, 5.0, 0.01)
    losses = [-np.log(softmax(logits, t)[rows, labels] + 1e-12).mean() for t in tried]
    return round(float(tried[int(np.argmin(losses))]), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Pairs whose probability lay in one tenth: how sure it was, how often it was right."""

    low: float
    pairs: int
    said: float
    held: float


def reliability(probability: Floats, held: npt.NDArray[np.bool_]) -> list[ReliabilityBin]:
    """Ten bins of equal width; empty ones are left out."""
    places = np.minimum((probability * BINS).astype(int), BINS - 1)
    return [
        ReliabilityBin(
            low=place / BINS,
            pairs=int((places == place).sum()),
            said=round(float(probability[places == place].mean()), 4),
            held=round(float(held[places == place].mean()), 4),
        )
        for place in range(BINS)
        if (places == place).any()
    ]


def expected_calibration_error(bins: list[ReliabilityBin]) -> float:
    """Mean distance of `said` and `held`, weighted by pairs (Naeini et al., AAAI 2015)."""
    total = sum(one.pairs for one in bins)
    return sum(one.pairs * abs(one.said - one.held) for one in bins) / total


def calibration(probabilities: Floats, labels: Ints) -> dict[str, list[ReliabilityBin]]:
    """A reliability table for each label's probability, and `chosen` for the highest one's."""
    tables = {
        name: reliability(probabilities[:, index], labels == index)
        for index, name in enumerate(LABELS)
    }
    chosen = probabilities.argmax(axis=1)
    return tables | {"chosen": reliability(probabilities.max(axis=1), chosen == labels)}
