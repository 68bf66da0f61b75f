"""What editors rule on saved checks, beside the machine's verdict and never over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.domain.check import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What an editor says of a statement, and the line under which it is to be printed, if any."""

    verdict: Verdict
    reason: str
    reviewer: str
    headline: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A ruling as it was kept; ``number`` puts the reviews of all checks in order.

    ``machine_verdict`` and ``revision`` are those of the answer that it was made beside.
    ``stale``: the machine's verdict changed afterwards. ``superseded``: the same reviewer has
    ruled on the same check since.
    """

    number: int
    id: str
    check_id: str
    ruling: Ruling
    reviewed_at: datetime
    machine_verdict: Verdict
    revision: int
    stale: bool
    superseded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCount:
    """How many rulings said ``editor`` where the machine said ``machine``."""

    machine: Verdict
    editor: Verdict
    reviews: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFigures:
    """How machine and editors agree, over all rulings that no later one supersedes."""

    checks: int
    counts: tuple[ReviewCount, ...]

    @property
    def reviews(self) -> int:
        return sum(count.reviews for count in self.counts)

    @property
    def agreement(self) -> float | None:
        """The share of rulings that are the machine's verdict; None without rulings."""
        return self._share(sum(c.reviews for c in self.counts if c.machine is c.editor))

    @property
    def false_supported(self) -> float | None:
        """The share of rulings against a verdict ``supported``; None without rulings.

        The same share as in the figures on gold statements: of all, not of the supported.
        """
        against = (
            count
            for count in self.counts
            if count.machine is Verdict.SUPPORTED and count.editor is not Verdict.SUPPORTED
        )
        return self._share(sum(count.reviews for count in against))

    @property
    def confusion(self) -> dict[Verdict, dict[Verdict, int]]:
        """What editors said for each verdict of the machine, every verdict named."""
        said = {(count.machine, count.editor): count.reviews for count in self.counts}
        return {
            machine: {editor: said.get((machine, editor), 0) for editor in Verdict}
            for machine in Verdict
        }

    def _share(self, part: int) -> float | None:
        return round(part / self.reviews, 4) if self.counts else None


NO_REVIEWS = ReviewFigures(checks=0, counts=())
