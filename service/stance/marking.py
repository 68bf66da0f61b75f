"""What arithmetic knows, written into the statement for the language model to read.

A network of this size cannot tell whether 2,987 is "more than 3,000". Our comparisons can. So
each number and each date of the statement is followed by a sign: how what the claim says of the
same kind stands to it. The network has learnt to read the signs (``training/passes.py`` writes
them by this same function); whether the two count the same thing is left for it to judge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Protocol

from service.domain.mentions import DateMention, Quantity, Span
from service.stance.comparison import Finding
from service.stance.dates import compare_date_ranges
from service.stance.numbers import compare_intervals
from service.stance.quantity_sense import in_points

FITS: Final = "="
OPEN: Final = "~"
BELOW: Final = "<"
ABOVE: Final = ">"
_LEAST: Final = 1e-9


class Figures(Protocol):
    """The numbers and dates of a text; an ``Analysis`` has them."""

    @property
    def quantities(self) -> Sequence[Quantity]: ...

    @property
    def dates(self) -> Sequence[DateMention]: ...


def marked(
    text: str, ours: Figures, theirs: Figures, respelt: Sequence[tuple[Span, str]] = ()
) -> str:
    """``text`` with a sign after each number and date that the other text has a rival for.

    "=" where the nearest of the other's fits, "~" where it leaves open whether it does, "<" and
    ">" where it is below (or earlier) or above (or later). ``respelt`` are stretches of it and
    what to write instead.
    """
    edits = [
        *(
            (q.span.end, q.span.end, sign)
            for q in ours.quantities
            if (sign := _of_quantity(q, theirs))
        ),
        *((d.span.end, d.span.end, sign) for d in ours.dates if (sign := _of_date(d, theirs))),
        *((span.start, span.end, written) for span, written in respelt),
    ]
    for start, end, written in sorted(edits, reverse=True):
        if start == end:
            text = f"{text[:end]} {written} {text[end:].lstrip(' ')}"
        else:
            text = f"{text[:start]}{written}{text[end:]}"
    return text


def _of_quantity(quantity: Quantity, theirs: Figures) -> str | None:
    ours = in_points(quantity)
    rivals = [
        other
        for other in map(in_points, theirs.quantities)
        if other.unit == ours.unit and other.ordinal == ours.ordinal
    ]
    if not rivals:
        return None
    nearest = min(rivals, key=lambda other: _apart(ours.value, other.value))
    return _sign(compare_intervals(ours, nearest), is_below=nearest.value < ours.value)


def _apart(a: float, b: float) -> float:
    """How far apart two values are, as a ratio: 0 where they are equal."""
    return abs(math.log(max(a, _LEAST) / max(b, _LEAST)))


def _of_date(mention: DateMention, theirs: Figures) -> str | None:
    first = mention.first
    rivals = [(abs((d.first - first).days), d) for d in theirs.dates if d.first and first]
    if not rivals or first is None:
        return None
    nearest = min(rivals, key=lambda rival: rival[0])[1]
    finding = compare_date_ranges(mention, nearest)
    return _sign(finding, is_below=nearest.first is not None and nearest.first < first)


def _sign(finding: Finding, *, is_below: bool) -> str:
    match finding:
        case Finding.AGREE:
            return FITS
        case Finding.INCOMPARABLE:
            return OPEN
        case _:
            return BELOW if is_below else ABOVE
