"""Orders that keep one voice from crowding out the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Item = TypeVar("Item")


def one_of_each_first(items: Iterable[Item], by: Callable[[Item], Hashable]) -> list[Item]:
    """The first of each group, then the second of each; the order given is kept otherwise."""
    seen: Counter[Hashable] = Counter()
    ranked: list[tuple[int, Item]] = []
    for item in items:
        group = by(item)
        ranked.append((seen[group], item))
        seen[group] += 1
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])]
