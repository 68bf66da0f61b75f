"""Several processes over one database: one imports while another answers."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from schemas.records import record_line
from service.app import create_app
from service.config import Settings
from service.storage import open_storage
from tests.databases import empty_database
from tests.factories import make_claim, make_source
from tests.fakes import fixed_now
from tests.serving import ROOT, factcheck_command

SETTINGS = Settings(database_url="memory:", model="none")
QUESTION = "/v1/check?statement=More+than+3,700+people+were+arrested."
IMPORTS = 2


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    url = empty_database(request.param, tmp_path)
    storage = open_storage(url)
    storage.migrate()
    storage.claims.add([make_source()], [])
    storage.close()
    return url


def importing(url: str, folder: Path, number: int) -> subprocess.Popen[bytes]:
    """Another process, which adds one source with a claim of its own."""
    source = make_source(id=f"paper-{number}", publisher=f"Paper {number}")
    path = folder / f"{number}.jsonl"
    claim = make_claim(id=f"paper-{number}-1", source_id=source.id)
    path.write_text(record_line(source) + record_line(claim))
    environment = {"FACTCHECK_DATABASE_URL": url, "FACTCHECK_MODEL": "none"}
    return subprocess.Popen(
        factcheck_command("import", str(path)),
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


@contextmanager
def asking(url: str) -> Iterator[FlaskClient]:
    """A client of an application over this database."""
    storage = open_storage(url)
    yield create_app(SETTINGS, storage=storage, clock=fixed_now).test_client()
    storage.close()


def test_an_answer_is_that_of_the_revision_that_it_names(database_url: str, tmp_path: Path) -> None:
    with asking(database_url) as client:
        _ask_through_imports(client, database_url, tmp_path)


def _ask_through_imports(client: FlaskClient, database_url: str, tmp_path: Path) -> None:
    seen: dict[int, set[str]] = {}
    sources: dict[int, int] = {}
    order: list[int] = []

    def ask() -> None:
        reply = client.get(QUESTION)
        answer = reply.json or {}
        revision = answer["corpus"]["revision"]
        seen.setdefault(revision, set()).add(f"{reply.headers.get('ETag')} {reply.text}")
        sources[revision] = len(answer["evidence"]["supporting"])
        order.append(revision)

    ask()
    for number in range(IMPORTS):
        process = importing(database_url, tmp_path, number)
        while process.poll() is None:
            ask()
            time.sleep(0.02)
        assert process.returncode == 0, process.stderr and process.stderr.read()
        if process.stderr:
            process.stderr.close()
        ask()

    # One revision, one answer and one tag; none is older than the one before; all are right.
    assert {len(answers) for answers in seen.values()} == {1}
    assert order == sorted(order)
    assert sources == {1 + number: number for number in range(IMPORTS + 1)}
    with asking(database_url) as fresh:
        last = fresh.get(QUESTION)
    assert seen[IMPORTS + 1] == {f"{last.headers['ETag']} {last.text}"}
    assert '"partial":null' in last.text
