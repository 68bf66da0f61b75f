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

from training.pairs import Pair, write_pairs
from training.prepare import read_origins, shuffled, split
from training.recipe import ORIGINS, WHOLE
from training.renaming import Renaming
from training.signs import with_signs

PASSES: Mapping[str, Mapping[str, int]] = {
    "second": {
        "vitaminc_real": WHOLE,
        "vitaminc_synthetic": 12_000,
        "fever_dev": WHOLE,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 3_000,
        "cad_nli": 3_000,
        "mnli_dev": 5_000,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 4_000,
        "derived_dates": 4_000,
        "derived_unverified": WHOLE,
        "news": WHOLE,
    },
    "wide": {
        "vitaminc_real": WHOLE,
        "vitaminc_synthetic": WHOLE,
        "fever_dev": WHOLE,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "infotabs": 9_000,
        "conjnli_adversarial": 8_000,
        "cad_nli": WHOLE,
        "mnli_dev": WHOLE,
        "snli_dev_test": 9_000,
        "negation_nli": WHOLE,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 4_000,
        "derived_dates": 3_000,
        "derived_unverified": WHOLE,
        "news": WHOLE,
    },
    "last": {
        "vitaminc_real": WHOLE,
        "vitaminc_synthetic": 8_000,
        "fever_dev": WHOLE,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "infotabs": 2_000,
        "conjnli_adversarial": 3_000,
        "cad_nli": 5_000,
        "mnli_dev": 8_000,
        "snli_dev_test": 3_000,
        "negation_nli": WHOLE,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 3_000,
        "derived_dates": 2_000,
        "derived_unverified": WHOLE,
        "news": WHOLE,
    },
    "stories": {
        "vitaminc_real": 14_000,
        "vitaminc_synthetic": 3_000,
        "fever_dev": 3_000,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 1_500,
        "cad_nli": 2_500,
        "mnli_dev": 5_000,
        "negation_nli": 1_000,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 1_500,
        "derived_dates": 1_000,
        "derived_unverified": 2_000,
        "news": 6_000,
        "stories": WHOLE,
    },
    "more_stories": {
        "vitaminc_real": 14_000,
        "vitaminc_synthetic": 2_000,
        "fever_dev": 2_500,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 800,
        "cad_nli": 1_500,
        "mnli_dev": 5_000,
        "negation_nli": 700,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 4_000,
        "derived_dates": 3_000,
        "derived_unverified": 1_500,
        "news": 3_000,
        "stories": WHOLE,
    },
    "again": {
        "vitaminc_real": WHOLE,
        "vitaminc_synthetic": 2_000,
        "fever_dev": 2_500,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 1_500,
        "cad_nli": 2_500,
        "mnli_dev": 4_000,
        "negation_nli": 1_000,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 3_000,
        "derived_dates": 1_500,
        "derived_unverified": 2_000,
        "news": 2_500,
        "stories": 45_000,
    },
    "all_stories": {
        "vitaminc_real": WHOLE,
        "vitaminc_synthetic": 5_000,
        "fever_dev": 4_000,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 1_000,
        "cad_nli": 2_000,
        "mnli_dev": 5_000,
        "negation_nli": 700,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 5_000,
        "derived_dates": 3_000,
        "derived_unverified": 3_000,
        "news": 4_000,
        "stories": WHOLE,
    },
    "fresh_stories": {
        "vitaminc_real": 22_000,
        "vitaminc_synthetic": 2_000,
        "fever_dev": 3_000,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 800,
        "cad_nli": 1_500,
        "mnli_dev": 3_500,
        "negation_nli": 700,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 5_000,
        "derived_dates": 2_500,
        "derived_unverified": 2_000,
        "news": 3_000,
        "stories": 40_000,
    },
    "near_wording": {
        "vitaminc_real": 25_000,
        "vitaminc_synthetic": 3_000,
        "fever_dev": 4_000,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 800,
        "cad_nli": 1_500,
        "mnli_dev": 3_500,
        "negation_nli": 700,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 5_000,
        "derived_dates": 2_500,
        "derived_unverified": 2_000,
        "news": 4_000,
        "stories": 40_000,
        "near_wording": 28_000,
    },
    "told_by_three": {
        "vitaminc_real": 15_000,
        "vitaminc_synthetic": 1_500,
        "fever_dev": 2_000,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 500,
        "cad_nli": 800,
        "mnli_dev": 3_000,
        "negation_nli": 500,
        "checkcovid": WHOLE,
        "scifact_train": WHOLE,
        "wice": WHOLE,
        "derived_numbers": 4_000,
        "derived_dates": 2_000,
        "derived_unverified": 1_000,
        "news": 2_500,
        "stories": 25_000,
        "near_wording": 12_000,
    },
    "even": {
        "vitaminc_real": 15_000,
        "vitaminc_synthetic": 1_000,
        "fever_dev": 1_500,
        "fever_symmetric_dev": WHOLE,
        "fm2_dev": WHOLE,
        "conjnli_adversarial": 400,
        "cad_nli": 600,
        "mnli_dev": 3_000,
        "negation_nli": 400,
        "checkcovid": 1_000,
        "scifact_train": WHOLE,
        "wice": 700,
        "derived_numbers": 3_000,
        "derived_dates": 1_500,
        "derived_unverified": 800,
        "news": 2_500,
        "stories": 48_000,
        "near_wording": 6_000,
    },
}
"""Rows of each origin in a pass, at most; those of the files named by --fresh come on top."""

SEED = 5
RENAMED_SHARE = 0.5


def drawn(
    pairs: list[Pair],
    most: Mapping[str, int],
    seed: int = SEED,
    fresh: frozenset[str] = frozenset(),
) -> list[Pair]:
    """Each distinct pair once, at most `most` of an origin, in random order.

    All pairs of the story files `fresh` are taken, and count for none of the numbers.
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
    chance.shuffle(chosen)
    return chosen


def is_of(pair: Pair, files: frozenset[str]) -> bool:
    """Whether the pair comes from one of these story files, named without their ending."""
    return pair.origin == "stories" and pair.key.split(":")[1] in files


def main() -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train/")
    parser.add_argument("--run", type=Path, required=True, help="folder that prepare.py filled")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pass", dest="which", choices=sorted(PASSES), required=True)
    parser.add_argument("--fresh", nargs="*", default=[], help="story files to take whole")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    training, held_back = split(
        read_origins(options.data), {origin.name: origin.held_back for origin in ORIGINS}
    )
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
