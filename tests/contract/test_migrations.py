"""The history of the schema: numbered, applied once, all or nothing, and equal to the tables."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect
from sqlalchemy.schema import SchemaItem

from service.domain.errors import StoreUnavailable
from service.storage import open_storage
from service.storage.engine import build_engine, writing
from service.storage.migrate import MIGRATIONS, migrate, pending
from service.storage.tables import METADATA
from tests.databases import empty_database

FILES = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
# What migrations make by hand, as tables.py explains: the text indexes of either database.
FTS_TABLES = ("claim_postings", "claim_index", "past_postings", "past_index")
MADE_BY_HAND = {
    *("lexemes", "ix_claims_lexemes", "ix_past_claims_lexemes", "alembic_version"),
    # The counts are a table of PostgreSQL alone; see access_tables.py.
    "rate_counts",
}
FAILING = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{before}"


def upgrade() -> None:
    op.create_table("half_done", sa.Column("id", sa.Integer()))
    op.execute("INSERT INTO no_such_table VALUES (1)")
"""


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = build_engine(empty_database(request.param, tmp_path))
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_migrations_are_numbered_from_one_without_gaps(engine: Engine) -> None:
    numbers = [name[:4] for name in FILES]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in FILES)
    assert numbers == [f"{number:04}" for number in range(1, len(FILES) + 1)]
    assert pending(engine) == tuple(numbers)


def test_migrations_are_applied_once(engine: Engine) -> None:
    first, second = migrate(engine), migrate(engine)
    assert len(first) == len(FILES)
    assert (second, pending(engine)) == ((), ())


def test_a_migrated_database_is_what_the_tables_say(engine: Engine) -> None:
    migrate(engine)

    def ours(item: SchemaItem, name: str | None, *_rest: object) -> bool:
        # FTS5 keeps its index in tables of its own.
        return not (name or "").startswith(FTS_TABLES) and name not in MADE_BY_HAND

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []


def test_fresh_tables_have_the_columns_keys_and_order_of_migrated_ones(
    engine: Engine, tmp_path: Path
) -> None:
    migrate(engine)
    migrated = described(engine)
    with writing(engine) as connection:
        for table in FTS_TABLES if "sqlite" in engine.driver else ():
            connection.exec_driver_sql(f"DROP TABLE {table}")
        METADATA.drop_all(connection)
    with writing(engine) as connection:
        METADATA.create_all(connection)
    assert described(engine) == migrated


def described(engine: Engine) -> list[str]:
    seen = inspect(engine)
    lines = []
    for table in METADATA.sorted_tables:
        columns = [c for c in seen.get_columns(table.name) if c["name"] not in MADE_BY_HAND]
        lines += [f"{table} {c['name']} {c['type']!r} null={c['nullable']}" for c in columns]
        lines.append(f"{table} {seen.get_pk_constraint(table.name)}")
        lines.append(f"{table} {seen.get_foreign_keys(table.name)}")
        lines.append(f"{table} {seen.get_unique_constraints(table.name)}")
    return lines


def test_a_failing_migration_leaves_the_database_as_it_was(engine: Engine, tmp_path: Path) -> None:
    scripts = tmp_path / "a folder with 100% odd signs"
    shutil.copytree(MIGRATIONS, scripts)
    failing = FAILING.format(before=FILES[-1][:4])
    (scripts / "versions" / "9999_fails.py").write_text(failing)
    with pytest.raises(StoreUnavailable):
        migrate(engine, scripts=scripts)
    assert tables(engine) == set()
    migrate(engine)
    before = tables(engine)
    with pytest.raises(StoreUnavailable):
        migrate(engine, scripts=scripts)
    assert tables(engine) == before
    assert pending(engine, scripts=scripts) == ("9999",)


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    migrate(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '4711'")
    with pytest.raises(StoreUnavailable, match="4711"):
        migrate(engine)


def test_several_processes_may_migrate_at_once(engine: Engine) -> None:
    applied: list[tuple[str, ...]] = []
    own = [build_engine(engine.url.render_as_string(hide_password=False)) for _ in range(4)]
    threads = [threading.Thread(target=lambda e=e: applied.append(migrate(e))) for e in own]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for each in own:
        each.dispose()
    assert sorted(map(len, applied)) == [0, 0, 0, len(FILES)]


def test_a_storage_answers_a_ping_only_once_it_is_migrated(engine: Engine) -> None:
    storage = open_storage(engine.url.render_as_string(hide_password=False))
    # Asking makes no file.
    with pytest.raises(StoreUnavailable, match=r"0001|unable to open database file"):
        storage.ping()
    storage.migrate()
    storage.ping()
    storage.close()
