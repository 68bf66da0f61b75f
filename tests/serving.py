"""Runs the real server in its own process, as ``make run`` does, and talks to it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_LIMIT_SECONDS = 60
STOP_LIMIT_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str


@dataclass(slots=True, kw_only=True)
class Server:
    """A running server; ``printed`` and ``logged`` grow while it runs."""

    process: subprocess.Popen[str]
    database_url: str
    printed: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body and body.encode(), headers or {})
            reply = connection.getresponse()
            text = reply.read().decode()
            return Reply(status=reply.status, headers=dict(reply.getheaders()), text=text)
        finally:
            connection.close()

    def stop(self) -> int:
        """Ask the server to finish; its exit status."""
        self.process.terminate()
        return self.process.wait(STOP_LIMIT_SECONDS)


def factcheck_command(*arguments: str) -> list[str]:
    """The command line, run from this checkout by the Python that runs the tests."""
    return [sys.executable, "-m", "service.cli", *arguments]


@contextmanager
def running_server(folder: Path, **settings: str) -> Iterator[Server]:
    """A server on a free port with a new SQLite database in ``folder``; stopped on leaving."""
    database_url = f"sqlite:///{folder}/factcheck.db"
    environment = {
        "FACTCHECK_BIND": "127.0.0.1:0",
        "FACTCHECK_DATABASE_URL": database_url,
        "FACTCHECK_MODEL": "none",
        **settings,
    }
    process = subprocess.Popen(
        factcheck_command("serve"),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(process=process, database_url=database_url)
    ready = threading.Event()
    readers = [
        threading.Thread(target=_follow_output, args=(server, ready)),
        threading.Thread(target=_follow_log, args=(server,)),
    ]
    for reader in readers:
        reader.start()
    try:
        ready.wait(START_LIMIT_SECONDS)
        if not server.port:
            raise AssertionError(f"the server did not start:\n{''.join(server.logged)}")
        yield server
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for reader in readers:
            reader.join()


def _follow_output(server: Server, ready: threading.Event) -> None:
    assert server.process.stdout is not None
    with server.process.stdout as lines:
        for line in lines:
            server.printed.append(line)
            if found := re.match(r"curl 127\.0\.0\.1:(\d+) ", line):
                server.port = int(found[1])
                ready.set()
    # A server that ends before it is ready must not be waited for.
    ready.set()


def _follow_log(server: Server) -> None:
    assert server.process.stderr is not None
    with server.process.stderr as lines:
        server.logged.extend(lines)
