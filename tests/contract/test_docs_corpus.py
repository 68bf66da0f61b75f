"""docs/own-corpus.md tells the truth: its records load, and its tables are complete."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from service.cli_transfer import FORMATS, STATUS_OF_OUTCOME, import_files
from service.domain.imports import FaultCode, ImportPlan, no_progress
from service.importing import ImportFormat, read_entries
from service.importing.csv_rows import COLUMNS
from tests.databases import opened
from tests.openapi_contract import contract
from tests.serving import ROOT

PAGE = (ROOT / "docs" / "own-corpus.md").read_text("utf-8")


def test_the_records_of_the_page_load(tmp_path: Path) -> None:
    found = re.search(r"<<'END'\n(.*?)END\n", PAGE, re.DOTALL)
    assert found
    entries = read_entries(
        [found[1].encode()],
        form=ImportFormat.NDJSON,
        index_many=lambda claims: [("bridge",)] * len(claims),
    )
    with opened("sqlite", tmp_path) as storage:
        report = storage.transfer.load(entries, ImportPlan(), progress=no_progress)
    counts = ("read", "accepted", "updated", "unchanged", "rejected")
    assert ", ".join(f"{name} {getattr(report, name)}" for name in counts) in PAGE


@pytest.mark.parametrize("name", [*COLUMNS, *FaultCode, *ImportFormat])
def test_every_column_code_and_form_is_named(name: str) -> None:
    if name == ImportFormat.NDJSON:
        assert name in PAGE
    else:
        assert f"`{name}`" in PAGE


def test_every_option_of_the_import_is_told() -> None:
    options = [one.opts[-1] for one in import_files.params if isinstance(one, click.Option)]
    assert [name for name in options if name not in PAGE] == []
    assert len(FORMATS) == len(ImportFormat)
    assert all(f"{status} " in PAGE for status in STATUS_OF_OUTCOME.values())


def test_every_path_of_the_page_is_in_the_contract() -> None:
    told = set(re.findall(r"(GET|POST|PUT|DELETE) (/v1/[\w/{}]+)", PAGE))
    paths = contract()["paths"]
    general = {re.sub(r"\{\w+\}", "{id}", path): path for path in paths}
    assert told
    assert [(m, p) for m, p in told if m.lower() not in paths.get(general.get(p, ""), {})] == []
