"""Verdicts on the statements whose pairs were judged by reading (`training/judged`).

    python tests/benchmarks/eval_judged.py --model bundled [--each 50] [--failures]

About the bundled corpus (`bundled.jsonl`) and about the events that the network never sees. A verdict is
right if it is what the judged claims say: supporting ones, conflicting ones, both or neither. Thresholds
are set on these, so a figure from here is none for the README; it tells what a change does.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from service.domain.check import decide
from service.domain.evidence import Stance
from tests.benchmarks.eval_verdict import over_wsgi
from training.judged import BUNDLED, EVENTS, FITTED, SEEDS
from training.pairs import read_rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", default="auto", choices=("bundled", "none", "auto"))
    parser.add_argument("--each", type=int, help="at most so many statements of each corpus")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    for name, records, stances in corpora():
        ask = over_wsgi(records, options.model)
        counts: Counter[str] = Counter()
        for row in spread(list(read_rows(stances)), options.each):
            gold, answered = verdict_of(row), ask(row["statement"])["verdict"]
            counts["asked"] += 1
            counts["right"] += answered == gold
            counts["falsely supported"] += answered == "supported" != gold
            if answered != gold:
                confused[answered, gold] += 1
                if options.failures:
                    print(f"{name}: {row['statement']}\n   gold {gold}, answered {answered}")
        print(line(name, counts), flush=True)
        total += counts
    print(line("all", total))
    for (answered, gold), count in confused.most_common():
        print(f"  {answered} <- {gold}: {count}")


def corpora() -> Iterator[tuple[str, Path, Path]]:
    """(name, folder of records, judged statements) of the bundled corpus and of each event."""
    yield "seeds", SEEDS, BUNDLED
    for name in sorted(FITTED):
        yield name, EVENTS / name / "records", EVENTS / name / "stances.jsonl"


def spread(rows: list[dict[str, Any]], most: int | None) -> list[dict[str, Any]]:
    """At most so many rows, evenly from the whole file."""
    step = max(1, len(rows) // most) if most else 1
    return rows[::step][:most]


def verdict_of(row: dict[str, Any]) -> str:
    """What the judged claims make of a statement."""
    return decide(stance for stance in Stance if row[stance.value]).value


def line(name: str, counts: Counter[str]) -> str:
    asked = counts["asked"]
    right, false = counts["right"] / asked, counts["falsely supported"] / asked
    return f"{name:<12} {asked:5} statements  right {right:.3f}  falsely supported {false:.3f}"


if __name__ == "__main__":
    main()
