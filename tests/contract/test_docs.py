"""The README and the pages by reader tell the truth: their commands print what they show.

In a ``console`` block each ``$ `` line is a command (``> `` continues it) and the lines below are
its output; a line ``…`` stands for any lines, and ``…`` inside a line for any characters.
The commands of a page run in order in one shell, against a server that is only theirs.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service import __version__
from service.setting_rows import settings_table
from tests.serving import ROOT, Server, running_server

README = (ROOT / "README.md").read_text("utf-8")
LONGEST_README = 150
LONGEST_PAGE = 120
PAGES_BY_READER = ("docs/cms.md", "docs/editor.md")
DOCUMENTED_ADDRESS = "127.0.0.1:8000"
DOCUMENTED_RECEIVER = "cms.example.org"
# An address that nobody has: it needs no name server, and what is sent there arrives nowhere.
RECEIVER = "203.0.113.7"
END_OF_COMMAND = "\x1e"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    command: str
    output: str


def examples(markdown: str) -> list[Example]:
    """The commands of all console blocks, in order, each with the output shown for it."""
    found: list[Example] = []
    for block in re.findall(r"^```console\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *rest = part.splitlines()
            more = 0
            while more < len(rest) and rest[more].startswith("> "):
                more += 1
            command = "\n".join([first, *(line[2:] for line in rest[:more])])
            found.append(Example(command=command, output="\n".join(rest[more:])))
    return found


def as_pattern(shown: str) -> str:
    """A regular expression for an output in which ``…`` leaves something out."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n"
        for line in shown.splitlines()
    ]
    return "".join(lines)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose corpus the examples may change."""
    settings = {"FACTCHECK_WORKERS": "1", "FACTCHECK_OUTBOUND_ALLOW": f"{RECEIVER}/32"}
    with running_server(tmp_path_factory.mktemp("readme"), **settings) as server:
        yield server


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like the checkout to the commands, and may be written to."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    commands = tmp_path / ".venv" / "bin"
    commands.mkdir(parents=True)
    factcheck = commands / "factcheck"
    python, root = shlex.quote(sys.executable), shlex.quote(str(ROOT))
    factcheck.write_text(f'#!/bin/sh\nPYTHONPATH={root} exec {python} -m service.cli "$@"\n')
    factcheck.chmod(0o755)
    return tmp_path


@pytest.mark.skipif(not shutil.which("curl"), reason="the examples need curl")
@pytest.mark.skipif(not shutil.which("bash"), reason="the examples need bash")
@pytest.mark.parametrize("page", ["README.md", *PAGES_BY_READER])
def test_the_commands_of_a_page_print_what_it_shows(
    own_server: Server, checkout: Path, page: str
) -> None:
    told = examples((ROOT / page).read_text("utf-8"))
    assert told
    script = "".join(f"{example.command}\nprintf '\\x1e'\n" for example in told)
    address = own_server.base_url[7:]
    script = script.replace(DOCUMENTED_ADDRESS, address).replace(DOCUMENTED_RECEIVER, RECEIVER)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=checkout,
        env={
            "PATH": f"{checkout}/.venv/bin:{os.defpath}",
            "FACTCHECK_DATABASE_URL": own_server.database_url,
            "FACTCHECK_MODEL": "none",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    outputs = done.stdout.replace(address, DOCUMENTED_ADDRESS)
    outputs = outputs.replace(RECEIVER, DOCUMENTED_RECEIVER)
    for example, printed in zip(told, outputs.split(END_OF_COMMAND)[:-1], strict=True):
        if not re.fullmatch(as_pattern(example.output), printed):
            # The comparison of the two texts is what a person wants to read.
            assert f"$ {example.command}\n{printed}{done.stderr}" == (
                f"$ {example.command}\n{example.output}\n"
            )


def test_the_table_of_settings_is_the_settings() -> None:
    found = re.search(r"^<!-- settings.*?-->\n(.*?)^<!-- end of settings", README, re.M | re.S)
    assert found
    assert found[1].strip() == settings_table().strip()


def test_every_make_target_that_is_told_exists() -> None:
    told = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    rules = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert {"run", "test"} <= told
    assert told <= set(rules)


def test_every_file_that_is_told_exists() -> None:
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    named = re.findall(r"`((?:docs|service|schemas|seeds|tests|training)/[\w./-]*)`", README)
    assert [path for path in [*linked, *named] if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("page", "longest"),
    [("README.md", LONGEST_README), *((page, LONGEST_PAGE) for page in PAGES_BY_READER)],
)
def test_a_page_can_be_read_in_one_sitting(page: str, longest: int) -> None:
    assert len((ROOT / page).read_text("utf-8").splitlines()) <= longest


@pytest.mark.parametrize("section", ["Settings", "Limits", "Known weaknesses"])
def test_the_readme_has_what_an_operator_looks_for(section: str) -> None:
    assert re.search(rf"^## .*{section}", README, re.MULTILINE | re.IGNORECASE)


def test_the_changelog_leads_with_what_comes_or_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    first = re.search(r"^## \[(.+?)\]", changelog, re.MULTILINE)
    assert first
    assert first[1] in {"Unreleased", __version__}


def test_an_omission_stands_for_any_lines_or_characters() -> None:
    assert re.fullmatch(as_pattern("a\n…\nb … d"), "a\nx\ny\nb c d\n")
    assert not re.fullmatch(as_pattern("a\nb"), "a\nx\nb\n")
