"""Several writers, slow readers and killed processes: what a database has to bear."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from service.domain.corpus import Filters, IndexedClaim
from service.domain.errors import SettingsInvalid, StoreUnavailable
from service.storage import Storage, open_storage
from service.storage.engine import Timeouts, build_engine, reading
from tests.databases import empty_database, opened
from tests.factories import make_claim, make_source

ROOT = Path(__file__).resolve().parents[2]

# Writes half of a batch, says so, and then waits within the transaction until it is killed.
STUCK_IMPORT = """
import sys, time
from sqlalchemy import event
from service.domain.corpus import IndexedClaim
from service.storage import open_storage
from tests.factories import make_claim, make_source

storage = open_storage(sys.argv[1])

@event.listens_for(storage.engine, "before_cursor_execute")
def wait(connection, cursor, statement, parameters, context, executemany):
    if statement.lstrip().startswith("INSERT INTO term_frequencies"):
        print("half", flush=True)
        time.sleep(60)

storage.claims.add([make_source()], [IndexedClaim(claim=make_claim(), terms=("kill",))])
"""
ADD_ONE_BY_ONE = """
import sys
from service.domain.corpus import IndexedClaim
from service.storage import open_storage
from tests.factories import make_claim, make_source

storage = open_storage(sys.argv[1])
storage.migrate()
for number in range(int(sys.argv[3])):
    claim = make_claim(id=f"{sys.argv[2]}-{number}")
    storage.claims.add([make_source()], [IndexedClaim(claim=claim, terms=("kill",))])
storage.close()
"""


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return empty_database(request.param, tmp_path)


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    storage = open_storage(url)
    yield storage
    storage.close()


def started(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_processes_that_write_at_once_all_succeed(url: str, storage: Storage) -> None:
    # None of them finds a migrated database; they settle that among themselves too.
    writers = [started(ADD_ONE_BY_ONE, url, name, "15") for name in ("left", "right", "third")]
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    state = storage.claims.state()
    assert (state.revision, state.claims) == (45, 45)
    assert storage.search.frequencies(["kill"]) == {"kill": 45}


def test_threads_that_read_and_write_at_once_all_succeed(storage: Storage) -> None:
    storage.migrate()
    storage.claims.add([make_source()], [])

    def write(number: int) -> None:
        claim = IndexedClaim(claim=make_claim(id=f"c{number:03}"), terms=("kill", f"n{number}"))
        storage.claims.add([], [claim])

    def read(_number: int) -> bool:
        found = storage.search.candidates(["kill"], Filters(), published_until=None, limit=100)
        frequency = storage.search.frequencies(["kill"])["kill"]
        return [c.claim.id for c in found] == sorted(c.claim.id for c in found) and (
            len(found) <= frequency
        )

    with ThreadPoolExecutor(8) as pool:
        writes = [pool.submit(write, number) for number in range(40)]
        consistent = list(pool.map(read, range(40)))
        for done in writes:
            done.result()
    assert all(consistent)
    assert storage.claims.state().revision == 41


def test_a_killed_import_leaves_nothing(url: str, storage: Storage) -> None:
    storage.migrate()
    importer = started(STUCK_IMPORT, url)
    assert importer.stdout is not None
    assert importer.stdout.readline() == "half\n"
    importer.send_signal(signal.SIGKILL)
    importer.communicate(timeout=30)
    assert storage.claims.state().revision == 0
    assert storage.search.frequencies(["kill"]) == {"kill": 0}
    storage.claims.add([make_source()], [IndexedClaim(claim=make_claim(), terms=("kill",))])
    assert storage.claims.state().revision == 1


def test_a_second_process_is_seen_without_a_restart(url: str, storage: Storage) -> None:
    storage.migrate()
    before = storage.search.frequencies(["kill"])
    done = started(ADD_ONE_BY_ONE, url, "other", "1")
    done.communicate(timeout=60)
    assert before == {"kill": 0}
    assert storage.search.frequencies(["kill"]) == {"kill": 1}


def test_a_read_ends_at_its_deadline(url: str) -> None:
    engine = build_engine(url, timeouts=Timeouts(read=0.2))
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        " SELECT count(*) FROM n WHERE i < 0"
    )
    start = time.monotonic()
    with pytest.raises(StoreUnavailable), reading(engine) as connection:
        connection.execute(text(endless))
    assert time.monotonic() - start < 5
    # The connection is whole again for the next request.
    with reading(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()


def test_nothing_can_be_written_while_reading_on_postgres(tmp_path: Path) -> None:
    with opened("postgres", tmp_path) as storage:
        assert storage.engine is not None
        with pytest.raises(StoreUnavailable), reading(storage.engine) as connection:
            connection.execute(text("DELETE FROM checks"))


def test_sqlite_keeps_what_it_committed(tmp_path: Path) -> None:
    with opened("sqlite", tmp_path) as storage:
        assert storage.engine is not None
        with reading(storage.engine) as connection:
            pragmas = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    for url in (
        f"sqlite:///{tmp_path}/no/such/folder/corpus.db",
        "postgresql://nobody@127.0.0.1:1/none",
    ):
        storage = open_storage(url)
        for act in (storage.ping, storage.claims.state):
            with pytest.raises(StoreUnavailable):
                act()
        storage.close()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_text("This is a letter, and no database at all. " * 100)
    storage = open_storage(f"sqlite:///{tmp_path}/corpus.db")
    with pytest.raises(StoreUnavailable):
        storage.claims.state()
    storage.close()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "postgres://x"],
)
def test_a_url_of_no_known_database_is_an_invalid_setting(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="FACTCHECK_DATABASE_URL"):
        open_storage(url)


def test_opening_touches_nothing(tmp_path: Path) -> None:
    open_storage(f"sqlite:///{tmp_path}/var/corpus.db").close()
    assert list(tmp_path.iterdir()) == []


def test_migrating_makes_the_folder_of_the_file(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/var/corpus.db")
    storage.migrate()
    storage.close()
    assert (tmp_path / "var" / "corpus.db").exists()
