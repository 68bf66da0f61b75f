"""Pairs that a search laid side by side and whose stance was judged by reading the two texts alone.

The statements were written after reading all reports or claims about an event, many of them about two or
three facts at once; those of `tests/benchmarks/events` are among them. Each row is one assertion of a
statement and one claim that the service puts beside it: {corpus, statement, claim, stance}. Unlike the
stories' own statements they were not written for one claim, so most of their pairs are near misses: the
right figure of another thing, half of what is said. Who judged saw the two texts and nothing else.

`judged/network/`: what the network is trained on, about long stories of `stories/` (`stories*.jsonl`) and
about four events of `tests/benchmarks/events`. `judged/combination/`: what the combination is fitted on
(`event_corpora.py`), about four other events and the bundled corpus, which the network never sees.
Neither the gold statements nor the events `dam` and `breach` are in either.
"""

from pathlib import Path

from training.pairs import LABELS, Pair, read_rows

FOLDER = Path(__file__).parent / "judged"
NETWORK = FOLDER / "network"
COMBINATION = FOLDER / "combination"


def judged_pairs() -> list[Pair]:
    """All pairs for the network, in file order; those about a story are held back with it."""
    return [
        Pair(
            origin="judged_stories" if ":" in row["corpus"] else "judged_events",
            key=f"story:{row['corpus']}",
            statement=row["statement"],
            evidence=row["claim"],
            label=LABELS.index(row["stance"]),
        )
        for path in sorted(NETWORK.glob("*.jsonl"))
        for row in read_rows(path)
    ]
