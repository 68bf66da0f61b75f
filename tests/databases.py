"""Databases to test on: memory, SQLite in a file, and a real PostgreSQL where one can be had.

PostgreSQL is looked for in FACTCHECK_TEST_POSTGRES, then on 127.0.0.1:5432, and is started from
``initdb`` and ``pg_ctl`` otherwise. Each session works in a database of its own and drops it.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from service.storage import Storage, open_storage
from service.storage.migrate import MIGRATIONS
from tests.postgres_server import new_server

ENGINES = ("memory", "sqlite", "postgres")
VARIABLE = "FACTCHECK_TEST_POSTGRES"
LOCAL = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"


@contextmanager
def opened(engine: str, folder: Path) -> Iterator[Storage]:
    """An empty, migrated storage on the engine of this name."""
    storage = open_storage(empty_database(engine, folder))
    storage.migrate()
    try:
        yield storage
    finally:
        storage.close()


def empty_database(engine: str, folder: Path) -> str:
    """The URL of a database without any table; skips the test where there is no PostgreSQL."""
    if engine == "memory":
        return "memory:"
    if engine == "sqlite":
        file = folder / "corpus.db"
        file.touch()
        return f"sqlite:///{file}"
    url = postgres_database()
    if url is None:
        pytest.skip(f"no PostgreSQL: set {VARIABLE}, or install initdb and pg_ctl")
    _execute(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return url


def migrations_before(number: str, folder: Path) -> Path:
    """A copy of the migrations, in a folder below ``folder``, that ends before this one."""
    older = folder / "migrations"
    shutil.copytree(MIGRATIONS, older)
    for later in (older / "versions").glob("*.py"):
        if later.name >= number:
            later.unlink()
    return older


@functools.cache
def postgres_database() -> str | None:
    """The URL of a database that this session may do anything with; None if there is no server."""
    server = _server()
    if server is None:
        return None
    name = f"factcheck_test_{os.getpid()}"
    _execute(server, f"CREATE DATABASE {name}")
    atexit.register(_execute, server, f"DROP DATABASE {name} WITH (FORCE)")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _server() -> str | None:
    given = os.environ.get(VARIABLE)  # noqa: TID251  The service itself does not read this one.
    if given:
        # A server that was named and does not answer is a failure, never a skip.
        _execute(given, "SELECT 1")
        return given
    return LOCAL if _answers(LOCAL) else _started_server()


def _answers(url: str) -> bool:
    try:
        _execute(url, "SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _execute(url: str, *statements: str) -> None:
    plain = _libpq(make_url(url))
    with psycopg.connect(plain, autocommit=True, connect_timeout=3) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _libpq(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _started_server() -> str | None:
    if shutil.which("initdb") is None or shutil.which("pg_ctl") is None:
        return None
    running = ExitStack()
    atexit.register(running.close)
    return running.enter_context(new_server()).url
