from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service import cli, cli_embed
from tests.fakes import FakeEmbedder

Run = Callable[..., tuple[int | str | None, str]]

RECORDS = [
    {
        "kind": "source",
        "id": "town-paper",
        "publisher": "The Town Paper",
        "title": "The bridge is closed",
        "url": None,
        "published_at": "2024-03-02",
        "language": "en",
        "origin": "town-paper",
    },
    {
        "kind": "claim",
        "id": "town-paper-01",
        "source_id": "town-paper",
        "text": "The bridge was closed for 12 days.",
        "quote": None,
        "speaker": None,
        "standing": "asserted",
        "event_at": None,
        "locator": {},
    },
]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``factcheck`` on a database of its own without seeds: exit status, and all it printed."""
    monkeypatch.setenv("FACTCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/facts.db")
    monkeypatch.setenv("FACTCHECK_SEEDS", "none")
    monkeypatch.setenv("FACTCHECK_MODEL", "none")

    def run_command(*arguments: str) -> tuple[int | str | None, str]:
        monkeypatch.setattr(sys, "argv", ["factcheck", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out + printed.err

    return run_command


def test_embedding_needs_a_model(run: Run) -> None:
    status, printed = run("embed")
    assert status == 2
    assert "FACTCHECK_MODEL" in printed


def test_embedding_makes_the_missing_vectors_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_embed, "embedder_for", lambda _settings: FakeEmbedder())
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(map(json.dumps, RECORDS)), "utf-8")
    run("import", str(records))
    first, second = run("embed"), run("embed")
    assert first[0] in (0, None)
    assert "vectors made: 1" in first[1]
    assert "vectors made: 0" in second[1]
