"""A labelled pair (statement, evidence), and how a list of them is read and written."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = ("supporting", "conflicting", "unverified")
"""The order of the network's three outputs, everywhere."""

SOURCE_LABELS = {"supports": 0, "refutes": 1, "unverified": 2}
"""The words of the data files -> index into LABELS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One example. `label` is an index into LABELS; `key` names what must not be split over parts.

    `read` is the statement as the network reads it, with the signs of signs.py.
    """

    origin: str
    key: str
    statement: str
    evidence: str
    label: int
    weight: float = 1.0
    read: str = ""


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a `.jsonl` or `.jsonl.gz` file, one a line."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write pairs as JSON lines, in the order given."""
    with path.open("w", encoding="utf-8") as out:
        for pair in pairs:
            row = {name: getattr(pair, name) for name in Pair.__dataclass_fields__}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def load_pairs(path: Path) -> list[Pair]:
    """The inverse of write_pairs."""
    return [Pair(**row) for row in read_rows(path)]


def at_most(pairs: Iterable[Pair], most: int) -> list[Pair]:
    """The first ``most`` pairs of each origin, in order."""
    seen: Counter[str] = Counter()
    kept = []
    for pair in pairs:
        seen[pair.origin] += 1
        if seen[pair.origin] <= most:
            kept.append(pair)
    return kept
