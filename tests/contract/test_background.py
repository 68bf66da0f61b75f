"""Jobs over HTTP with real processes: a server that works in the background, or leaves it."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from service.storage import open_storage
from tests.receiving import closed_port
from tests.serving import ROOT, Server, factcheck_command, running_server

SMALL = {"FACTCHECK_WORKERS": "1", "FACTCHECK_SEEDS": "none"}
NDJSON = {"Content-Type": "application/x-ndjson"}
PATIENCE_SECONDS = 60


def body(lines: int) -> str:
    return "".join(f'{{"statement": "{line} people were arrested."}}\n' for line in range(lines))


def submit(server: Server, lines: int) -> str:
    """The address of a new job."""
    reply = server.ask("POST", "/v1/jobs", body(lines), NDJSON)
    assert reply.status == 202
    return reply.headers["Location"]


def finished(server: Server, address: str) -> Any:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while (job := json.loads(server.ask("GET", address).text))["state"] != "finished":
        assert time.monotonic() < give_up, job
        time.sleep(0.05)
    return job


def lines_of(server: Server, address: str) -> list[int]:
    text = server.ask("GET", f"{address}/results").text
    return [json.loads(line)["line"] for line in text.splitlines()]


def test_a_server_answers_jobs_by_itself(tmp_path: Path) -> None:
    with running_server(tmp_path, **SMALL) as server:
        address = submit(server, 20)
        job = finished(server, address)
        lines = lines_of(server, address)
        assert server.stop() == 0
    assert (job["done"], lines) == (20, list(range(1, 21)))


def test_a_job_goes_on_when_its_server_is_started_again(tmp_path: Path) -> None:
    with running_server(tmp_path, **SMALL) as server:
        address = submit(server, 400)
        while not lines_of(server, address):
            time.sleep(0.01)
        assert server.stop() == 0
    with running_server(tmp_path, **SMALL) as server:
        finished(server, address)
        assert lines_of(server, address) == list(range(1, 401))


def test_a_server_can_leave_its_jobs_to_a_worker(tmp_path: Path) -> None:
    with running_server(tmp_path, **SMALL, FACTCHECK_BACKGROUND="off") as server:
        address = submit(server, 20)
        left = json.loads(server.ask("GET", address).text)
        metrics_at = f"127.0.0.1:{closed_port()}"
        worker = subprocess.Popen(
            factcheck_command("worker", "--metrics", metrics_at),
            cwd=ROOT,
            env={"FACTCHECK_DATABASE_URL": server.database_url, "FACTCHECK_MODEL": "none"},
            stdout=subprocess.PIPE,
            text=True,
        )
        job = finished(server, address)
        with urlopen(f"http://{metrics_at}/metrics") as counted:
            lines = counted.read().decode().splitlines()
        worker.terminate()
        printed, _ = worker.communicate(timeout=PATIENCE_SECONDS)
    assert (left["state"], job["done"]) == ("queued", 20)
    assert 'factcheck_job_lines_total{outcome="checked"} 20.0' in lines
    assert "factcheck_database_up 1.0" in lines
    assert (worker.returncode, printed) == (0, "working; stop with Ctrl-C\n")


def test_a_worker_migrates_a_database_that_nobody_served_yet(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/factcheck.db"
    worker = subprocess.Popen(
        factcheck_command("worker"),
        cwd=ROOT,
        env={"FACTCHECK_DATABASE_URL": url, "FACTCHECK_MODEL": "none"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().startswith("working")
    worker.terminate()
    worker.communicate(timeout=PATIENCE_SECONDS)
    storage = open_storage(url)
    storage.ping()
    storage.close()
    assert worker.returncode == 0


def test_an_address_for_counts_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/factcheck.db"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for wrong in ("nowhere", f"127.0.0.1:{taken.getsockname()[1]}"):
            done = subprocess.run(
                factcheck_command("worker", "--metrics", wrong),
                cwd=ROOT,
                env={"FACTCHECK_DATABASE_URL": url, "FACTCHECK_MODEL": "none"},
                capture_output=True,
                text=True,
                timeout=PATIENCE_SECONDS,
            )
            assert (done.returncode, "--metrics" in done.stderr) == (2, True)
