"""How often the service takes a side on statements that have nothing to do with its corpus.

    python tests/benchmarks/eval_off_topic.py --model bundled

Asks the statements of each event of ``events`` and of the bundled corpus over the records of every
other one, a few of each. Only those whose every name is unknown to the corpus asked are taken: such a statement
is about something else, so any verdict but `unverified` is wrong. ``--failures`` lists those.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.eval_verdict import over_wsgi
from training.event_corpora import words_of_records
from training.off_topic import names_in

HERE = Path(__file__).parent
BUNDLED = Path("seeds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", default="auto", choices=("bundled", "none", "auto"))
    parser.add_argument("--each", type=int, default=5, help="statements of each for each other")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for name, records, _ in corpora():
        ask = over_wsgi(records, options.model)
        known = words_of_records(records)
        for statement in strangers(name, known, options.each):
            answer = ask(statement)
            verdict = answer["verdict"]
            total[verdict] += 1
            if options.failures and verdict != "unverified":
                print(f"{name}: {statement}\n   {verdict}")
                for side in ("supporting", "conflicting"):
                    for item in answer["evidence"][side][:2]:
                        print(f"   {side} {item['confidence']} {item['claim']['text'][:110]}")
    asked = total.total()
    print(f"{asked} statements off the topic:")
    for verdict, count in total.most_common():
        print(f"  {verdict:12} {count:4} {count / asked:.3f}")


def corpora() -> Iterator[tuple[str, Path, Path]]:
    """(name, folder of records, statements) of each event and of the bundled corpus."""
    yield "seeds", BUNDLED, HERE / "bundled" / "blind.jsonl"
    for folder in sorted((HERE / "events").iterdir()):
        if folder.is_dir():
            yield folder.name, folder / "records", folder / "statements.jsonl"


def strangers(name: str, known: frozenset[str], each: int) -> Iterator[str]:
    """Statements about others whose names are all unknown to a corpus of these words."""
    for other, _, statements in corpora():
        if other == name:
            continue
        taken = 0
        for line in statements.open(encoding="utf-8"):
            statement = json.loads(line)["statement"]
            names = names_in(statement)
            if names and names.isdisjoint(known) and taken < each:
                taken += 1
                yield statement


if __name__ == "__main__":
    main()
