"""Verdicts over records that were extracted from whole articles, beside hand-written ones.

    python tests/benchmarks/eval_extraction.py STATEMENTS.jsonl --articles DIR --records DIR
    python tests/benchmarks/eval_extraction.py --invented

``DIR/<source id>.txt`` are the articles; the source records, and the hand-written claim records to
compare with, are those of ``--records``. Articles go as raw text into an empty corpus, and the
statements are asked through the WSGI door. ``--invented`` does so for the three invented events.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from service.app import create_app
from service.assembly import storage_for
from service.config import load_settings
from service.domain.corpus import Source
from service.extraction.intake import import_article
from service.ingest import import_records, read_records
from service.parsing.indexing import index_terms
from service.storage import Storage
from tests.benchmarks.eval_verdict import OTHER_LANGUAGES, Ask, row_of
from tests.benchmarks.scoring import Row, accuracy, false_support, report

EVENTS = Path(__file__).parent / "events"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("statements", type=Path, nargs="?")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--invented", action="store_true")
    parser.add_argument("--model", default="auto", choices=("bundled", "none", "auto"))
    parser.add_argument("--details", action="store_true")
    options = parser.parse_args()
    sets = [(event / "statements.jsonl", event, event / "records") for event in with_articles()]
    if not options.invented:
        if not (options.statements and options.articles and options.records):
            parser.error("give STATEMENTS, --articles and --records, or --invented")
        sets = [(options.statements, options.articles, options.records)]
    by_hand: list[Row] = []
    extracted: list[Row] = []
    for statements, articles, records in sets:
        hand = over(_by_hand(records, options.model))
        ours, origins = _extracted(articles, records, options.model)
        asked = [json.loads(line) for line in statements.open(encoding="utf-8")]
        asked = [record for record in asked if record["category"] != OTHER_LANGUAGES]
        by_hand += [row_of(record, hand) for record in asked]
        extracted += [row_of(record, over(ours)) for record in asked]
        print(f"{articles.name}: {ours[0].claims.state().claims} records; {origins}")
    print(_line("hand-written", by_hand))
    print(_line("extracted", extracted))
    print(f"difference    {100 * (accuracy(extracted) - accuracy(by_hand)):+.1f} points")
    if options.details:
        print(report(extracted))


def with_articles() -> list[Path]:
    """The invented events whose reports are there as whole articles."""
    return sorted({path.parent for path in EVENTS.glob("*/*.txt")})


def _line(name: str, rows: Sequence[Row]) -> str:
    return (
        f"{name:<13} statements {len(rows)}  accuracy {accuracy(rows):.3f}  "
        f"false supported {false_support(rows):.3f}"
    )


def _by_hand(records: Path, model: str) -> tuple[Storage, Any]:
    storage, client = _empty(model)
    for file in sorted(records.glob("*.jsonl")):
        with file.open("rb") as lines:
            sources, claims = read_records(lines, name=file.name)
        import_records(storage.claims, sources, claims, index_terms=index_terms)
    return storage, client


def _extracted(articles: Path, records: Path, model: str) -> tuple[tuple[Storage, Any], str]:
    """A corpus of raw articles, and which origins the import found to be shared."""
    storage, client = _empty(model)
    shared = []
    for source in _sources(records):
        text = (articles / f"{source.id}.txt").read_text(encoding="utf-8")
        alone = replace(source, origin=source.id)
        done = import_article(storage.claims, storage.search, alone, text, index_terms=index_terms)
        if done.extraction.source.origin != source.id:
            shared.append(f"{source.id} shares {done.extraction.source.origin}")
    return (storage, client), ", ".join(shared) or "no origin shared"


def _sources(records: Path) -> list[Source]:
    found: list[Source] = []
    for file in sorted(records.glob("*.jsonl")):
        with file.open("rb") as lines:
            found += read_records(lines, name=file.name)[0]
    return sorted(found, key=lambda source: (source.published_at or "", source.id))


def _empty(model: str) -> tuple[Storage, Any]:
    settings = load_settings(
        {
            "FACTCHECK_DATABASE_URL": f"sqlite:///{tempfile.mkdtemp(prefix='eval-')}/eval.db",
            "FACTCHECK_SEEDS": "",
            "FACTCHECK_MODEL": model,
        }
    )
    storage = storage_for(settings)
    storage.migrate()
    return storage, create_app(settings, storage=storage).test_client()


def over(corpus: tuple[Storage, Any]) -> Ask:
    """Ask the application over a corpus."""
    _, client = corpus

    def ask(statement: str) -> dict[str, Any]:
        body = {"statements": [{"statement": statement, "limit": 50}]}
        answer: dict[str, Any] = client.post("/v1/checks/batch", json=body).get_json()
        check: dict[str, Any] = answer["checks"][0]["check"]
        return check

    return ask


if __name__ == "__main__":
    main()
