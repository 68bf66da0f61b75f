"""Writes into each statement the signs that the service writes there at run time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from service.domain.mentions import DateMention, Quantity
from service.parsing.dates import find_dates
from service.parsing.quantities import find_quantities
from service.stance.marking import marked
from training.pairs import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers and dates of a text."""

    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]


@lru_cache(maxsize=4096)
def figures_of(text: str) -> Figures:
    """Read a text; tables of one page serve many statements."""
    return Figures(quantities=find_quantities(text), dates=find_dates(text, reference=None))


def with_signs(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs, each with its statement as the network reads it."""
    for pair in pairs:
        ours, theirs = figures_of(pair.statement), figures_of(pair.evidence)
        yield replace(pair, read=marked(pair.statement, ours, theirs))
