"""Brings a database to the newest schema: all missing migrations in one transaction, or none."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from service.domain.errors import StoreUnavailable
from service.storage.engine import reading, writing

MIGRATIONS = Path(__file__).parent / "migrations"

# An arbitrary number that means "migrations of this service" among PostgreSQL's advisory locks.
_ADVISORY_LOCK = 7_210_301


def migrate(engine: Engine, *, scripts: Path = MIGRATIONS) -> tuple[str, ...]:
    """Apply what is missing and name it, oldest first; empty if nothing was.

    Each migration is recorded in the transaction that makes it, so a failure, a kill included,
    leaves the database as it was. Two processes may call this at once; one waits.
    Raises StoreUnavailable if the database does not answer, cannot be made, or comes from a newer
    version.
    """
    _make_file(engine)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        missing = _missing(connection, scripts)
        if missing:
            command.upgrade(_config(scripts, connection), "head")
    return missing


def pending(engine: Engine, *, scripts: Path = MIGRATIONS) -> tuple[str, ...]:
    """The migrations that ``migrate`` would apply, oldest first; changes nothing."""
    with reading(engine) as connection:
        return _missing(connection, scripts)


def _make_file(engine: Engine) -> None:
    """Where the database is a file that is not there, an empty one, which is a SQLite database."""
    if engine.dialect.name != "sqlite":
        return
    file = Path(engine.url.database or "")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch()
    except OSError as error:
        raise StoreUnavailable(f"the database cannot be made: {error}") from error


def _missing(connection: Connection, scripts: Path) -> tuple[str, ...]:
    directory = ScriptDirectory.from_config(_config(scripts, connection))
    known = [script.revision for script in directory.walk_revisions()][::-1]
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return tuple(known)
    if current not in known:
        raise StoreUnavailable(f"the database is at migration {current}, which is not known here")
    return tuple(known[known.index(current) + 1 :])


def _config(scripts: Path, connection: Connection) -> Config:
    config = Config()
    # Alembic reads "%" in a setting as interpolation, and a path may hold one.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
