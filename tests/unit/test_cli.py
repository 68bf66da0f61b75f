from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from service import cli
from service.config import Settings
from service.setting_rows import setting_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    status: int
    out: str
    err: str


Run = Callable[..., Outcome]

SOURCE = {
    "kind": "source",
    "id": "town-paper",
    "publisher": "The Town Paper",
    "title": "The bridge is closed",
    "url": None,
    "published_at": "2024-03-02",
    "language": "en",
    "origin": "town-paper",
}
CLAIM = {
    "kind": "claim",
    "id": "town-paper-01",
    "source_id": "town-paper",
    "text": "The bridge was closed for 12 days.",
    "quote": None,
    "speaker": None,
    "standing": "asserted",
    "event_at": "2024-03-01",
    "locator": {"paragraph": 1},
}

ALL_NEW = "read 2, accepted 2, updated 0, unchanged 0, rejected 0\n"
NOTHING_NEW = "read 2, accepted 0, updated 0, unchanged 2, rejected 0\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``factcheck`` with these arguments on a database of its own without seeds."""
    monkeypatch.setenv("FACTCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/facts.db")
    monkeypatch.setenv("FACTCHECK_SEEDS", "none")
    monkeypatch.setenv("FACTCHECK_MODEL", "none")

    def run_command(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["factcheck", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        status = ended.value.code
        assert status is None or isinstance(status, int)
        return Outcome(status=status or 0, out=printed.out, err=printed.err)

    return run_command


@pytest.fixture
def town_paper(tmp_path: Path) -> Path:
    file = tmp_path / "town-paper.jsonl"
    file.write_text(f"{json.dumps(SOURCE)}\n{json.dumps(CLAIM)}\n", "utf-8")
    return file


def test_migrating_twice_does_nothing_the_second_time(run: Run) -> None:
    assert "applied" in run("migrate").out
    again = run("migrate")
    assert (again.status, again.out) == (0, "nothing to do\n")


def test_records_are_imported_once(run: Run, town_paper: Path) -> None:
    assert run("import", str(town_paper)).out == ALL_NEW
    assert run("import", str(town_paper)).out == NOTHING_NEW


def test_files_are_imported_together_whatever_their_order(
    run: Run, tmp_path: Path, town_paper: Path
) -> None:
    claims, sources = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    claims.write_text(json.dumps(CLAIM), "utf-8")
    sources.write_text(json.dumps(SOURCE), "utf-8")
    assert run("import", str(claims), str(sources)).out == ALL_NEW


def test_one_bad_record_keeps_the_whole_file_out(
    run: Run, tmp_path: Path, town_paper: Path
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(town_paper.read_text("utf-8") + '{"kind": "claim", "id": "x"}\n', "utf-8")
    refused = run("import", str(bad))
    assert refused.status == 1
    assert refused.err.startswith("bad.jsonl: line 3: /event_at: is missing\nnothing was imported")
    assert run("import", str(town_paper)).out == ALL_NEW


@pytest.mark.parametrize("arguments", [(), ("/no/such/file.jsonl",)])
def test_an_import_without_a_file_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("import", *arguments).status == 2


@pytest.mark.parametrize(
    ("statement", "status", "verdict"),
    [
        ("The bridge was closed for 12 days.", 0, "supported"),
        ("The bridge was closed for 40 days.", 1, "refuted"),
        ("A whale was seen in Lisbon.", 3, "unverified"),
    ],
)
def test_the_exit_status_of_a_check_is_its_verdict(
    run: Run, town_paper: Path, statement: str, status: int, verdict: str
) -> None:
    run("import", str(town_paper))
    checked = run("check", statement, "--format", "json")
    assert json.loads(checked.out)["verdict"] == verdict
    assert checked.status == status


def test_a_check_is_text_to_read_unless_json_is_asked_for(run: Run, town_paper: Path) -> None:
    run("import", str(town_paper))
    text = run("check", "The bridge was closed for 12 days.").out
    assert "The Town Paper" in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_json_of_a_check_has_the_keys_of_the_api(run: Run) -> None:
    answer = json.loads(run("check", "It rained.", "--format", "json").out)
    assert list(answer)[:3] == ["id", "checked_at", "statement"]
    assert answer["id"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("",),
        ("A statement.", "--as-of", "yesterday"),
        ("A statement.", "--limit", "0"),
        ("A statement.", "--format", "xml"),
        ("A" * 5_001,),
    ],
)
def test_a_check_that_cannot_be_asked_is_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    refused = run("check", *arguments)
    assert (refused.status, refused.out) == (2, "")


def test_a_bad_setting_is_one_sentence_and_status_2(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_WORKERS", "many")
    refused = run("check", "It rained.")
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.count("\n") == 1
    assert refused.err.startswith("FACTCHECK_WORKERS: ")


def test_a_database_that_cannot_be_used_never_looks_like_a_verdict(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "facts.db").write_bytes(b"this is no database" * 1_000)
    failed = run("check", "It rained.")
    assert (failed.status, failed.out) == (4, "")
    assert failed.err.count("\n") == 1


def test_a_mistake_of_ours_never_looks_like_a_verdict(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Settings) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "storage_for", broken)
    failed = run("check", "It rained.")
    assert (failed.status, failed.out) == (4, "")
    assert "ZeroDivisionError" in failed.err


def test_the_settings_are_listed_as_text(run: Run) -> None:
    listed = run("config").out
    for row in setting_rows(Settings()):
        assert f"\n{row.name}=" in f"\n{listed}"
        assert row.help in listed


def test_the_settings_are_listed_as_json_without_the_password(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_DATABASE_URL", "postgresql://me:hunter2@db/facts")
    rows = {row["name"]: row for row in json.loads(run("config", "--json").out)}
    assert rows["FACTCHECK_DATABASE_URL"]["value"] == "postgresql://me:***@db/facts"
    assert set(rows["FACTCHECK_WORKERS"]) == {"name", "value", "default", "help"}


def test_a_misspelt_setting_is_pointed_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTCHECK_WORKER", "4")
    assert run("config").err == "FACTCHECK_WORKER is not a setting.\n"


def test_the_contract_is_compared_with_its_file(run: Run, tmp_path: Path) -> None:
    written = tmp_path / "openapi.yaml"
    written.write_text(run("openapi").out, "utf-8")
    assert run("openapi", "--check", str(written)).status == 0
    written.write_text("openapi: 3.1.0\n", "utf-8")
    assert run("openapi", "--check", str(written)).status == 1
