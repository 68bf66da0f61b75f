"""The commands of docs/backup.md: a backup of a database in use, restored, is the same corpus."""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from schemas.records import record_line
from service.domain.corpus import IndexedClaim
from service.ingest import import_records
from service.parsing.indexing import index_terms
from service.storage import Storage, open_storage
from tests.factories import make_claim, make_source
from tests.postgres_server import found, new_server
from tests.recorded_questions import recorded_corpus
from tests.serving import ROOT

COMMANDS = re.findall(
    r"^```sh\n(.*?)^```", (ROOT / "docs/backup.md").read_text("utf-8"), re.M | re.S
)


def documented(beginning: str, **places: str) -> list[str]:
    """The arguments of a documented command, with its places replaced by those of a test."""
    (command,) = [
        line
        for block in COMMANDS
        for line in block.replace("\\\n", "").splitlines()
        if line.startswith(beginning)
    ]
    words = [places.get(word, word) for word in shlex.split(command)]
    for old, new in places.items():
        words = [re.sub(rf"(?<==){re.escape(old)}$", new, word) for word in words]
    return words


def run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def digest(storage: Storage) -> str:
    """A hash of everything that an export gives, and of the revision."""
    lines = "".join(record_line(record) for record in storage.transfer.dump())
    return hashlib.sha256(f"{storage.claims.state()}\n{lines}".encode()).hexdigest()


@contextmanager
def written_to(storage: Storage) -> Iterator[None]:
    """Records are added one by one all the while; what was there before stays as it is."""
    over, began = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(10_000):
            if over.is_set():
                return
            claim = make_claim(id=f"later-{number:05}", source_id="later")
            indexed = IndexedClaim(claim=claim, terms=index_terms(claim))
            storage.claims.add([make_source(id="later")], [indexed])
            began.set()

    writer = threading.Thread(target=write)
    writer.start()
    began.wait(30)
    try:
        yield
    finally:
        over.set()
        writer.join()


def filled(url: str) -> Storage:
    storage = open_storage(url)
    storage.migrate()
    import_records(storage.claims, *recorded_corpus(), index_terms=index_terms)
    return storage


def is_a_moment_of(backup: Storage, original: Storage) -> bool:
    """Whether the backup is the corpus as it once was: all of a revision and nothing beyond it."""
    kept, now = backup.claims.state(), original.claims.state()
    known = {record_line(record) for record in original.transfer.dump()}
    held = {record_line(record) for record in backup.transfer.dump()}
    # After the first revision, each one added one claim.
    return held <= known and now.claims - kept.claims == now.revision - kept.revision


def test_a_backup_of_sqlite_in_use_is_the_corpus_of_one_moment(tmp_path: Path) -> None:
    places = {"var/factcheck.db": f"{tmp_path}/live.db", "backup.db": f"{tmp_path}/backup.db"}
    command = documented(".venv/bin/python -c", **places)
    live = filled(f"sqlite:///{tmp_path}/live.db")
    with written_to(live):
        run([sys.executable, *command[1:]])
    at_rest = f"{tmp_path}/again.db"
    run(
        [
            sys.executable,
            *documented(".venv/bin/python -c", **(places | {"backup.db": at_rest}))[1:],
        ]
    )
    backup, again = (
        open_storage(f"sqlite:///{tmp_path}/backup.db"),
        open_storage(f"sqlite:///{at_rest}"),
    )

    assert is_a_moment_of(backup, live)
    assert digest(again) == digest(live)
    for storage in (live, backup, again):
        storage.close()


def test_a_dump_of_postgresql_in_use_restores_to_the_corpus_of_one_moment(tmp_path: Path) -> None:
    with new_server() as server:
        plain = server.url.replace("+psycopg", "")
        live = filled(server.url)
        with written_to(live):
            during = restored(plain, tmp_path / "during.dump", "during")
        after = restored(plain, tmp_path / "after.dump", "after")

        assert is_a_moment_of(during, live)
        assert digest(after) == digest(live)
        for storage in (live, during, after):
            storage.close()


def restored(plain: str, dump: Path, name: str) -> Storage:
    """Dump the database of a URL and restore it under another name, as documented."""
    url = make_url(plain)
    target = url.set(database=name).render_as_string(hide_password=False)
    places = {
        "factcheck.dump": str(dump),
        "postgresql://user@host/factcheck": plain,
        "postgresql://user@host/postgres": plain,
        "postgresql://user@host/restored": target,
        "restored": name,
    }
    for program in ("pg_dump", "createdb", "pg_restore"):
        run([found(program), *documented(program, **places)[1:]])
    return open_storage(target)
