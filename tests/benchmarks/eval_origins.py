"""How much two reports on one event share, as runs of five words: what the origin policy rests on.

    python tests/benchmarks/eval_origins.py --articles DIR --records DIR

``--records`` holds the source records, whose origins are the truth; without options the three
invented events are measured. Pairs of one origin are marked with a star.
"""

from __future__ import annotations

import argparse
import sys
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from service.domain.corpus import Source
from service.extraction.articles import extract
from service.extraction.origins import POLICY, Runs, shingles
from service.ingest import read_records

EVENTS = Path(__file__).parent / "events"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--records", type=Path)
    options = parser.parse_args()
    folders = [(event, event / "records") for event in sorted(EVENTS.glob("*/")) if event.is_dir()]
    if options.articles and options.records:
        folders = [(options.articles, options.records)]
    pairs = [row for articles, records in folders for row in rows_of(articles, records)]
    for shared, share, one, other, same in sorted(pairs, reverse=True):
        print(f"{'*' if same else ' '} {shared:>4} runs  {share:.3f}  {one} {other}")


def rows_of(articles: Path, records: Path) -> list[tuple[int, float, str, str, bool]]:
    """Shared runs, their share, and the two sources, for every pair of a folder."""
    sources = []
    for file in sorted(records.glob("*.jsonl")):
        with file.open("rb") as lines:
            sources += read_records(lines, name=file.name)[0]
    runs = {source.id: _runs(source, articles) for source in sources}
    rows = []
    for one, other in combinations(sources, 2):
        shared = len(runs[one.id] & runs[other.id])
        least = min(len(runs[one.id]), len(runs[other.id]))
        rows.append((shared, shared / least, one.id, other.id, one.origin == other.origin))
    return rows


def _runs(source: Source, articles: Path) -> Runs:
    text = (articles / f"{source.id}.txt").read_text(encoding="utf-8")
    found: Runs = frozenset()
    for claim in extract(source, text):
        found |= shingles(claim.text, POLICY.words)
    return found


if __name__ == "__main__":
    main()
