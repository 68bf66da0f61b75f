"""Rate counts in a database: one statement a request, on both engines."""

from __future__ import annotations

import itertools
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.schema import CreateTable

from service.domain.rates import Allowance, Rate
from service.storage.access_tables import rate_counts
from service.storage.engine import enter_wal, failures_named

# A refused request changes nothing and returns no row.
_TAKE: Final = text(
    "INSERT INTO rate_counts (subject, due) VALUES (:subject, :first)"
    " ON CONFLICT (subject) DO UPDATE SET due = :step"
    " + CASE WHEN rate_counts.due > :at THEN rate_counts.due ELSE :at END"
    " WHERE rate_counts.due <= :latest RETURNING due"
)
_DUE: Final = text("SELECT due FROM rate_counts WHERE subject = :subject")
_FORGET: Final = text("DELETE FROM rate_counts WHERE due < :at")
# Whoever has all of the rate again is forgotten, once in so many requests of a process.
_BETWEEN_SWEEPS: Final = 10_000
# Somebody else is at the counts for microseconds only.
_PATIENCE_SECONDS: Final = 5


class SqlRateCounter:
    """The ``RateCounter`` over a ``counts_engine``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._requests = itertools.count(1)

    def take(self, subject: str, rate: Rate, *, at: int) -> Allowance:
        values = {
            "subject": subject,
            "at": at,
            "step": rate.step,
            "first": at + rate.step,
            "latest": at + rate.window - rate.step,
        }
        with failures_named(), self._engine.connect() as connection:
            due = connection.execute(_TAKE, values).scalar_one_or_none()
            allowed = due is not None
            if due is None:
                due = _standing(connection, subject, at)
            if next(self._requests) % _BETWEEN_SWEEPS == 0:
                connection.execute(_FORGET, {"at": at})
        return Allowance(rate=rate, allowed=allowed, at=at, due=due)


def counts_engine(engine: Engine) -> Engine:
    """Where the counts of a database are: on PostgreSQL in it, on SQLite in a file beside it.

    Each statement is a transaction of its own.
    """
    if engine.dialect.name != "sqlite":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    counts = create_engine(
        engine.url.set(database=f"{engine.url.database}-limits"),
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": _PATIENCE_SECONDS, "check_same_thread": False},
        pool_size=16,
        max_overflow=16,
    )

    @event.listens_for(counts, "connect")
    def prepare(connection: Any, _record: object) -> None:
        enter_wal(connection, _PATIENCE_SECONDS)
        # Nothing waits for the disk; after a loss of power the counts may be a little old.
        connection.execute("PRAGMA synchronous = NORMAL")
        made = CreateTable(rate_counts, if_not_exists=True).compile(counts)
        connection.execute(str(made))

    return counts


def _standing(connection: Connection, subject: str, at: int) -> int:
    """What a refused subject has; a row that was swept since had nothing left to say."""
    found: int | None = connection.execute(_DUE, {"subject": subject}).scalar_one_or_none()
    return at if found is None else found
