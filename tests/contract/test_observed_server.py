"""What an operator sees of the real server: its counts, its log, its health."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.openapi_contract import contract
from tests.receiving import Receiver, answering, receiver
from tests.serving import Server, running_server

WORD = "zebrafish"
JSON = {"Content-Type": "application/json"}
TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {
        "FACTCHECK_WORKERS": "2",
        "FACTCHECK_SEEDS": "none",
        "FACTCHECK_OUTBOUND_ALLOW": "127.0.0.0/8",
    }
    with running_server(tmp_path_factory.mktemp("observed"), **settings) as server:
        yield server


def total(server: Server, name: str, **labels: str) -> float:
    """The sum of the samples of this name that bear these labels."""
    wanted = [f'{label}="{value}"' for label, value in labels.items()]
    lines = server.ask("GET", "/metrics").text.splitlines()
    found = [line for line in lines if re.match(rf"{name}[{{ ]", line)]
    return sum(float(line.split()[-1]) for line in found if all(one in line for one in wanted))


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def checks(server: Server) -> float:
    return total(server, "factcheck_http_requests_total", route="/v1/check")


def test_whichever_worker_is_asked_all_are_counted_the_dead_included(observed: Server) -> None:
    before = checks(observed)
    for number in range(16):
        observed.ask("GET", f"/v1/check?statement=Arrests+{number}.")
    # A request is counted when its answer is out, so the last one may be late.
    wait_until(lambda: checks(observed) == before + 16)
    assert {checks(observed) for _ in range(8)} == {before + 16}

    children = Path(f"/proc/{observed.process.pid}/task/{observed.process.pid}/children")
    if not children.exists():
        pytest.skip("needs /proc to find the workers")
    killed = int(children.read_text().split()[0])
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: any(f"{killed}) was sent SIGKILL" in line for line in observed.logged))

    assert checks(observed) == before + 16
    # The master tells of a death before it forgets what that worker had at hand.
    wait_until(lambda: total(observed, "factcheck_http_requests_in_progress") == 1)


def asked_with_the_word() -> Iterator[tuple[str, str, str | None, dict[str, str]]]:
    """Each operation of the contract with the word in its path, query and body."""
    for path, methods in contract()["paths"].items():
        for method, operation in methods.items():
            parameters = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
            query = urlencode({one["name"]: WORD for one in parameters} | {"statement": WORD})
            target = f"{re.sub(r'{[^}]*}', WORD, path)}?{query}"
            yield method.upper(), target, None, {}
            for media in operation.get("requestBody", {}).get("content", ()):
                fields = {"statement": WORD, "text": WORD, "statements": [{"statement": WORD}]}
                body = json.dumps(fields) if "json" in media else WORD
                yield method.upper(), target, body, {"Content-Type": media}


PLAIN: list[tuple[str, str, Any]] = [
    ("POST", "/", WORD),
    ("POST", "/v1/checks", {"statement": f"A {WORD} was arrested."}),
    ("POST", "/v1/checks/batch", {"statements": [{"statement": f"A {WORD} was arrested."}]}),
    ("POST", "/v1/drafts", {"text": f"On Friday 3,000 {WORD} were arrested. It was a {WORD}."}),
    ("POST", "/v1/jobs", {"statement": f"A {WORD} was arrested."}),
    ("POST", "/v1/checks", {WORD: WORD}),
    ("GET", f"/{WORD}/{WORD}", None),
]

BROKEN = [
    f"GET /?statement={WORD} {WORD} HTTP/1.1\r\nHost: a\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: a\r\n{WORD} {WORD}: x\r\n\r\n",
    f"{WORD}\r\n\r\n",
    f"GET / {WORD}/1.1\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{WORD}\r\n",
    f"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{WORD}",
    f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{WORD}",
    f"POST / HTTP/1.1\r\nHost: a\r\nExpect: {WORD}\r\nContent-Length: 9\r\n\r\n{WORD}",
]


def send_raw(server: Server, request: str) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(request.encode())
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(100)


def test_what_is_submitted_stands_in_no_log_line(observed: Server) -> None:
    for method, path, body, headers in asked_with_the_word():
        observed.ask(method, path, body, headers)
    for method, path, fields in PLAIN:
        body = fields if isinstance(fields, str) or fields is None else json.dumps(fields)
        media = "application/x-ndjson" if path == "/v1/jobs" else "application/json"
        reply = observed.ask(method, path, body, {"Content-Type": media} if body else None)
        assert reply.status < 500
    answers = [send_raw(observed, request) for request in BROKEN]
    wait_until(lambda: total(observed, "factcheck_job_lines_total", outcome="checked") >= 1)

    lines = [json.loads(line) for line in observed.logged]
    requests = [line for line in lines if line["event"] == "request"]
    assert all(not answer or answer.split()[1] < b"500" for answer in answers)
    assert len(requests) > 60
    assert [line for line in [*observed.logged, *observed.printed] if WORD in line.lower()] == []
    assert WORD not in observed.ask("GET", "/metrics").text


def traces(listening: Receiver) -> list[str]:
    return [request.headers["traceparent"] for request in listening.received]


def test_the_trace_of_a_request_goes_on_to_the_webhook_that_it_leads_to(observed: Server) -> None:
    with receiver(answering(204)) as listening:
        hook = {"url": listening.url, "events": ["job.finished"]}
        created = observed.ask("POST", "/v1/webhooks", json.dumps(hook), JSON)
        assert created.status == 201
        headers = {"Content-Type": "application/x-ndjson", "traceparent": TRACEPARENT}
        observed.ask("POST", "/v1/jobs", '{"statement": "Arrests."}', headers)
        # Jobs of other tests may be announced here, too.
        wait_until(lambda: any(TRACE in told for told in traces(listening)))

    (told,) = (told for told in traces(listening) if TRACE in told)
    version, trace, span, flags = told.split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert span not in TRACEPARENT
    assert any(f'"trace_id": "{TRACE}"' in line for line in observed.logged)
    wait_until(lambda: total(observed, "factcheck_webhook_attempts_total", state="delivered") >= 1)


def readiness(server: Server) -> tuple[int, int, str]:
    ready = server.ask("GET", "/readyz")
    return server.ask("GET", "/livez").status, ready.status, ready.text


def test_a_server_says_that_it_cannot_work_while_its_database_is_not_there(tmp_path: Path) -> None:
    settings = {"FACTCHECK_WORKERS": "1", "FACTCHECK_SEEDS": "none"}
    with running_server(tmp_path, **settings) as server:
        file = tmp_path / "factcheck.db"
        with sqlite3.connect(file, isolation_level=None) as connection:
            connection.execute("BEGIN IMMEDIATE")
            assert readiness(server)[:2] == (200, 200)
            assert server.ask("GET", "/v1/check?statement=Arrests.").status == 200
            (newest,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            connection.execute("UPDATE alembic_version SET version_num = '0001'")
            connection.execute("COMMIT")

            alive, ready, said = readiness(server)
            assert (alive, ready) == (200, 503)
            assert "lacks the migrations" in said
            connection.execute("UPDATE alembic_version SET version_num = ?", (newest,))
        connection.close()
        assert readiness(server)[:2] == (200, 200)

        # Those who have the file open would go on as if nothing had happened.
        file.rename(tmp_path / "moved.db")
        assert readiness(server)[:2] == (200, 503)
        # More at once than there were connections, so some of them are opened now.
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(server.ask, "GET", f"/v1/claims?q={n}") for n in range(24)]
        assert {answer.result().status for answer in asked} <= {200, 503}
        assert not file.exists()
        assert server.ask("GET", "/metrics").status == 200

        (tmp_path / "moved.db").rename(file)
        assert readiness(server)[:2] == (200, 200)
