"""The ``ReviewStore`` of both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, distinct, exists, func, insert, select

from service.domain.check import Verdict
from service.domain.errors import NotFound
from service.domain.reviews import Review, ReviewCount, ReviewFigures, Ruling
from service.storage.batches import as_bound
from service.storage.check_tables import reviews
from service.storage.engine import reading, writing
from service.storage.recheck_rows import REVIEW_COLUMNS, read_review, review_row
from service.storage.rows import CHECK_COLUMNS, read_check
from service.storage.tables import checks

_later = reviews.alias("later")
_SUPERSEDED = exists().where(
    _later.c.check_id == reviews.c.check_id,
    _later.c.reviewer == reviews.c.reviewer,
    _later.c.number > reviews.c.number,
)
_REVIEWS = select(*REVIEW_COLUMNS, _SUPERSEDED).order_by(reviews.c.number)


class SqlReviews:
    """One row a review; whether a later one supersedes it is asked when it is read."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, check_id: str, ruling: Ruling, *, review_id: str, now: datetime) -> Review:
        # Locked, so that the machine's verdict does not change before the review is there.
        asked = select(*CHECK_COLUMNS).where(checks.c.id == as_bound(check_id)).with_for_update()
        with writing(self._engine) as connection:
            found = connection.execute(asked).one_or_none()
            if found is None:
                raise NotFound("check", check_id)
            answer = read_check(found).answer
            row = review_row(
                check_id,
                ruling,
                review_id=review_id,
                at=now,
                machine=answer.verdict,
                revision=answer.corpus.revision,
            )
            connection.execute(insert(reviews).values(row))
            return _one(connection, check_id, review_id)

    def get(self, check_id: str, review_id: str) -> Review:
        with reading(self._engine) as connection:
            _require_check(connection, check_id)
            return _one(connection, check_id, review_id)

    def list(self, check_id: str, *, after: int, limit: int) -> Sequence[Review]:
        page = _REVIEWS.where(reviews.c.check_id == as_bound(check_id), reviews.c.number > after)
        with reading(self._engine) as connection:
            _require_check(connection, check_id)
            return [read_review(row) for row in connection.execute(page.limit(limit))]

    def standing(self, check_ids: Sequence[str]) -> dict[str, tuple[Review, ...]]:
        wanted = _REVIEWS.where(
            reviews.c.check_id.in_([as_bound(check_id) for check_id in check_ids]), ~_SUPERSEDED
        )
        found: dict[str, tuple[Review, ...]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(wanted):
                review = read_review(row)
                found[review.check_id] = (*found.get(review.check_id, ()), review)
        return found

    def delete(self, check_id: str, review_id: str) -> None:
        taken = delete(reviews).where(
            reviews.c.check_id == as_bound(check_id), reviews.c.id == as_bound(review_id)
        )
        with writing(self._engine) as connection:
            _require_check(connection, check_id)
            if connection.execute(taken).rowcount == 0:
                raise NotFound("review", review_id)

    def figures(self) -> ReviewFigures:
        sides = (reviews.c.machine_verdict, reviews.c.verdict)
        counts = select(*sides, func.count()).where(~_SUPERSEDED).group_by(*sides).order_by(*sides)
        with reading(self._engine) as connection:
            checked = select(func.count(distinct(reviews.c.check_id)))
            return ReviewFigures(
                checks=connection.execute(checked).scalar_one(),
                counts=tuple(
                    ReviewCount(machine=Verdict(machine), editor=Verdict(editor), reviews=number)
                    for machine, editor, number in connection.execute(counts)
                ),
            )


def _require_check(connection: Connection, check_id: str) -> None:
    known = select(checks.c.id).where(checks.c.id == as_bound(check_id))
    if connection.execute(known).one_or_none() is None:
        raise NotFound("check", check_id)


def _one(connection: Connection, check_id: str, review_id: str) -> Review:
    asked = _REVIEWS.where(
        reviews.c.check_id == as_bound(check_id), reviews.c.id == as_bound(review_id)
    )
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise NotFound("review", review_id)
    return read_review(row)
