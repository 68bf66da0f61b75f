"""Saved checks in a database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, or_, select

from service.domain.check import Check, SavedCheckQuery
from service.domain.errors import NotFound
from service.storage.batches import as_bound
from service.storage.check_json import write_time
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
        """Saved checks by time, then id. Raises NotFound if the check of ``after`` is gone."""
        with reading(self._engine) as connection:
            statement = (
                select(*CHECK_COLUMNS)
                .where(*_conditions(connection, query))
                .order_by(checks.c.checked_at, checks.c.id)
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
    if kept:
        ids = [check.id for check in kept]
        connection.execute(delete(checks).where(checks.c.id.in_(ids)))
        connection.execute(insert(checks), [check_row(check) for check in kept])


def _conditions(connection: Connection, query: SavedCheckQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.verdict is not None:
        conditions.append(checks.c.verdict == query.verdict.value)
    if query.changed_since is not None:
        conditions.append(checks.c.checked_at >= write_time(query.changed_since))
    if query.after is not None:
        last = select(checks.c.checked_at, checks.c.id).where(checks.c.id == as_bound(query.after))
        row = connection.execute(last).one_or_none()
        if row is None:
            raise NotFound("check", query.after)
        conditions.append(
            or_(
                checks.c.checked_at > row.checked_at,
                and_(checks.c.checked_at == row.checked_at, checks.c.id > row.id),
            )
        )
    return conditions
