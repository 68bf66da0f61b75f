"""``factcheck selftest``: what it prints, and what its exit status says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import commands

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


def claim(number: int, text: str) -> dict[str, object]:
    return {
        "kind": "claim",
        "id": f"town-paper-{number:02}",
        "source_id": "town-paper",
        "text": text,
        "quote": None,
        "speaker": None,
        "standing": "asserted",
        "event_at": "2024-03-01",
        "locator": {"paragraph": number},
    }


TEXTS = ("26 people were killed in the flood.", "The bridge was closed on Wednesday.")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Settings for a database of its own that is filled with two claims."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    records = [SOURCE, *(claim(n, text) for n, text in enumerate(TEXTS, start=1))]
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    (seeds / "town-paper.jsonl").write_text(lines, "utf-8")
    return {
        "FACTCHECK_DATABASE_URL": f"sqlite:///{tmp_path}/facts.db",
        "FACTCHECK_SEEDS": str(seeds),
        "FACTCHECK_MODEL": "none",
    }


def test_the_status_is_0_where_no_falsified_claim_is_supported(environment: dict[str, str]) -> None:
    done = CliRunner().invoke(commands, ["selftest"], env=environment)

    assert done.exit_code == 0
    assert "number_raised" in done.stdout
    assert "was supported by its own claim." in done.stdout.splitlines()[-1]


def test_the_report_as_json_counts_each_kind(environment: dict[str, str]) -> None:
    done = CliRunner().invoke(commands, ["selftest", "--format", "json"], env=environment)

    report = json.loads(done.stdout)
    assert report["claims"] == 2
    assert report["false_supports"] == 0
    assert report["flips"] == sum(r["asked"] for r in report["kinds"] if not r["paraphrase"])
    raised = next(row for row in report["kinds"] if row["kind"] == "number_raised")
    assert (raised["asked"], raised["conflicting"], raised["verdict_moved"]) == (1, 1, 1)


def test_the_report_is_the_same_each_time(environment: dict[str, str]) -> None:
    arguments = ["selftest", "--format", "json", "--limit", "1", "--seed", "3"]

    first = CliRunner().invoke(commands, arguments, env=environment)

    assert CliRunner().invoke(commands, arguments, env=environment).stdout == first.stdout
    assert json.loads(first.stdout)["claims"] == 1


@pytest.mark.parametrize("arguments", [["--limit", "0"], ["--format", "xml"], ["--examples", "x"]])
def test_a_selftest_that_cannot_be_run_is_wrong_usage(
    arguments: list[str], environment: dict[str, str]
) -> None:
    assert CliRunner().invoke(commands, ["selftest", *arguments], env=environment).exit_code == 2
