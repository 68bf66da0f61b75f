"""docs/operations.md tells the truth: its session runs, its metrics, settings and commands exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from service.cli import commands
from service.config import load_settings
from service.domain.check import Engine
from service.domain.corpus import CorpusState
from service.metrics import AtScrape, Metrics
from service.setting_rows import setting_rows
from tests.contract.test_docs import DOCUMENTED_ADDRESS, as_pattern, checkout, examples
from tests.serving import ROOT, running_server

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")

__all__ = ["checkout"]


def families() -> set[str]:
    """The names that Prometheus knows, as they stand in its queries."""
    at_scrape = AtScrape(
        engine=Engine(version="1.0.0", model=None),
        corpus=lambda: CorpusState(revision=1, claims=1, sources=1),
    )
    shown = Metrics().exposition(at_scrape).decode()
    return {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in text_string_to_metric_families(shown)
    }


@pytest.mark.skipif(not shutil.which("curl"), reason="the session needs curl")
@pytest.mark.skipif(not shutil.which("bash"), reason="the session needs bash")
def test_the_session_prints_what_the_page_shows(tmp_path: Path, checkout: Path) -> None:
    told = examples(PAGE)
    script = "\n".join(example.command for example in told)
    shown = "\n".join(example.output for example in told if example.output)
    with running_server(tmp_path, FACTCHECK_WORKERS="1") as server:
        done = subprocess.run(
            ["bash", "-c", script.replace(DOCUMENTED_ADDRESS, server.base_url[7:])],
            cwd=checkout,
            env={
                "PATH": f"{checkout}/.venv/bin:{os.defpath}",
                "FACTCHECK_DATABASE_URL": server.database_url,
                "FACTCHECK_MODEL": "none",
            },
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert re.fullmatch(as_pattern(shown), done.stdout), done.stdout + done.stderr


def test_every_metric_is_told_and_every_metric_told_exists() -> None:
    table = re.findall(r"^\| (`factcheck_.*?) \|", PAGE, re.MULTILINE)

    told = {name for row in table for name in re.findall(r"`(\w+)`", row)}

    assert told == families()


def test_the_alerts_ask_for_metrics_that_exist() -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    scraping, rules = map(yaml.safe_load, blocks)
    alerts = rules["groups"][0]["rules"]

    asked = {name for one in alerts for name in re.findall(r"factcheck_\w+", one["expr"])}

    assert len(alerts) == 3
    assert {name.removesuffix("_bucket") for name in asked} <= families()
    assert scraping["scrape_configs"][0]["job_name"] == "factcheck"


def test_every_setting_and_command_that_is_told_exists() -> None:
    settings = {row.name for row in setting_rows(load_settings({}))}

    assert set(re.findall(r"FACTCHECK_[A-Z_]+", PAGE)) <= settings
    assert set(re.findall(r"`factcheck (\w+)", PAGE)) <= set(commands.commands)


def test_every_page_that_is_told_exists() -> None:
    told = set(re.findall(r"`(docs/[\w-]+\.md)`", PAGE))

    assert told
    assert [path for path in told if not (ROOT / path).is_file()] == []
