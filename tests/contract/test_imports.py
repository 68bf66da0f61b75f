"""The shape of the code: who imports whom, how long a file gets, which words stay out."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = [*ROOT.glob("service/**/*.py"), *ROOT.glob("schemas/**/*.py")]
WRITTEN = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("training/**/*.py")]
# A folder "var" holds what others wrote, installed or generated.
ALL = [*CODE, *(path for path in WRITTEN if "var" not in path.relative_to(ROOT).parts)]
LONGEST_FILE = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "core", "common", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted(ROOT.glob("service/domain/*.py")), ids=named)
def test_the_domain_imports_itself_and_the_standard_library_alone(path: Path) -> None:
    others = {m for m in imported(path) if m.split(".")[0] not in sys.stdlib_module_names}
    assert all(module.startswith("service.domain") for module in others)


@pytest.mark.parametrize("name", ["config", "logs"])
def test_settings_and_logs_import_the_standard_library_structlog_and_the_error_tree(
    name: str,
) -> None:
    modules = imported(ROOT / "service" / f"{name}.py")
    others = {m for m in modules if m.split(".")[0] not in sys.stdlib_module_names}
    assert all(m.startswith(("structlog", "service.domain.errors", "_typeshed")) for m in others)


@pytest.mark.parametrize("path", sorted(CODE), ids=named)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    reads = re.search(r"\bos\.(environ|getenv)\b|from os import .*environ", path.read_text("utf-8"))
    assert not reads or named(path) == "service/config.py"


def test_stand_ins_are_written_and_not_mocked() -> None:
    mocking = [named(path) for path in ALL if any("mock" in name for name in imported(path))]
    assert mocking == []


def test_no_file_outgrows_a_reader() -> None:
    long = {
        named(path): lines
        for path in ALL
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_every_name_says_what_is_inside() -> None:
    vague = [
        named(path) for path in ALL if VAGUE_NAMES & {*path.relative_to(ROOT).parts, path.stem}
    ]
    assert vague == []


def test_no_file_opens_with_leftovers_of_another_machine() -> None:
    paths = [
        named(path) for path in CODE if re.search(r"/(home|root|Users|work)/", path.read_text())
    ]
    assert paths == []
