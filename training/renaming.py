"""The same pair about somebody else: names and years that both texts share, replaced in both.

A network that has seen a page's sentences several times knows the answer by the names. Under
other names it has to read. The label stays: what the two texts say of each other is unchanged.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from training.pairs import Pair

NAME = re.compile(r"\b[A-Z][a-z]{2,}\b")
YEAR = re.compile(r"\b(?:1[5-9]\d\d|20\d\d)\b")
LEAST_SEEN = 3
"""A name that fewer texts hold may be a slip of the pen."""

COMMON_SHARE = 0.1
"""A capitalised word that is more often written small than this is no name."""

CALENDAR = frozenset(
    """January February March April May June July August September October November December Monday
    Tuesday Wednesday Thursday Friday Saturday Sunday""".split()
)
SHIFTS = tuple(shift for shift in range(-30, 31) if shift)
LATEST_YEAR = 2030


class Renaming:
    """The names of a set of pairs, to draw others from."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        capital: Counter[str] = Counter()
        small: Counter[str] = Counter()
        for pair in pairs:
            for text in (pair.statement, pair.evidence):
                # The first word has its capital from its place.
                rest = text.partition(" ")[2]
                capital.update(NAME.findall(rest))
                small.update(re.findall(r"\b[a-z]{3,}\b", rest))
        self.names = sorted(
            name
            for name, seen in capital.items()
            if seen >= LEAST_SEEN
            and name not in CALENDAR
            and small[name.lower()] <= COMMON_SHARE * seen
        )
        self._known = frozenset(self.names)

    def renamed(self, pair: Pair, dice: random.Random) -> Pair:
        """The pair with every shared name replaced, and all years moved together."""
        shared = set(NAME.findall(pair.statement)) & set(NAME.findall(pair.evidence)) & self._known
        others = {name: dice.choice(self.names) for name in sorted(shared)}
        shift = dice.choice(SHIFTS)
        return replace(
            pair,
            statement=_written(pair.statement, others, shift),
            evidence=_written(pair.evidence, others, shift),
        )


def _written(text: str, others: dict[str, str], shift: int) -> str:
    named = NAME.sub(lambda found: others.get(found[0], found[0]), text)
    return YEAR.sub(lambda found: str(min(int(found[0]) + shift, LATEST_YEAR)), named)
