"""Draws the pairs of a second pass over `facts`: the factual origins again, general ones capped.

    python -m training.second_pass --run RUN --out RUN2

Writes RUN2/facts.jsonl and copies the other files that export and evaluate read. Then train with
`--stage facts --start-from RUN/facts.weights.pt --rate 1e-4 --run RUN2`.
"""

import argparse
import random
import shutil
from pathlib import Path

from training.pairs import Pair, load_pairs, write_pairs

AGAIN = frozenset(
    """vitaminc_real vitaminc_synthetic derived_numbers derived_dates derived_unverified fever_dev
    fever_symmetric_dev fm2_dev wice checkcovid scifact_train news conjnli_adversarial cad_nli
    mnli_dev""".split()
)
MOST = {
    "derived_numbers": 4_000,
    "derived_dates": 4_000,
    "conjnli_adversarial": 3_000,
    "cad_nli": 3_000,
    "mnli_dev": 5_000,
    "vitaminc_synthetic": 12_000,
}
"""What the first pass has taught well enough is drawn less often."""

SEED = 5


def drawn(pairs: list[Pair], seed: int = SEED) -> list[Pair]:
    """Each distinct pair once, at most MOST of an origin, in random order."""
    chance = random.Random(seed)
    by_origin: dict[str, dict[tuple[str, str], Pair]] = {}
    for pair in pairs:
        if pair.origin in AGAIN:
            by_origin.setdefault(pair.origin, {})[pair.statement, pair.evidence] = pair
    chosen: list[Pair] = []
    for origin, distinct in by_origin.items():
        own = list(distinct.values())
        chance.shuffle(own)
        chosen.extend(own[: MOST.get(origin, len(own))])
    chance.shuffle(chosen)
    return chosen


def main() -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    chosen = drawn(load_pairs(options.run / "facts.jsonl"))
    write_pairs(options.out / "facts.jsonl", chosen)
    for name in ("general.jsonl", "held_back.jsonl"):
        shutil.copyfile(options.run / name, options.out / name)
    print(f"{len(chosen)} pairs")


if __name__ == "__main__":
    main()
