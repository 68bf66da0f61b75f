"""The ``ReviewStore`` beside saved checks in memory: the reference for the databases."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from service.domain.errors import NotFound
from service.domain.reviews import Review, ReviewCount, ReviewFigures, Ruling
from service.storage.memory_checks import MemoryCheckStore


class MemoryReviews:
    """Reviews stand beside their check, and go with it."""

    def __init__(self, checks: MemoryCheckStore) -> None:
        self._checks = checks
        self._numbers = itertools.count(1)

    def add(self, check_id: str, ruling: Ruling, *, review_id: str, now: datetime) -> Review:
        with self._checks.lock:
            kept = self._checks.kept(check_id)
            review = Review(
                number=next(self._numbers),
                id=review_id,
                check_id=check_id,
                ruling=ruling,
                reviewed_at=now,
                machine_verdict=kept.check.answer.verdict,
                revision=kept.check.answer.corpus.revision,
                stale=False,
                superseded=False,
            )
            kept.reviews.append(review)
        return review

    def get(self, check_id: str, review_id: str) -> Review:
        for review in self._of(check_id):
            if review.id == review_id:
                return review
        raise NotFound("review", review_id)

    def list(self, check_id: str, *, after: int, limit: int) -> Sequence[Review]:
        return [review for review in self._of(check_id) if review.number > after][:limit]

    def standing(self, check_ids: Sequence[str]) -> dict[str, tuple[Review, ...]]:
        with self._checks.lock:
            known = [kept.check.id for kept in self._checks.every() if kept.reviews]
            return {
                check_id: tuple(one for one in self._of(check_id) if not one.superseded)
                for check_id in known
                if check_id in check_ids
            }

    def delete(self, check_id: str, review_id: str) -> None:
        with self._checks.lock:
            self.get(check_id, review_id)
            kept = self._checks.kept(check_id)
            kept.reviews = [review for review in kept.reviews if review.id != review_id]

    def figures(self) -> ReviewFigures:
        with self._checks.lock:
            reviewed = [kept.check.id for kept in self._checks.every() if kept.reviews]
            standing = [one for check_id in reviewed for one in self._of(check_id)]
        counts = Counter(
            (one.machine_verdict, one.ruling.verdict) for one in standing if not one.superseded
        )
        return ReviewFigures(
            checks=len(reviewed),
            counts=tuple(
                ReviewCount(machine=machine, editor=editor, reviews=number)
                for (machine, editor), number in sorted(counts.items())
            ),
        )

    def _of(self, check_id: str) -> Sequence[Review]:
        """All reviews of a check, oldest first, each with whether it is superseded."""
        with self._checks.lock:
            reviews = self._checks.kept(check_id).reviews
            last = {review.ruling.reviewer: review.number for review in reviews}
            return [
                replace(review, superseded=last[review.ruling.reviewer] > review.number)
                for review in reviews
            ]
