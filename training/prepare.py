"""Read the pair files, hold a development part back by group, draw each stage's rows.

Writes `general.jsonl`, `facts.jsonl` (both shuffled) and `held_back.jsonl` to the run folder.
Every choice follows from a sha256 of the row, so two runs on the same data agree byte for byte.
"""

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.contrasts import news_contrasts
from training.judged import judged_pairs, network_events, reworded_pairs
from training.near_wording import near_pairs
from training.off_topic import off_topic_pairs
from training.pairs import SOURCE_LABELS, Pair, read_rows, write_pairs
from training.recipe import ORIGINS, OWN, Origin
from training.signs import with_signs
from training.stories import story_pairs


def unit_hash(*parts: str) -> float:
    """A number in [0, 1) that depends on the text alone."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def is_held_back(key: str, share: float) -> bool:
    """Whether what has this key is kept out of training, where ``share`` of all is."""
    return unit_hash("split", key) < share


def normalised(text: str) -> str:
    """Lower-case letters and digits only: equal for texts that differ in form alone."""
    return re.sub(r"[\W_]+", "", text.lower())


def group_key(row: dict[str, Any], key_of_row: dict[str, str]) -> str:
    """What may not be split: the source row's key for derived rows, else page, group or evidence."""
    group = row.get("group")
    if group in key_of_row:
        return key_of_row[group]
    return str(row.get("title") or group or normalised(row["evidence"]))


def read_origins(data: Path) -> list[Pair]:
    """All rows of all files named by the recipe, in file order."""
    key_of_row: dict[str, str] = {}
    pairs = [*news_contrasts(), *story_pairs(), *near_pairs(), *judged_pairs()]
    pairs += reworded_pairs(held_back=False)
    for origin in ORIGINS:
        if origin in OWN:
            continue
        for row in read_rows(data / "train" / f"{origin.name}.jsonl.gz"):
            key = group_key(row, key_of_row)
            key_of_row[f"{origin.name}:{row['id']}"] = key
            pairs.append(
                Pair(
                    origin=origin.name,
                    key=key,
                    statement=row["statement"],
                    evidence=row["evidence"],
                    label=SOURCE_LABELS[row["label"]],
                    weight=origin.weight,
                )
            )
    return [*pairs, *off_topic_pairs(pairs, network_events())]


def split(pairs: Iterable[Pair], share: dict[str, float]) -> tuple[list[Pair], list[Pair]]:
    """(training, held back). No text of the second occurs in the first, and no key."""
    pool: list[Pair] = []
    held_back: list[Pair] = []
    for pair in pairs:
        target = held_back if is_held_back(pair.key, share[pair.origin]) else pool
        target.append(pair)
    texts = {normalised(pair.statement) for pair in held_back}
    texts |= {normalised(pair.evidence) for pair in held_back}
    training = [
        pair
        for pair in pool
        if normalised(pair.statement) not in texts and normalised(pair.evidence) not in texts
    ]
    return training, held_back


def parts(data: Path) -> tuple[list[Pair], list[Pair]]:
    """(training, held back) of all that there is; whole events of the second were held back before."""
    share = {origin.name: origin.held_back for origin in ORIGINS}
    training, held_back = split(read_origins(data), share)
    return training, [*held_back, *reworded_pairs(held_back=True)]


def draw(pairs: list[Pair], origin: Origin) -> tuple[list[Pair], list[Pair]]:
    """The rows of one file for (general, facts): a fixed shuffle, taken from its two ends."""
    mine = [pair for pair in pairs if pair.origin == origin.name]
    mine.sort(key=lambda pair: unit_hash("draw", pair.statement, pair.evidence))
    return mine[: origin.general], mine[::-1][: origin.facts] * origin.repeat


def shuffled(pairs: list[Pair]) -> list[Pair]:
    """A fixed shuffle of a whole stage: files are mixed evenly, repeats far apart."""
    copies: Counter[tuple[str, str]] = Counter()
    keyed = []
    for pair in pairs:
        texts = (pair.statement, pair.evidence)
        copies[texts] += 1
        keyed.append((unit_hash("order", *texts, str(copies[texts])), pair))
    return [pair for _, pair in sorted(keyed, key=lambda item: item[0])]


def main() -> None:
    """Command line; see README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train/")
    parser.add_argument("--run", type=Path, required=True, help="folder for what the run makes")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)

    training, held_back = parts(args.data)
    general: list[Pair] = []
    facts: list[Pair] = []
    for origin in ORIGINS:
        first, second = draw(training, origin)
        general += first
        facts += second
    stages = {"general": general, "facts": facts, "held_back": held_back}
    for name, pairs in stages.items():
        write_pairs(args.run / f"{name}.jsonl", with_signs(shuffled(pairs)))
        counts = Counter(pair.origin for pair in pairs)
        labels = Counter(pair.label for pair in pairs)
        print(f"{name}: {len(pairs)} pairs, labels {dict(sorted(labels.items()))}")
        print("   " + ", ".join(f"{origin} {n}" for origin, n in counts.most_common()))


if __name__ == "__main__":
    main()
