"""Saved checks in a database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from service.domain.check import Check, SavedCheckQuery
from service.domain.errors import NotFound
from service.storage.batches import as_bound
from service.storage.check_json import write_time
from service.storage.check_tables import reviews
from service.storage.engine import reading, writing
from service.storage.rows import CHECK_COLUMNS, check_row, read_check
from service.storage.tables import checks


class SqlCheckStore:
    """The ``CheckStore`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, check: Check) -> None:
        """Keep a check; one with the same id is replaced."""
        with writing(self._engine) as connection:
            keep_checks(connection, [check])

    def get(self, check_id: str) -> Check:
        statement = select(*CHECK_COLUMNS).where(checks.c.id == as_bound(check_id))
        with reading(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFound("check", check_id)
        return read_check(row)

    def list(self, query: SavedCheckQuery) -> Sequence[Check]:
        """Saved checks by the time of their saving, then id.

        Raises NotFound if the check of ``after`` is gone.
        """
        with reading(self._engine) as connection:
            statement = (
                select(*CHECK_COLUMNS)
                .where(*_conditions(connection, query))
                .order_by(checks.c.saved_at, checks.c.id)
                .limit(query.limit)
            )
            rows = connection.execute(statement).all()
        return [read_check(row) for row in rows]

    def delete(self, check_id: str) -> None:
        with writing(self._engine) as connection:
            gone = connection.execute(delete(checks).where(checks.c.id == as_bound(check_id)))
        if gone.rowcount == 0:
            raise NotFound("check", check_id)


def keep_checks(connection: Connection, kept: Sequence[Check]) -> None:
    """Keep checks within a transaction that may write more than them."""
    if not kept:
        return
    rows = {check.id: check_row(check) for check in kept}
    held = set(connection.execute(select(checks.c.id).where(checks.c.id.in_(rows))).scalars())
    # Replaced and not deleted first: their histories and reviews would go with them.
    for check_id in sorted(held):
        replaced = update(checks).where(checks.c.id == check_id)
        connection.execute(replaced.values(rows[check_id]))
    if new := [row for check_id, row in rows.items() if check_id not in held]:
        connection.execute(insert(checks), new)


def _conditions(connection: Connection, query: SavedCheckQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.verdict is not None:
        conditions.append(checks.c.verdict == query.verdict.value)
    if query.changed_since is not None:
        conditions.append(checks.c.changed_at >= write_time(query.changed_since))
    if query.reviewed is not None:
        has_review = exists().where(reviews.c.check_id == checks.c.id)
        conditions.append(has_review if query.reviewed else ~has_review)
    if query.after is not None:
        last = select(checks.c.saved_at, checks.c.id).where(checks.c.id == as_bound(query.after))
        row = connection.execute(last).one_or_none()
        if row is None:
            raise NotFound("check", query.after)
        conditions.append(
            or_(
                checks.c.saved_at > row.saved_at,
                and_(checks.c.saved_at == row.saved_at, checks.c.id > row.id),
            )
        )
    return conditions
