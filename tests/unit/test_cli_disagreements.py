"""``factcheck disagreements``: the table, the text, the filters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import commands

SENTENCES = {
    "wire": "More than 3,700 people were arrested in Kazakhstan.",
    "daily": "3,000 people were arrested in Kazakhstan.",
    "atlas": "Nur-Sultan is the capital of Kazakhstan.",
    "guide": "Almaty is the capital of Kazakhstan.",
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FACTCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/facts.db")
    monkeypatch.setenv("FACTCHECK_SEEDS", "none")
    monkeypatch.setenv("FACTCHECK_MODEL", "none")
    lines: list[dict[str, object]] = []
    for name, text in SENTENCES.items():
        source = {"kind": "source", "id": name, "publisher": None, "title": name, "url": None}
        lines.append({**source, "published_at": "2022-01-07", "language": "en", "origin": name})
        claim = {"kind": "claim", "id": f"{name}-1", "source_id": name, "text": text}
        spoken = {"quote": None, "speaker": None, "standing": "asserted", "event_at": None}
        lines.append({**claim, **spoken, "locator": {}})
    file = tmp_path / "records.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments)


def test_the_table_has_a_row_for_each_answer(corpus: Path) -> None:
    run("import", str(corpus))
    lines = run("disagreements").stdout.splitlines()
    assert [line.split() for line in lines[:3]] == [
        ["Question", "Type", "Answer", "Sources"],
        ["Capital", "of", "Kazakhstan", "place", "Almaty", "guide"],
        ["Nur-Sultan", "atlas"],
    ]
    assert len(lines) == 5
    assert all(len(line) <= 80 for line in lines)


def test_a_filter_leaves_the_others_out(corpus: Path) -> None:
    run("import", str(corpus))
    listed = run("disagreements", "--type", "number", "--source", "wire").stdout
    assert "People arrested" in listed
    assert "Capital" not in listed


def test_rebuilding_finds_the_same(corpus: Path) -> None:
    run("import", str(corpus))
    assert run("disagreements", "--rebuild").stdout == run("disagreements").stdout


def test_the_text_form_quotes_the_claims(corpus: Path) -> None:
    run("import", str(corpus))
    assert SENTENCES["guide"] in run("disagreements", "--format", "text").stdout


def test_an_empty_corpus_has_no_disagreement(corpus: Path) -> None:
    assert run("disagreements").stdout == "No disagreement was found.\n"


def test_a_wrong_date_is_wrong_usage(corpus: Path) -> None:
    refused = run("disagreements", "--from", "yesterday")
    assert (refused.exit_code, "published_from" in refused.output) == (2, True)
