"""The model card: what judges, what it was made from, and how well it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.domain.check import Engine
from service.domain.reviews import ReviewFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """Pairs of one origin that a network was trained on."""

    origin: str
    licence: str
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """One network of the repository. ``fingerprint`` is ``sha256:…`` of its file."""

    name: str
    fingerprint: str
    base: str
    licences: tuple[str, ...]
    data: tuple[TrainingData, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The networks in use. ``temperature`` divides the stance network's logits."""

    stance: Network
    embedder: Network
    temperature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureWeights:
    """What one feature adds to the log-odds of each stance against ``unverified``."""

    feature: str
    supporting: float
    conflicting: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    """One fact about the run that fitted the weights (its command, data, figures)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinationRecord:
    """How symbols and network are combined, and the run that fitted it, as far as recorded."""

    features: tuple[FeatureWeights, ...]
    run: tuple[RunDetail, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Stances whose confidence lies from ``low`` up to, without, ``high`` (1 included in the last).

    ``confidence`` is their mean, ``share_right`` the part that was right; None in an empty bin.
    """

    low: float
    high: float
    count: int
    confidence: float | None
    share_right: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceCalibration:
    """The reliability of one stance; ``expected_error`` is None where the stance never occurred.

    ``pairs`` counts the (statement, source) pairs that got the stance and have a gold one.
    """

    pairs: int
    expected_error: float | None
    bins: tuple[ReliabilityBin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Over all statements of all sets."""

    supporting: StanceCalibration
    conflicting: StanceCalibration


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceF1:
    """Over the (statement, source) pairs of a set."""

    supporting: float
    conflicting: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldFigures:
    """What was measured on one set of gold statements, and the command that repeats it."""

    name: str
    statements: int
    sha256: str
    command: str
    accuracy: float
    false_supported: float
    stance_f1: StanceF1


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Figures of one day, commit and engine."""

    date: date
    commit: str
    engine: Engine
    command: str
    calibration: Calibration
    sets: tuple[GoldFigures, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What judges, and how well.

    ``networks`` is None where symbols judge alone, ``measurement`` where nothing was measured.
    ``newsroom`` are the figures of the editors who use this service.
    """

    engine: Engine
    networks: Networks | None
    combination: CombinationRecord
    measurement: Measurement | None
    newsroom: ReviewFigures

    @property
    def measured_as_running(self) -> bool:
        """Whether the figures are of this very engine and network."""
        return self.measurement is not None and self.measurement.engine == self.engine
