"""``factcheck import`` and ``factcheck export``: forms, statuses, faults, and the way back."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.api import examples
from service.importing.parallel import by_processes, one_by_one
from service.parsing.indexing import index_terms, index_text
from tests.databases import empty_database
from tests.factories import make_claim
from tests.serving import ROOT, factcheck_command

BAD = '{"kind": "source"}\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """A folder with files, and a database."""

    folder: Path
    database_url: str

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            factcheck_command(*arguments),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    @property
    def environment(self) -> dict[str, str]:
        return {
            "FACTCHECK_DATABASE_URL": self.database_url,
            "FACTCHECK_MODEL": "none",
            "FACTCHECK_SEEDS": "none",
            "PATH": os.defpath,
        }

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)


@pytest.fixture(params=["sqlite", "postgres"])
def newsroom(request: pytest.FixtureRequest, tmp_path: Path) -> Newsroom:
    return Newsroom(folder=tmp_path, database_url=empty_database(request.param, tmp_path))


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Newsroom:
    return Newsroom(folder=tmp_path, database_url=empty_database("sqlite", tmp_path))


def test_the_corpus_goes_out_and_comes_back_in(newsroom: Newsroom, tmp_path: Path) -> None:
    seeds = sorted(map(str, (ROOT / "seeds").glob("*.jsonl")))
    assert newsroom.run("import", *seeds).returncode == 0
    out = tmp_path / "all.jsonl"
    assert newsroom.run("export", str(out)).returncode == 0
    assert newsroom.run("export").stdout == out.read_text("utf-8")
    again = newsroom.run("import", str(out))
    assert again.stdout == "read 358, accepted 0, updated 0, unchanged 358, rejected 0\n"
    empty = Newsroom(folder=tmp_path, database_url=f"sqlite:///{tmp_path}/second.db")
    assert empty.run("import", str(out)).returncode == 0
    assert empty.run("export").stdout == out.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.glob("*.unfinished")) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", examples.IMPORT_CSV),
        ("a.NDJSON", examples.IMPORT_NDJSON),
        ("a.jsonld", json.dumps(examples.CLAIM_REVIEW)),
    ],
)
def test_the_name_of_a_file_tells_its_form(on_sqlite: Newsroom, name: str, text: str) -> None:
    done = on_sqlite.run("import", on_sqlite.file(name, text))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("read 2, accepted 2,")


def test_a_file_of_another_name_needs_its_form(on_sqlite: Newsroom) -> None:
    file = on_sqlite.file("records.txt", examples.IMPORT_CSV)
    refused = on_sqlite.run("import", file)
    assert refused.returncode == 2
    assert "--format" in refused.stderr
    assert on_sqlite.run("import", "--format", "csv", file).returncode == 0


def test_the_status_tells_all_none_and_some(newsroom: Newsroom) -> None:
    good = newsroom.file("good.jsonl", examples.IMPORT_NDJSON)
    bad = newsroom.file("bad.jsonl", BAD)
    none = newsroom.run("import", good, bad)
    assert (none.returncode, newsroom.run("export").stdout) == (1, "")
    assert none.stderr.startswith("bad.jsonl: line 1: /id: is missing\n") or none.stderr.startswith(
        "bad.jsonl: line 1: "
    )
    assert none.stdout.startswith("not imported: read 3,")
    dry = newsroom.run("import", "--dry-run", good)
    assert (dry.returncode, dry.stdout[:9], newsroom.run("export").stdout) == (0, "dry run: ", "")
    some = newsroom.run("import", "--on-error", "skip", good, bad)
    assert some.returncode == 3
    assert some.stdout == "read 3, accepted 2, updated 0, unchanged 0, rejected 1\n"
    assert newsroom.run("import", "--on-error", "stop", good).returncode == 2


def test_the_account_can_be_had_as_json(on_sqlite: Newsroom) -> None:
    file = on_sqlite.file("bad.jsonl", BAD * 30)
    told = on_sqlite.run("import", "--json", file)
    report = json.loads(told.stdout)
    assert (report["outcome"], report["rejected"], len(report["faults"])) == ("aborted", 30, 30)
    assert "… and 10 more" in on_sqlite.run("import", file).stderr


def test_a_terminal_shows_a_bar_and_a_pipe_does_not(on_sqlite: Newsroom) -> None:
    file = on_sqlite.file("good.jsonl", examples.IMPORT_NDJSON)
    ours, theirs = pty.openpty()
    environment = {**on_sqlite.environment, "TERM": "xterm-256color"}
    command = factcheck_command("import", file)
    done = subprocess.run(command, cwd=ROOT, env=environment, stderr=theirs, timeout=60)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "━" in shown
    assert on_sqlite.run("import", file).stderr == ""


def test_several_processes_find_the_terms_that_one_finds() -> None:
    claims = [make_claim(id=f"c{n}", text=f"{n} people were hurt in Almaty.") for n in range(120)]
    with by_processes(index_text, processes=2) as together:
        assert list(together(claims)) == one_by_one(index_terms)(claims)


# A pool whose parent is killed, and what its processes do then.
ORPHANS = """
import os, signal, sys
from service.importing.parallel import by_processes
from tests.factories import make_claim
from tests.unit.test_cli_transfer import process_id

with by_processes(process_id, processes=2) as pool:
    print(*{name for names in pool([make_claim()] * 200) for name in names}, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def process_id(_text: str, _speaker: str | None) -> tuple[str, ...]:
    return (str(os.getpid()),)


def test_processes_end_with_the_one_that_started_them() -> None:
    command = [sys.executable, "-c", ORPHANS]
    # Standard output is closed only when the last of them has ended.
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60)
    assert done.stdout.strip()
