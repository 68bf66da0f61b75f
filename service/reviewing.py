"""Editors rule on saved checks, beside the machine's verdict and never over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.check_ports import ReviewStore
from service.domain.check import Check
from service.domain.reviews import Review, ReviewFigures, Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """The use case over a ``ReviewStore``.

    ``clock`` gives the time with its zone, ``new_id`` an unguessable token without a prefix.
    """

    reviews: ReviewStore
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def rule(self, check_id: str, ruling: Ruling) -> Review:
        """Keep a ruling; it supersedes what the same reviewer ruled on this check before."""
        review_id = f"rev_{self.new_id()}"
        return self.reviews.add(check_id, ruling, review_id=review_id, now=self.clock())

    def get(self, check_id: str, review_id: str) -> Review:
        """One review. Raises NotFound."""
        return self.reviews.get(check_id, review_id)

    def page(self, check_id: str, *, after: int, limit: int) -> Sequence[Review]:
        """All reviews of a check, the superseded ones among them. Raises NotFound."""
        return self.reviews.list(check_id, after=after, limit=limit)

    def withdraw(self, check_id: str, review_id: str) -> None:
        """Delete a review. Raises NotFound."""
        self.reviews.delete(check_id, review_id)

    def of(self, checks: Sequence[Check]) -> list[tuple[Review, ...]]:
        """For each check in turn the reviews that stand."""
        standing = self.reviews.standing([check.id for check in checks])
        return [standing.get(check.id, ()) for check in checks]

    def figures(self) -> ReviewFigures:
        """How machine and editors agree in this newsroom."""
        return self.reviews.figures()
