"""Latency and throughput of GET /v1/check, beside a bare Flask + marshmallow endpoint.

    python tests/benchmarks/bench_check.py --statements STATEMENTS.jsonl [--model none|bundled]

Both run under gunicorn with 2 workers of 8 threads in the same minute, and are asked the same
statements, each once and in the same order, after a warm-up round of four clients (one connection
stays with one worker, so a single client would leave the other cold). Latency is measured by one
client on one connection, throughput by four clients. Every statement is made different from all
before (full stops behind it), so that no answer comes from a cache, unless ``--repeat`` is given.
On a machine with other work, the processor time of a request is the figure to compare.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.processes import cpu_seconds
from tests.postgres_server import free_port
from tests.serving import ROOT, running_server

CLIENTS = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--statements", type=Path, required=True)
    parser.add_argument("--model", default="none", choices=("none", "bundled"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeat", action="store_true", help="allow answers from the cache")
    options = parser.parse_args()
    lines = options.statements.read_text("utf-8").splitlines()
    statements = [json.loads(line)["statement"] for line in lines]
    with tempfile.TemporaryDirectory() as folder, bare_server() as bare:
        settings = {"FACTCHECK_MODEL": options.model, "FACTCHECK_WORKERS": "2"}
        with running_server(Path(folder), **settings) as server:
            for port in (bare.port, server.port):
                ask_at_once(port, [statements] * CLIENTS)
            for name, port, pid in (
                ("bare", bare.port, bare.pid),
                ("factcheck", server.port, server.process.pid),
            ):
                report(name, port, pid, statements, options.rounds, options.repeat)


def report(
    name: str, port: int, pid: int, statements: list[str], rounds: int, repeat: bool
) -> None:
    asked = [
        text if repeat else f"{text} {marks(turn)}" for turn in range(rounds) for text in statements
    ]
    before = cpu_seconds(pid)
    times = sorted(ask_all(port, asked))
    used = 1000 * (cpu_seconds(pid) - before) / len(asked)
    percentile = times[min(len(times) - 1, int(0.99 * len(times)))]
    print(
        f"{name:<10} {len(times)} requests  median {statistics.median(times):.2f} ms  "
        f"p99 {percentile:.2f} ms  mean {statistics.fmean(times):.2f} ms  cpu {used:.2f} ms"
    )
    shares = [[f"{text} {marks(client + 20)}" for text in asked] for client in range(CLIENTS)]
    began = time.perf_counter()
    ask_at_once(port, shares)
    seconds = time.perf_counter() - began
    print(f"{name:<10} {CLIENTS * len(asked) / seconds:.0f} requests/s with {CLIENTS} clients")


def marks(number: int) -> str:
    """An ending that makes a text its own and adds neither word nor figure."""
    return "." * (number + 1)


def ask_at_once(port: int, shares: list[list[str]]) -> None:
    """Each share by a client of its own, all at the same time, so that every worker gets some."""
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(lambda share: ask_all(port, share), shares))


def ask_all(port: int, statements: list[str]) -> list[float]:
    """Milliseconds of each request, on one kept connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for statement in statements:
        began = time.perf_counter()
        connection.request("GET", f"/v1/check?statement={quote(statement)}")
        reply = connection.getresponse()
        body = reply.read()
        times.append((time.perf_counter() - began) * 1000)
        if reply.status != 200:
            raise SystemExit(f"{reply.status} for {statement!r}: {body[:200]!r}")
    connection.close()
    return times


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """The bare server: where it listens, and its first process."""

    port: int
    pid: int


@contextmanager
def bare_server() -> Iterator[Bare]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "8"]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "tests.benchmarks.bare_app:app"],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_open(port)
        yield Bare(port=port, pid=process.pid)
    finally:
        process.terminate()
        process.wait()


def wait_until_open(port: int) -> None:
    for _ in range(100):
        try:
            ask_all(port, ["ready?"])
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing listens on port {port}")


if __name__ == "__main__":
    main()
