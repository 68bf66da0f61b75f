"""docs/jobs.md tells the truth: its session runs and prints what it shows."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from service.api import ApiLimits
from service.domain.jobs import JobState
from service.jobs import LEASE
from tests.contract.test_docs import DOCUMENTED_ADDRESS, as_pattern, examples
from tests.serving import ROOT, running_server

PAGE = (ROOT / "docs" / "jobs.md").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("curl"), reason="the session needs curl")
@pytest.mark.skipif(not shutil.which("bash"), reason="the session needs bash")
def test_the_session_prints_what_the_page_shows(tmp_path: Path) -> None:
    told = examples(PAGE)
    script = "\n".join(example.command for example in told)
    shown = "\n".join(example.output for example in told if example.output)
    with running_server(tmp_path, FACTCHECK_WORKERS="1", FACTCHECK_SEEDS="none") as server:
        done = subprocess.run(
            ["bash", "-c", script.replace(DOCUMENTED_ADDRESS, server.base_url[7:])],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert re.fullmatch(as_pattern(shown), done.stdout), done.stdout + done.stderr


def test_the_figures_of_the_page_are_those_of_the_code() -> None:
    assert f"{ApiLimits().max_job_lines:,}" in PAGE
    assert f"{LEASE.total_seconds():.0f} seconds" in PAGE
    assert all(f"`{state.value}`" in PAGE for state in JobState)
