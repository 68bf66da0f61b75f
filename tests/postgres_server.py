"""A PostgreSQL server of a test's own, made with ``initdb``: it may be stopped and copied."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """One server and its folder; it runs as nobody in particular, since PostgreSQL refuses root."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off"
        options += f" -c unix_socket_directories={self.folder}"
        self._control("-l", self.folder / "log", "-o", options, "-w", "start")

    def stop(self, *, mode: str = "fast") -> None:
        """End all connections; ``immediate`` is what a power failure looks like to clients."""
        self._control("-m", mode, "-w", "stop")

    def _control(self, *arguments: str | Path) -> None:
        run_unprivileged("pg_ctl", "-D", self.folder / "data", *arguments)


@contextmanager
def new_server() -> Iterator[PostgresServer]:
    """A running server with an empty database; skips the test where there is no PostgreSQL."""
    with _folder() as folder:
        data = folder / "data"
        run_unprivileged("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        with _running(PostgresServer(folder=folder, port=free_port())) as server:
            yield server


@contextmanager
def standby_of(primary: PostgresServer) -> Iterator[PostgresServer]:
    """A server that follows another one by streaming replication."""
    with _folder() as folder:
        source = ("-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres")
        run_unprivileged("pg_basebackup", *source, "-D", folder / "data", "-R", "-c", "fast", "-N")
        with _running(PostgresServer(folder=folder, port=free_port())) as server:
            yield server


def run_unprivileged(program: str, *arguments: str | Path) -> None:
    """Run a program of PostgreSQL, as root under another name."""
    user = _unprivileged_user() if os.geteuid() == 0 else None
    subprocess.run(
        [found(program), *arguments],
        user=user,
        cwd="/",
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def found(program: str) -> str:
    """Where a program is; beside ``initdb`` too, since not every system has all in the path."""
    initdb = shutil.which("initdb")
    beside = Path(initdb).resolve().parent / program if initdb else None
    path = shutil.which(program) or (str(beside) if beside and beside.exists() else None)
    if path is None:
        pytest.skip(f"no PostgreSQL server to start: {program} is not installed")
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _running(server: PostgresServer) -> Iterator[PostgresServer]:
    server.start()
    try:
        yield server
    finally:
        if (server.folder / "data" / "postmaster.pid").exists():
            server.stop(mode="immediate")


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="factcheck-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _unprivileged_user())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
