"""Whether the right sentence is among the first 5 and 20 that retrieval brings up.

    python tests/benchmarks/eval_retrieval.py DATA [--weights FOLDER] [--database FILE]

DATA holds ``pool.jsonl.gz`` (id, text, title), ``queries.jsonl.gz`` (id, text) and ``qrels.tsv``.
The pool becomes a corpus in SQLite, a source for each title. With ``--database`` it is kept, so
that a second run need not embed it again. BM25 is an oracle of its own, over plain words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from service.config import decline_telemetry
from service.domain.corpus import Claim, Filters, IndexedClaim, Locator, Source, Standing
from service.embedding import embed_missing
from service.inference import NullEmbedder
from service.parsing.analysis import analyse
from service.parsing.indexing import index_terms
from service.ports import Embedder
from service.retrieval.search import retrieve
from service.retrieval.vectors import VectorSearch
from service.storage import Storage, open_storage

DEPTHS = (1, 5, 20, 50)
Search = Callable[[str], Sequence[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, help="folder of the embedder (default: bundled)")
    parser.add_argument("--database", type=Path, help="file to keep the corpus in")
    options = parser.parse_args()
    pool = lines(options.data / "pool.jsonl.gz")
    queries = lines(options.data / "queries.jsonl.gz")
    right = defaultdict(set)
    for line in (options.data / "qrels.tsv").read_text().splitlines():
        query, passage, _grade = line.split("\t")
        right[query].add(passage)
    embedder = embedder_of(options.weights)
    file = options.database or Path(tempfile.mkdtemp(prefix="eval-")) / "retrieval.db"
    storage = filled(file, pool, embedder)
    searches = {
        "BM25 (oracle), text": bm25({row["id"]: row["text"] for row in pool}),
        "BM25 (oracle), title and text": bm25(
            {row["id"]: f"{row['title']} {row['text']}" for row in pool}
        ),
        "lexical candidates": ours(storage, NullEmbedder()),
        "vectors": vectors_alone(storage, embedder),
        "fused": ours(storage, embedder),
    }
    print(f"{len(pool)} sentences, {len(queries)} queries; any right / share of the right ones")
    print(f"{'':32}" + "".join(f"{f'@{depth}':>14}" for depth in DEPTHS) + f"{'median ms':>12}")
    for name, search in searches.items():
        print(f"{name:32}{measured(search, queries, right)}", flush=True)
    storage.close()


def lines(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def embedder_of(weights: Path | None) -> Embedder:
    decline_telemetry()
    from service.inference.manifest import WEIGHTS
    from service.inference.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder(weights or WEIGHTS)


def filled(file: Path, pool: list[dict[str, str]], embedder: Embedder) -> Storage:
    """The pool as a corpus with vectors; what an earlier run has made is kept."""
    storage = open_storage(f"sqlite:///{file}")
    storage.migrate()
    sources, claims = {}, []
    for row in pool:
        source = make_source(row["title"])
        sources[source.id] = source
        claim = make_claim(row, source)
        claims.append(IndexedClaim(claim=claim, terms=index_terms(claim)))
    storage.claims.add(sources.values(), claims)
    start = time.perf_counter()
    made = embed_missing(storage.vectors, embedder)
    print(f"{made} vectors made in {time.perf_counter() - start:.0f} s", flush=True)
    return storage


def make_source(title: str) -> Source:
    return Source(
        id=re.sub(r"\W+", "-", title),
        publisher=None,
        title=title,
        url=None,
        published_at=None,
        language="en",
        origin=title,
    )


def make_claim(row: dict[str, str], source: Source) -> Claim:
    return Claim(
        id=row["id"],
        source_id=source.id,
        text=row["text"],
        quote=None,
        speaker=None,
        standing=Standing.ASSERTED,
        event_at=None,
        locator=Locator(),
    )


def ours(storage: Storage, embedder: Embedder) -> Search:
    vectors = VectorSearch(storage.vectors, embedder)
    claims = storage.claims.state().claims

    def search(text: str) -> Sequence[str]:
        found = retrieve(
            storage.search,
            analyse(text, None),
            Filters(),
            published_until=None,
            claims=claims,
            limit=max(DEPTHS),
            vectors=vectors,
        )
        return [candidate.claim.id for candidate in found.candidates]

    return search


def vectors_alone(storage: Storage, embedder: Embedder) -> Search:
    vectors = VectorSearch(storage.vectors, embedder)

    def search(text: str) -> Sequence[str]:
        found = vectors.nearest(text, Filters(), published_until=None, limit=max(DEPTHS))
        return [near.candidate.claim.id for near in found]

    return search


def bm25(texts: dict[str, str], *, k1: float = 0.9, b: float = 0.4) -> Search:
    """Robertson's BM25 with the defaults of Anserini, over lower-case words."""
    words = {key: re.findall(r"\w+", text.lower()) for key, text in texts.items()}
    mean = sum(map(len, words.values())) / len(words)
    postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, own in words.items():
        for word, count in Counter(own).items():
            weight = count * (k1 + 1) / (count + k1 * (1 - b + b * len(own) / mean))
            postings[word].append((key, weight))

    def search(text: str) -> Sequence[str]:
        total: dict[str, float] = defaultdict(float)
        for word in set(re.findall(r"\w+", text.lower())) & postings.keys():
            holding = len(postings[word])
            idf = math.log(1 + (len(words) - holding + 0.5) / (holding + 0.5))
            for key, weight in postings[word]:
                total[key] += idf * weight
        return sorted(total, key=lambda key: -total[key])[: max(DEPTHS)]

    return search


def measured(search: Search, queries: list[dict[str, str]], right: dict[str, set[str]]) -> str:
    hits, shares = dict.fromkeys(DEPTHS, 0), dict.fromkeys(DEPTHS, 0.0)
    times = []
    for query in queries:
        start = time.perf_counter()
        found = search(query["text"])
        times.append(time.perf_counter() - start)
        for depth in DEPTHS:
            count = len(right[query["id"]] & set(found[:depth]))
            hits[depth] += count > 0
            shares[depth] += count / len(right[query["id"]])
    total = len(queries)
    cells = [f"{hits[depth] / total:.3f} / {shares[depth] / total:.3f}" for depth in DEPTHS]
    median = sorted(times)[total // 2] * 1000
    return "".join(f"{cell:>14}" for cell in cells) + f"{median:>12.1f}"


if __name__ == "__main__":
    main()
