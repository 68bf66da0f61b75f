"""Draws the pairs of a further pass: what was taught well enough less often, names swapped.

    python -m training.passes --data DATA --run RUN --out RUN2 --pass wide

Writes RUN2/facts.jsonl and the held-back pairs, and copies what else export reads. Then train with
`--stage facts --start-from …weights.pt --run RUN2`.
"""

import argparse
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

from training.pairs import LABELS, Pair, write_pairs
from training.pass_sizes import PASSES
from training.prepare import parts, shuffled
from training.renaming import Renaming
from training.signs import with_signs

SEED = 5
RENAMED_SHARE = 0.5

REPEATS = {"judged_events": 3, "reworded": 2}
"""Origins whose settled pairs a pass takes more than once, each time, perhaps, under other names.

Three of four pairs that a search lays out are open, and most of these are so at a glance.
"""

_OPEN = LABELS.index("unverified")


def drawn(
    pairs: list[Pair],
    most: Mapping[str, int],
    seed: int = SEED,
    fresh: frozenset[str] = frozenset(),
) -> list[Pair]:
    """At most `most` distinct pairs of an origin, in random order; settled ones of REPEATS several times.

    All pairs of the story files and events `fresh` are taken, and count for none of the numbers.
    """
    chance = random.Random(seed)
    by_origin: dict[str, dict[tuple[str, str], Pair]] = {}
    chosen: list[Pair] = []
    for pair in pairs:
        if is_of(pair, fresh):
            chosen.append(pair)
        elif pair.origin in most:
            by_origin.setdefault(pair.origin, {})[pair.statement, pair.evidence] = pair
    for origin, distinct in by_origin.items():
        own = list(distinct.values())
        chance.shuffle(own)
        chosen.extend(own[: most[origin]])
    again = [p for p in chosen if p.label != _OPEN for _ in range(REPEATS.get(p.origin, 1) - 1)]
    chosen.extend(again)
    chance.shuffle(chosen)
    return chosen


def is_of(pair: Pair, names: frozenset[str]) -> bool:
    """Whether the pair comes from one of these story files, named without their ending, or events."""
    return pair.origin in {"stories", "judged_events"} and pair.key.split(":")[1] in names


def main() -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train/")
    parser.add_argument("--run", type=Path, required=True, help="folder that prepare.py filled")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pass", dest="which", choices=sorted(PASSES), required=True)
    parser.add_argument(
        "--fresh", nargs="*", default=[], help="story files and events to take whole"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    training, held_back = parts(options.data)
    chosen = drawn(training, PASSES[options.which], options.seed, frozenset(options.fresh))
    renaming = Renaming(training)
    dice = random.Random(options.seed)
    renamed = [
        renaming.renamed(pair, dice) if dice.random() < RENAMED_SHARE else pair for pair in chosen
    ]
    write_pairs(options.out / "facts.jsonl", with_signs(renamed))
    write_pairs(options.out / "held_back.jsonl", with_signs(shuffled(held_back)))
    shutil.copyfile(options.run / "general.jsonl", options.out / "general.jsonl")
    print(
        f"{len(renamed)} pairs, {sum(a != b for a, b in zip(renamed, chosen, strict=True))} renamed"
    )


if __name__ == "__main__":
    main()
