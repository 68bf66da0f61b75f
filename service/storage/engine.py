"""Engines for SQLite and PostgreSQL, and the two kinds of transaction that storage uses.

``reading`` is one consistent snapshot with a deadline; ``writing`` holds the write lock from its
first moment, so that two writers wait for each other and never meet half-way.
"""

from __future__ import annotations

import math
import sqlite3
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.domain.errors import OutOfTime, SettingsInvalid, StoreUnavailable

SETTING = "FACTCHECK_DATABASE_URL"
REPLICA_SETTING = "FACTCHECK_DATABASE_REPLICA_URL"

# How often SQLite asks whether its time is up: every so many steps of its virtual machine. A
# thousand steps take some 10 microseconds, so the question costs nothing and is never late.
_STEPS_BETWEEN_LOOKS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds. ``read`` bounds a read transaction on SQLite, and each statement on PostgreSQL;
    ``write`` each statement of a write on PostgreSQL; ``lock`` the wait for another writer;
    ``connect`` (whole seconds) the wait for PostgreSQL to take a connection.
    """

    read: float = 5.0
    write: float = 120.0
    lock: float = 30.0
    connect: int = 5


DEFAULT_TIMEOUTS = Timeouts()


class DeadlineConnection(sqlite3.Connection):
    """A SQLite connection that breaks off a statement once its deadline has passed."""

    deadline: float = math.inf

    def install_deadline(self) -> None:
        """From now on, look at ``deadline`` (seconds of the monotonic clock) while statements run."""
        self.set_progress_handler(self._late, _STEPS_BETWEEN_LOOKS)

    def _late(self) -> int:
        return int(time.monotonic() > self.deadline)


def build_engine(
    database_url: str, *, timeouts: Timeouts = DEFAULT_TIMEOUTS, setting: str = SETTING
) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql+psycopg://…``; opens no connection yet.

    Raises SettingsInvalid, naming the setting, if the URL names neither.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise SettingsInvalid(setting, "is not a database URL") from error
    match url.drivername:
        case "sqlite" | "sqlite+pysqlite":
            if url.database in (None, "", ":memory:"):
                raise SettingsInvalid(setting, "needs a file, as in sqlite:///var/factcheck.db")
            return _sqlite_engine(database_url, timeouts)
        case "postgresql" | "postgresql+psycopg":
            return _postgres_engine(database_url, timeouts)
        case other:
            raise SettingsInvalid(setting, f"{other!r} is neither sqlite nor postgresql+psycopg")


@contextmanager
def reading(engine: Engine, *, unhurried: bool = False) -> Iterator[Connection]:
    """One snapshot of the database. Raises OutOfTime, or StoreUnavailable if it does not answer.

    ``unhurried`` is for reading all of it: on PostgreSQL each statement keeps its deadline, on
    SQLite the transaction has none.
    """
    with failures_named(), engine.connect() as connection:
        connection.execution_options(factcheck_unhurried=unhurried)
        if engine.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


def glance(engine: Engine, statement: str) -> Sequence[Any] | None:
    """The row of a constant statement that reads one row, or None.

    For what every request asks several times. On SQLite the question alone is put, on a
    connection that is kept for such questions: a transaction takes twenty times as long, and to
    borrow a connection from the pool and give it back four times.
    """
    if engine.dialect.name != "sqlite":
        with reading(engine) as connection:
            return connection.exec_driver_sql(statement).one_or_none()
    idle = _GLANCING[engine]
    try:
        kept = idle.pop()
    except IndexError:
        kept = _for_glances(engine)
    try:
        cursor = kept.execute(statement)
        row: Sequence[Any] | None = cursor.fetchone()
        # A statement that is not at its end would go on reading this moment's database.
        cursor.close()
    except sqlite3.Error as error:
        kept.close()
        raise named(error) from error
    idle.append(kept)
    return row


# By engine, the connections that wait for the next glance.
_GLANCING: WeakKeyDictionary[Engine, deque[DeadlineConnection]] = WeakKeyDictionary()


def _for_glances(engine: Engine) -> DeadlineConnection:
    """A connection of the pool that it gives up; the deadline of a transaction before goes, too."""
    with failures_named():
        lent = engine.raw_connection()
        connection: Any = lent.driver_connection
        lent.detach()
    kept: DeadlineConnection = connection
    kept.deadline = math.inf
    return kept


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """All or nothing: commits at the end of the block, rolls back on any exception in it."""
    with failures_named(), engine.connect() as connection:
        connection.execution_options(factcheck_write=True)
        with connection.begin():
            yield connection


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn every failure of the database into the one error that a user can meet."""
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error, psycopg.Error) as error:
        raise named(error) from error


def named(error: Exception) -> OutOfTime | StoreUnavailable:
    """What a user is told of a failure of the database."""
    cause = getattr(error, "orig", None) or error
    if _ran_out_of_time(cause):
        return OutOfTime("the database did not answer in time")
    return StoreUnavailable(f"the database does not answer: {str(cause).strip()}")


def _ran_out_of_time(cause: BaseException) -> bool:
    if isinstance(cause, sqlite3.Error):
        # Errors that the driver itself makes up have no name of SQLite's.
        return getattr(cause, "sqlite_errorname", "") == "SQLITE_INTERRUPT"
    return isinstance(cause, psycopg.errors.QueryCanceled)


def _sqlite_engine(database_url: str, timeouts: Timeouts) -> Engine:
    engine = create_engine(
        database_url,
        connect_args={
            "factory": DeadlineConnection,
            "timeout": timeouts.lock,
            # The pool hands a connection to one thread at a time.
            "check_same_thread": False,
        },
        pool_size=16,
        max_overflow=16,
    )

    @event.listens_for(engine, "do_connect")
    def open_only(_dialect: object, _record: object, args: list[Any], options: Any) -> None:
        args[0], options["uri"] = _as_it_is(Path(args[0])), True

    idle = _GLANCING[engine] = deque()

    @event.listens_for(engine, "engine_disposed")
    def close_idle(_engine: Engine) -> None:
        while idle:
            idle.pop().close()

    @event.listens_for(engine, "connect")
    def prepare(connection: DeadlineConnection, _record: object) -> None:
        # SQLAlchemy begins transactions below; the driver must not begin its own.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        enter_wal(connection, timeouts.lock)
        connection.install_deadline()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        if connection.get_execution_options().get("factcheck_write"):
            raw.deadline = math.inf
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            unhurried = connection.get_execution_options().get("factcheck_unhurried")
            raw.deadline = math.inf if unhurried else time.monotonic() + timeouts.read
            connection.exec_driver_sql("BEGIN")

    return engine


def probe(engine: Engine) -> Engine:
    """An engine to ask whether the database is there, as whoever connects anew would find it.

    A pooled connection to a SQLite file goes on reading it after it was deleted or replaced. This
    one is new each time, and waits a second at most.
    """
    path = engine.url.database
    if engine.dialect.name != "sqlite" or path is None:
        return engine
    uri = _as_it_is(Path(path))
    return create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(uri, uri=True, timeout=1, check_same_thread=False),
        poolclass=NullPool,
    )


def _as_it_is(file: Path) -> str:
    """Opens the file if it is there. A service whose database is gone must not go on with an empty
    one, so only the migrations make the file.
    """
    return f"{file.absolute().as_uri()}?mode=rw"


def enter_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to write-ahead logging; SQLite does not wait for others here, so we do."""
    give_up = time.monotonic() + patience
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _postgres_engine(database_url: str, timeouts: Timeouts) -> Engine:
    engine = create_engine(
        make_url(database_url).set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": timeouts.connect},
        pool_pre_ping=True,
        pool_size=16,
        max_overflow=16,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute(f"SET statement_timeout = {_milliseconds(timeouts.read)}")
            cursor.execute(f"SET lock_timeout = {_milliseconds(timeouts.lock)}")
        connection.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("factcheck_write"):
            connection.exec_driver_sql(
                f"SET LOCAL statement_timeout = {_milliseconds(timeouts.write)}"
            )

    return engine


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
