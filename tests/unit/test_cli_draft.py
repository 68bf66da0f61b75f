from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service import cli

Run = Callable[..., tuple[int, str, str]]

RECORDS = (
    {"kind": "source", "id": "paper", "publisher": "The Paper", "title": "Fire at Ostvik",
     "url": None, "published_at": "2024-03-02", "language": "en", "origin": "paper"},
    {"kind": "claim", "id": "paper-1", "source_id": "paper", "quote": None, "speaker": None,
     "text": "The ferry fire at Ostvik killed 12 people.", "standing": "asserted",
     "event_at": None, "locator": {"paragraph": 1}},
)  # fmt: skip
WRONG = "# Fire\r\n\r\nWho knows? The ferry fire at Ostvik killed 15 people.\r\n"
RIGHT = "The ferry fire at Ostvik killed 12 people."
UNKNOWN = "The town of Brisk sold 4 buses."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``factcheck`` in a folder of its own, whose corpus holds one record of a fire."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/facts.db")
    monkeypatch.setenv("FACTCHECK_MODEL", "none")
    (tmp_path / "seeds").mkdir()
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (tmp_path / "seeds" / "paper.jsonl").write_text(lines, "utf-8")
    monkeypatch.setenv("FACTCHECK_SEEDS", str(tmp_path / "seeds"))

    def run_command(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["factcheck", "draft", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, printed.out, printed.err

    return run_command


def written(text: str, name: str = "story.md") -> str:
    Path(name).write_bytes(text.encode())
    return name


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        (WRONG, "refuted,disputed", 1),
        (WRONG, "disputed", 0),
        (WRONG, "none", 0),
        (RIGHT, "refuted,disputed", 0),
        (RIGHT, "supported", 1),
        (UNKNOWN, "refuted,disputed", 0),
        (UNKNOWN, "unverified", 1),
    ],
)
def test_the_status_says_whether_what_to_fail_on_was_found(
    run: Run, text: str, fail_on: str, status: int
) -> None:
    assert run(written(text), "--fail-on", fail_on)[0] == status


def test_refuted_and_disputed_fail_unless_said_otherwise(run: Run) -> None:
    status, out, _ = run(written(WRONG))

    assert status == 1
    assert "REFUTED  line 3, column 12" in out
    assert 'number: "15": 12 is not 15' in out


def test_lines_name_the_file_as_it_was_given(run: Run) -> None:
    _, out, _ = run(written(WRONG, "my story.md"), "--format", "lines")

    assert out.startswith("my story.md:3:12: refuted: ")
    assert out.count("\n") == 1


def test_standard_input_may_be_given_a_name(run: Run) -> None:
    status, out, _ = run("-", "--name", "b.md", "--format", "lines", stdin=WRONG.encode())

    assert status == 1
    assert out.startswith("b.md:3:12: refuted: ")


def test_json_is_that_of_the_api_with_offsets_into_the_file(run: Run) -> None:
    _, out, _ = run(written(WRONG), "--format", "json")

    (check,) = json.loads(out)["checks"]
    start, end = check["span"]
    assert WRONG[start:end] == check["text"] == "The ferry fire at Ostvik killed 15 people."


def test_sarif_points_to_the_file(run: Run, tmp_path: Path) -> None:
    _, relative, _ = run(written(WRONG, "a:b #1.md"), "--format", "sarif")
    _, absolute, _ = run(str(tmp_path / "a:b #1.md"), "--format", "sarif")

    def uri(out: str) -> str:
        found: str = json.loads(out)["runs"][0]["artifacts"][0]["location"]["uri"]
        return found

    assert uri(relative) == "a%3Ab%20%231.md"
    assert uri(absolute) == (tmp_path / "a:b #1.md").as_uri()


def test_a_byte_order_mark_is_no_part_of_the_text(run: Run) -> None:
    _, out, _ = run(written(f"\ufeff{RIGHT}"), "--format", "lines")

    assert out.startswith("story.md:1:1: supported: ")


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (b"", (), "text: "),
        (b" \n", (), "text: "),
        (b"\xff", (), "byte 0 is not UTF-8"),
        (b"a" * 200_001, (), "text: "),
        (b"a", ("--fail-on", "wrong"), "'wrong' is not none"),
        (b"a", ("--fail-on", ""), "'' is not none"),
        (b"a", ("--published-at", "Friday"), "published_at: "),
        (b"a", ("--limit", "0"), "limit: "),
    ],
)
def test_wrong_usage_is_status_2_and_a_sentence(
    run: Run, content: bytes, arguments: tuple[str, ...], message: str
) -> None:
    Path("story.md").write_bytes(content)

    status, _, err = run("story.md", *arguments)

    assert status == 2
    assert message in err


def test_a_file_that_is_not_there_is_wrong_usage(run: Run) -> None:
    assert run("nowhere.md")[0] == 2
