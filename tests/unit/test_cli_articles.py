from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service import cli

Run = Callable[..., tuple[int, str, str]]

ARTICLE = """61 dead after ferry capsizes off the coast of Karsola

OSTRAND (NNA) \u2013 A further 38 people were still missing, commander Joris Tammel said on Thursday.

The owner, Lumina Sealines, claimed that the ferry had been \u201cin perfect condition\u201d.
"""
DESCRIBED = ("--source-id", "ferry", "--title", "61 dead", "--published-at", "2023-03-16")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``factcheck`` with these arguments on a database of its own without seeds."""
    monkeypatch.setenv("FACTCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/facts.db")
    monkeypatch.setenv("FACTCHECK_SEEDS", "none")
    monkeypatch.setenv("FACTCHECK_MODEL", "none")

    def run_command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["factcheck", *arguments])
        status: object = 0
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code or 0
        printed = capsys.readouterr()
        assert isinstance(status, int)
        return status, printed.out, printed.err

    return run_command


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def test_an_article_becomes_claim_records_with_places_in_its_text(run: Run, article: Path) -> None:
    status, out, _ = run("import", str(article), *DESCRIBED, "--publisher", "NNA", "--json")

    drawn = json.loads(out)
    owner = next(claim for claim in drawn["claims"] if claim["speaker"] == "Lumina Sealines")
    start, end = owner["locator"]["span"]
    assert status == 0
    assert drawn["source"]["publisher"] == "NNA"
    assert owner["standing"] == "distanced"
    assert owner["quote"] == "in perfect condition"
    assert ARTICLE[start:end].startswith("The owner, Lumina Sealines, claimed")


def test_the_same_article_again_changes_nothing(run: Run, article: Path) -> None:
    run("import", str(article), *DESCRIBED)

    status, out, _ = run("import", str(article), *DESCRIBED)

    assert status == 0
    assert out.startswith("added 0, updated 0, unchanged ")


def test_an_article_of_a_day_that_is_none_is_wrong_usage(run: Run, article: Path) -> None:
    described = ("--source-id", "ferry", "--title", "61 dead", "--published-at", "Thursday")

    status, _, err = run("import", str(article), *described)

    assert status == 2
    assert "published_at" in err


def test_two_files_cannot_be_one_article(run: Run, article: Path) -> None:
    status, _, err = run("import", str(article), str(article), *DESCRIBED)

    assert status == 2
    assert "--source-id" in err


def test_bytes_that_are_no_text_are_wrong_usage(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(b"\xff\xfe\x00")

    status, _, err = run("import", str(file), *DESCRIBED)

    assert status == 2
    assert "UTF-8" in err
