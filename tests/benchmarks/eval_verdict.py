"""Verdicts against gold statements, over HTTP.

    python tests/benchmarks/eval_verdict.py STATEMENTS.jsonl --url http://127.0.0.1:8000
    python tests/benchmarks/eval_verdict.py STATEMENTS.jsonl --corpus seeds   # starts no server

With ``--corpus`` the application is built in this process over the records of a folder and asked
through its WSGI door. ``--failures`` lists what went wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from service.app import create_app
from service.assembly import load_seeds, storage_for
from service.config import load_settings
from tests.benchmarks.scoring import Row, answered_stances, gold_stances, report

Ask = Callable[[str], dict[str, Any]]
OTHER_LANGUAGES = "other-language"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("statements", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--model", default="auto", choices=("bundled", "none", "auto"))
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    ask = over_wsgi(options.corpus, options.model) if options.corpus else over_http(options.url)
    records = [json.loads(line) for line in options.statements.open(encoding="utf-8")]
    rows = [row_of(r, ask) for r in records if r["category"] != OTHER_LANGUAGES]
    print(report(rows))
    if options.failures:
        for row in rows:
            if not row.is_right:
                print(f"\n{row.id} [{row.category}] {row.statement}")
                print(f"   gold {row.gold}, answered {row.answered}")


def row_of(record: dict[str, Any], ask: Ask) -> Row:
    answer = ask(record["statement"])
    return Row(
        id=record["id"],
        statement=record["statement"],
        category=record["category"],
        gold=record["verdict"],
        acceptable=frozenset(record["acceptable"]),
        answered=answer["verdict"],
        gold_stances=gold_stances(record),
        answered_stances=answered_stances(answer["evidence"]),
    )


def over_http(url: str) -> Ask:
    """Ask a running service."""

    def ask(statement: str) -> dict[str, Any]:
        body = json.dumps({"statements": [{"statement": statement, "limit": 50}]}).encode()
        request = urllib.request.Request(
            f"{url}/v1/checks/batch", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            answer: dict[str, Any] = json.load(response)
        check: dict[str, Any] = answer["checks"][0]["check"]
        return check

    return ask


def over_wsgi(corpus: Path, model: str) -> Ask:
    """Ask an application of our own over the records of one folder."""
    settings = load_settings(
        {
            "FACTCHECK_DATABASE_URL": f"sqlite:///{tempfile.mkdtemp(prefix='eval-')}/eval.db",
            "FACTCHECK_SEEDS": str(corpus),
            "FACTCHECK_MODEL": model,
        }
    )
    storage = storage_for(settings)
    storage.migrate()
    load_seeds(settings, storage)
    client = create_app(settings, storage=storage).test_client()

    def ask(statement: str) -> dict[str, Any]:
        body = {"statements": [{"statement": statement, "limit": 50}]}
        answer: dict[str, Any] = client.post("/v1/checks/batch", json=body).get_json()
        check: dict[str, Any] = answer["checks"][0]["check"]
        return check

    return ask


if __name__ == "__main__":
    main()
