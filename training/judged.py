"""Pairs that a search laid side by side and whose stance was judged by reading the two texts alone.

The statements were written after reading all reports or claims about an event, many of them about two or
three facts at once; those of `tests/benchmarks/events` are among them. Each row is one assertion of a
statement and one claim that the service puts beside it: {corpus, statement, claim, stance}. Unlike the
stories' own statements they were not written for one claim, so most of their pairs are near misses: the
right figure of another thing, half of what is said. Who judged saw the two texts and nothing else.

`judged/network/`: what the network is trained on, about long stories of `stories/` (`stories*.jsonl`) and
about four events of `tests/benchmarks/events`. `judged/combination/`: what the combination is fitted on
(`event_corpora.py`), about four other events, which the network never sees, and the bundled corpus.
`judged/events/`: 155 events of their own, written for this: the claim records in the import format and the
stances, {statement, supporting, conflicting, unverified}, by claim id. The combination has FITTED of them, the
network the others. `judged/reworded.jsonl`: claims of these events in nearly their own words, {event, claim,
stance, statement}, a statement of each stance for each claim; those of FITTED are held back.
`judged/bundled.jsonl`: the same about the five reports of `seeds/`, for thresholds and to find what goes wrong
(`tests/benchmarks/eval_judged.py`); the combination has every seventh or so, the network none. Whatever has six
of ten words in common with a gold statement or with one of `tests/benchmarks/bundled` was left out.
Neither those statements nor the events `dam`, `breach`, `gorge` and `tea` are in any.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from zlib import crc32

from training.pairs import LABELS, Pair, read_rows

FOLDER = Path(__file__).parent / "judged"
NETWORK = FOLDER / "network"
COMBINATION = FOLDER / "combination"
EVENTS = FOLDER / "events"
REWORDED = FOLDER / "reworded.jsonl"
BUNDLED = FOLDER / "bundled.jsonl"
SEEDS = Path(__file__).parents[1] / "seeds"

FITTED = frozenset(
    """bankrun budget coup curfew cyberheist drone ebola exminister fluvaccine fuelriot
    gorgefall hacking hostage peacekeeping2 quake recall riotcity tariffs teaharvest2 tower
    wolfcull""".split()
)
"""Events that the combination is fitted on and the network never sees."""

ONE_OF = 7


def judged_pairs() -> list[Pair]:
    """All pairs for the network, in file order; those about a story are held back with it."""
    rows = [row for path in sorted(NETWORK.glob("*.jsonl")) for row in read_rows(path)]
    rows += [row for name in network_events() for row in rows_of_event(name)]
    return [
        Pair(
            origin="judged_stories" if ":" in row["corpus"] else "judged_events",
            key=f"story:{row['corpus']}",
            statement=row["statement"],
            evidence=row["claim"],
            label=LABELS.index(row["stance"]),
        )
        for row in rows
    ]


def event_names() -> list[str]:
    """The events of `judged/events`, by name."""
    return sorted(path.name for path in EVENTS.iterdir())


def network_events() -> list[str]:
    """Those that the network is trained on."""
    return [name for name in event_names() if name not in FITTED]


def texts_of_event(name: str) -> dict[str, str]:
    """The claims of an event, by id."""
    return claim_texts(EVENTS / name / "records")


def claim_texts(folder: Path) -> dict[str, str]:
    """The claims in a folder of records, by id."""
    return {
        record["id"]: record["text"]
        for path in sorted(folder.glob("*.jsonl"))
        for record in read_rows(path)
        if record["kind"] == "claim"
    }


def rows_of_event(name: str) -> Iterator[dict[str, str]]:
    """{corpus, statement, claim, stance} for each judged pair of an event; no pair of texts twice."""
    yield from _rows(name, EVENTS / name / "stances.jsonl", texts_of_event(name))


def _rows(name: str, stances: Path, texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    seen: set[tuple[str, str]] = set()
    for row in read_rows(stances):
        for stance in LABELS:
            for claim_id in row[stance]:
                pair = row["statement"], texts[claim_id]
                if pair not in seen:
                    seen.add(pair)
                    statement, claim = pair
                    yield {"corpus": name, "statement": statement, "claim": claim, "stance": stance}


def reworded_pairs(*, held_back: bool) -> list[Pair]:
    """The claims in nearly their own words: those that the network never sees, or all others."""
    claims: dict[str, dict[str, str]] = {}
    pairs = []
    for row in read_rows(REWORDED):
        event = row["event"]
        if (event in FITTED) is held_back:
            texts = claims.setdefault(event, texts_of_event(event))
            pairs.append(
                Pair(
                    origin="reworded",
                    key=f"event:{event}",
                    statement=row["statement"],
                    evidence=texts[row["claim"]],
                    label=LABELS.index(row["stance"]),
                )
            )
    return pairs


def rows_of_bundled() -> Iterator[dict[str, str]]:
    """{corpus, statement, claim, stance} for every judged pair about the bundled corpus."""
    yield from _rows("seeds", BUNDLED, claim_texts(SEEDS))


def is_fitted(statement: str) -> bool:
    """Whether the combination has a statement about the bundled corpus: one of seven, by a checksum."""
    return crc32(statement.encode()) % ONE_OF == 0
