"""The server as people start it: a real gunicorn in its own process."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.serving import ROOT, Server, factcheck_command, running_server

# What a test of the process needs, and no more: it starts in half the time.
SMALL = {"FACTCHECK_WORKERS": "1", "FACTCHECK_SEEDS": "none"}
STATEMENT = "More than 5,000 people were arrested in Kazakhstan."


def start(**settings: str) -> subprocess.CompletedProcess[str]:
    """Start a server that is expected to give up at once."""
    return subprocess.run(
        factcheck_command("serve"),
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
    )


def worker_ids(server: Server) -> set[int]:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():
        pytest.skip("this system has no /proc to find the workers in")
    return {int(number) for number in children.read_text().split()}


def test_the_last_line_printed_is_a_command_that_gives_a_verdict(server: Server) -> None:
    found = re.fullmatch(r"curl (127\.0\.0\.1):(\d+) -d '(.+)'\n", server.printed[-1])
    assert found
    reply = server.ask("POST", "/", found[3], {"Content-Type": "application/x-www-form-urlencoded"})
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/plain")
    assert found[3] in reply.text


def test_the_server_says_that_it_is_alive_and_ready(server: Server) -> None:
    assert server.ask("GET", "/livez").status == 200
    assert server.ask("GET", "/readyz").status == 200


def test_the_seeds_are_in_an_empty_corpus_before_the_first_request(server: Server) -> None:
    page = json.loads(server.ask("GET", "/v1/sources").text)
    assert {source["id"] for source in page["sources"]} >= {"kz-dpa", "kz-afp", "kz-digest"}


def test_many_callers_at_once_get_the_same_answer(server: Server) -> None:
    path = "/v1/check?statement=Three%20thousand%20people%20were%20arrested."
    with ThreadPoolExecutor(8) as callers:
        replies = list(callers.map(lambda _: server.ask("GET", path), range(32)))
    bodies = {re.sub(r'"checked_at":"[^"]*"', "", reply.text) for reply in replies}
    assert {reply.status for reply in replies} == {200}
    assert len(bodies) == 1


def test_a_request_is_one_json_line_without_the_statement(tmp_path: Path) -> None:
    with running_server(tmp_path, **SMALL) as server:
        reply = server.ask("POST", "/", STATEMENT, {"Content-Type": "text/plain"})
        server.ask("GET", "/v1/check?statement=Arrests%20in%20Almaty.")
        server.ask("GET", "/livez")
        server.stop()
    lines = [json.loads(line) for line in server.logged]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("POST", "/", 200),
        ("GET", "/v1/check", 200),
    ]
    assert lines[0]["request_id"] == reply.headers["X-Request-ID"]
    assert lines[0]["duration_ms"] > 0
    assert not re.search(r"arrest|Almaty", "".join(server.logged), re.IGNORECASE)


def test_a_killed_worker_is_replaced_and_nothing_more_is_printed(tmp_path: Path) -> None:
    with running_server(tmp_path, **SMALL) as server:
        (before,) = worker_ids(server)
        os.kill(before, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while not worker_ids(server) - {before} and time.monotonic() < deadline:
            time.sleep(0.05)
        assert server.ask("GET", "/readyz").status == 200
        assert server.stop() == 0
    assert sum(line.startswith("curl ") for line in server.printed) == 1
    assert {json.loads(line)["level"] for line in server.logged} <= {"info", "error"}


def test_an_empty_corpus_is_served_where_that_is_asked_for(tmp_path: Path) -> None:
    with running_server(tmp_path, **SMALL) as server:
        page = json.loads(server.ask("GET", "/v1/sources").text)
        assert page["sources"] == []


def test_the_server_leaves_nothing_in_the_home_of_its_user(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with running_server(tmp_path, **SMALL, HOME=str(home), FACTCHECK_MODEL="auto") as server:
        assert server.ask("GET", "/readyz").status == 200
    # onnxruntime, left to itself, keeps a device id there and reports to its vendor.
    assert list(home.rglob("*")) == []


def test_an_address_in_use_is_said_at_once(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = start(
            FACTCHECK_BIND=f"127.0.0.1:{port}",
            FACTCHECK_DATABASE_URL=f"sqlite:///{tmp_path}/factcheck.db",
        )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"FACTCHECK_BIND: 127\.0\.0\.1:\d+ .*\n", done.stderr)


@pytest.mark.parametrize(
    ("name", "value"),
    [("FACTCHECK_WORKERS", "many"), ("FACTCHECK_BIND", "nowhere"), ("FACTCHECK_SEEDS", "/no")],
)
def test_a_setting_that_cannot_be_used_ends_with_status_2_and_a_sentence(
    name: str, value: str
) -> None:
    done = start(**{name: value})
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"{name}: .+\n", done.stderr)


def test_gunicorn_started_by_hand_refuses_the_same_settings() -> None:
    done = subprocess.run(
        [*factcheck_command()[:1], "-m", "gunicorn", "-c", "service/gunicorn.conf.py", "x:y"],
        cwd=ROOT,
        env={"FACTCHECK_BIND": "nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert re.fullmatch(r"FACTCHECK_BIND: .+\n", done.stderr)
