"""What grows with the corpus: import, disk, memory, latency, recall; SQLite and PostgreSQL.

    python tests/benchmarks/bench_scale.py --records 1000 10000 100000 --engines sqlite postgres
        [--model bundled] [--statements 300]

For each size and database: the generated records are imported, a server with 2 workers is asked
reworded statements of known records, and the search is asked for their candidates. Statements are
asked once each, so none is answered from the cache. Beside every latency stands the processor time
of a request, and that of a bare Flask + marshmallow endpoint in the same minute. One JSON line for
each corpus; ``docs/scale.md`` has the table.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import numpy.typing as npt
from sqlalchemy import text

from service.assembly import storage_for
from service.config import load_settings
from service.domain.changes import UNSIGNED
from service.domain.corpus import Filters
from service.domain.imports import ImportPlan, OnError, no_progress
from service.embedding import embed_missing
from service.importing import ImportFormat, read_entries
from service.importing.parallel import by_processes
from service.ingest import import_records, read_records
from service.parsing.analysis import analyse
from service.parsing.indexing import index_terms, index_text, query_terms
from service.retrieval.vectors import VectorSearch
from service.storage.engine import build_engine, reading
from tests.benchmarks.bench_check import ask_all, bare_server
from tests.benchmarks.generate_records import Writer, articles, records, sample_reports
from tests.benchmarks.processes import cpu_seconds, memory_mb, peak_memory_mb
from tests.databases import empty_database
from tests.serving import ROOT, running_server

SEED = 1
WARM_UP = 60
CANDIDATES = 48
CHUNK_BYTES = 65_536
# A machine that is busy with something else must not end a measurement.
PATIENT = {"FACTCHECK_QUERY_TIMEOUT_MS": "60000"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--model", default="none", choices=("none", "bundled"))
    parser.add_argument("--statements", type=int, default=300)
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part](options)))
        return
    for engine in options.engines:
        for size in options.records:
            print(json.dumps(measured(engine, size, options)), flush=True)


def measured(engine: str, size: int, options: argparse.Namespace) -> dict[str, object]:
    """All figures of one corpus."""
    found: dict[str, object] = {"engine": engine, "records": size}
    with tempfile.TemporaryDirectory() as folder:
        url = empty_database(engine, Path(folder))
        file = Path(folder) / "records.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{json.dumps(record)}\n" for record in records(SEED, size))
        found |= child("import", url, size, options, FILE=str(file))
        file.unlink()
        found["disk_mb"] = round(disk_bytes(url) / 1e6)
        found |= child("recall", url, size, options)
        found |= served(Path(folder), url, size, options)
        found |= child("vectors", url, size, options)
    return found


def child(
    part: str, url: str, size: int, options: argparse.Namespace, **more: str
) -> dict[str, Any]:
    """A part of the work in a process of its own, so that its memory can be told."""
    command = [sys.executable, __file__, "--part", part, "--records", str(size)]
    command += ["--statements", str(options.statements)]
    settings = {"FACTCHECK_DATABASE_URL": url, "FACTCHECK_MODEL": options.model} | PATIENT
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | settings | more,  # noqa: TID251  A process needs all of it.
        check=True,
        stdout=subprocess.PIPE,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def imported(options: argparse.Namespace) -> dict[str, object]:
    """The import as ``factcheck import`` does it."""
    settings = load_settings()
    storage = storage_for(settings)
    storage.migrate()
    file = Path(os.environ["FILE"])  # noqa: TID251  Set by the parent of this process.
    plan = ImportPlan(on_error=OnError.ABORT, dry_run=False, note=UNSIGNED)
    began = time.perf_counter()
    with (
        file.open("rb") as stream,
        by_processes(index_text, processes=os.cpu_count() or 1) as index_many,
    ):
        chunks = iter(lambda: stream.read(CHUNK_BYTES), b"")
        entries = read_entries(chunks, form=ImportFormat.NDJSON, index_many=index_many)
        report = storage.transfer.load(entries, plan, progress=no_progress)
        seconds = time.perf_counter() - began
        used = cpu_seconds(os.getpid())
    storage.close()
    return {
        "import_per_s": round(report.read / seconds),
        "import_cpu_us": round(1e6 * used / report.read),
        "import_peak_mb": peak_memory_mb(os.getpid()),
    }


def vectors(options: argparse.Namespace) -> dict[str, object]:
    """What a process needs to hold the codes of all claims, and to follow a change of one.

    The vectors are random: they take the same room and time as those of a model, and are made in
    no time. They are made in another process, so that only the codes count here.
    """
    with ProcessPoolExecutor(1) as pool:
        seconds = pool.submit(_embed_all).result()
    storage = storage_for(load_settings())
    embedder = RandomEmbedder()
    search = VectorSearch(storage.vectors, embedder)
    nearest = partial(search.nearest, filters=Filters(), published_until=None, limit=CANDIDATES)
    before = memory_mb(os.getpid())
    began = time.perf_counter()
    nearest("Police arrested two suspects.")
    loaded = time.perf_counter()
    grown = memory_mb(os.getpid()) - before
    scans = [_timed(partial(nearest, f"statement {at}")) for at in range(20)]
    article = Writer(SEED + 7).article(0)
    lines = [json.dumps(article.source), json.dumps(article.reports[0].record)]
    import_records(storage.claims, *read_records(lines, name="one"), index_terms=index_terms)
    embed_missing(storage.vectors, embedder)
    followed = _timed(partial(nearest, "another statement"))
    storage.close()
    return {
        "vectors_stored_per_s": round(options.records[0] / seconds),
        "codes_load_s": round(loaded - began, 2),
        "codes_mb": grown,
        "vector_scan_ms": round(statistics.median(scans), 1),
        "follow_one_change_ms": round(followed, 1),
    }


def _embed_all() -> float:
    storage = storage_for(load_settings())
    began = time.perf_counter()
    embed_missing(storage.vectors, RandomEmbedder())
    storage.close()
    return time.perf_counter() - began


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


class RandomEmbedder:
    """A vector for each text that depends on it and means nothing."""

    fingerprint: str | None = "random-vectors"
    dimensions = 384

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = [
            np.random.default_rng(zlib.crc32(text.encode())).standard_normal(self.dimensions)
            for text in texts
        ]
        vectors = np.array(rows, dtype=np.float32)
        unit: npt.NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def recall(options: argparse.Namespace) -> dict[str, object]:
    """How often the record that a statement was made from is among its candidates."""
    settings = load_settings()
    storage = storage_for(settings)
    reports = sample_reports(SEED, options.records[0], sample=options.statements)
    first = next(articles(SEED)).source
    filters = {
        "open": Filters(),
        "publisher": Filters(publishers=(str(first["publisher"]),)),
        "source": Filters(sources=(str(first["id"]),)),
        "week": Filters(published_from="2015-03-02", published_to="2015-03-08"),
    }
    found: dict[str, object] = {}
    for name, asked in filters.items():
        times, hits = [], 0
        for report in reports:
            terms = query_terms(analyse(report.reworded, None))
            began = time.perf_counter()
            candidates = storage.search.candidates(
                terms, asked, published_until=None, limit=CANDIDATES
            )
            times.append((time.perf_counter() - began) * 1000)
            hits += any(one.claim.id == report.record["id"] for one in candidates)
        if name == "open":
            found["recall"] = round(hits / len(reports), 3)
        found[f"search_{name}_ms"] = round(statistics.median(times), 1)
    storage.close()
    return found


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, object]]] = {
    "import": imported,
    "recall": recall,
    "vectors": vectors,
}


def served(folder: Path, url: str, size: int, options: argparse.Namespace) -> dict[str, object]:
    """Latency of ``GET /v1/check`` with statements that were never asked before."""
    settings = {
        "FACTCHECK_DATABASE_URL": url,
        "FACTCHECK_MODEL": options.model,
        "FACTCHECK_WORKERS": "2",
    } | PATIENT
    asked = [one.reworded for one in sample_reports(SEED, size, sample=options.statements)]
    warm = [one.reworded for one in sample_reports(SEED + 1, 10 * size, sample=WARM_UP)]
    with bare_server() as bare, running_server(folder, **settings) as server:
        pid = server.process.pid
        ask_all(server.port, warm)
        before = cpu_seconds(pid)
        times = sorted(ask_all(server.port, asked))
        used = cpu_seconds(pid) - before
        ask_all(bare.port, warm)
        bare_times = ask_all(bare.port, asked)
        return {
            "check_median_ms": round(statistics.median(times), 1),
            "check_p99_ms": round(times[int(0.99 * len(times))], 1),
            "check_cpu_ms": round(1000 * used / len(asked), 1),
            "bare_median_ms": round(statistics.median(bare_times), 1),
            "worker_mb": memory_mb(pid),
        }


def disk_bytes(url: str) -> int:
    if url.startswith("sqlite"):
        database = Path(url.removeprefix("sqlite:///"))
        return sum(part.stat().st_size for part in database.parent.glob(f"{database.name}*"))
    with reading(build_engine(url)) as connection:
        size: int = connection.execute(
            text("SELECT pg_database_size(current_database())")
        ).scalar_one()
    return size


if __name__ == "__main__":
    main()
