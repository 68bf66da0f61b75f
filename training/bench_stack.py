"""The service's check beside what a Python user would build: sentence-transformers and PyTorch.

    python -m training.bench_stack --records seeds --statements STATEMENTS.jsonl

The other stack embeds the statement with sentence-transformers, compares it with every claim, and
puts the 16 nearest through this project's own network in PyTorch, float32, in one batch. Both
stacks judge the same statements over the same records in this run, each in a process of its own on
one thread; printed are median and 99th percentile of a check and the memory of the process.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

TOP = 16
NOW = datetime(2026, 1, 1, tzinfo=UTC)
STACKS = ("service", "pytorch")
WEIGHTS = Path("service/inference/weights")

Check = Callable[[str], object]


def service_stack(records: Path) -> Check:
    """The service's own check, without HTTP."""
    from service.assembly import checker_for
    from service.config import Settings
    from service.domain.check import CheckRequest
    from service.domain.corpus import Filters
    from service.embedding import embed_missing
    from service.ingest import import_folder
    from service.parsing.indexing import index_terms
    from service.storage import open_storage

    storage = open_storage("memory:")
    import_folder(storage.claims, records, index_terms=index_terms)
    checker = checker_for(Settings(database_url="memory:", model="bundled"), storage)
    embed_missing(storage.vectors, checker.vectors.embedder)

    def check(statement: str) -> object:
        request = CheckRequest(statement=statement, as_of=None, filters=Filters(), limit=10)
        return checker.check(request, now=NOW)

    return check


def pytorch_stack(records: Path) -> Check:
    """Nearest claims by sentence-transformers, judged by the same network in PyTorch."""
    import torch
    from sentence_transformers import SentenceTransformer

    from training.batches import Encoded, collate, load_tokenizer
    from training.model import base_folder
    from training.unquantise import unquantised

    torch.set_num_threads(1)
    rows = [json.loads(line) for path in sorted(records.glob("*.jsonl")) for line in path.open()]
    claims = [row["text"] for row in rows if row["kind"] == "claim"]
    embedder = SentenceTransformer(str(base_folder()), device="cpu")
    vectors = embedder.encode(claims, convert_to_tensor=True, normalize_embeddings=True)
    net = unquantised(WEIGHTS, base_folder()).eval()
    tokenizer = load_tokenizer(base_folder())

    def check(statement: str) -> object:
        with torch.inference_mode():
            asked = embedder.encode(statement, convert_to_tensor=True, normalize_embeddings=True)
            nearest = torch.topk(vectors @ asked, min(TOP, len(claims))).indices.tolist()
            read = tokenizer.encode_batch([(statement, claims[index]) for index in nearest])
            batch = collate([Encoded(one.ids, one.type_ids, 0, 1.0) for one in read])
            return net(batch.ids, batch.types, batch.mask).softmax(dim=-1)

    return check


def measure(stack: str, records: Path, statements: Path) -> dict[str, float]:
    """Median and 99th percentile in ms, peak memory in MB."""
    check = {"service": service_stack, "pytorch": pytorch_stack}[stack](records)
    asked = [json.loads(line)["statement"] for line in statements.open(encoding="utf-8")]
    for statement in asked[:5]:
        check(statement)
    taken = []
    for statement in asked[5:]:
        start = time.perf_counter()
        check(statement)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return {
        "checks": len(taken),
        "median_ms": round(statistics.median(taken), 1),
        "p99_ms": round(taken[int(len(taken) * 0.99)], 1),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=Path, required=True, help="folder of *.jsonl")
    parser.add_argument("--statements", type=Path, required=True)
    parser.add_argument("--stack", choices=STACKS, help="measure this one alone, in this process")
    options = parser.parse_args()
    if options.stack:
        print(json.dumps(measure(options.stack, options.records, options.statements)))
        return
    for stack in STACKS:
        command = [sys.executable, "-m", "training.bench_stack", "--stack", stack]
        given = ["--records", str(options.records), "--statements", str(options.statements)]
        # The commands are this file's own, with the caller's paths.
        done = subprocess.run([*command, *given], check=True, capture_output=True, text=True)
        print(stack, done.stdout.strip().splitlines()[-1], flush=True)


if __name__ == "__main__":
    main()
