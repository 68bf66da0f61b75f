"""Weaker wordings of a statement, strongest first, for the checker to try.

Nothing is offered on trust: the checker puts each wording through the whole check and prints the
first that is supported by some source and contradicted by none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.aggregation import JudgedPart
from service.domain.evidence import ReasonType
from service.domain.mentions import Quantity
from service.parsing.quantities import find_quantities


def wordings_to_try(parts: Sequence[JudgedPart]) -> Iterator[str]:
    """Wordings with the number weakened to what every source on the question allows."""
    if len(parts) != 1:
        return
    part = parts[0]
    text = part.part.text
    for quantity in find_quantities(text):
        for floor in _floors(part, quantity, text):
            yield _with(text, quantity, floor)


def _floors(part: JudgedPart, quantity: Quantity, text: str) -> list[str]:
    """The figures that claims set against this quantity, the highest first."""
    figures: dict[float, str] = {}
    for _, judgement in part.judged:
        for reason in judgement.reasons:
            if reason.type is not ReasonType.NUMBER or not reason.claim or not reason.statement:
                continue
            if reason.statement.text != text[quantity.span.start : quantity.span.end]:
                continue
            for figure in find_quantities(reason.claim.text):
                figures[figure.interval.low] = _number_words(figure)
    return [figures[value] for value in sorted(figures, reverse=True)]


def _number_words(figure: Quantity) -> str:
    """The figure without its hedge: the words from its first digit or number word on."""
    words = figure.text.split()
    numeric = [i for i, word in enumerate(words) if any(c.isdigit() for c in word)]
    return " ".join(words[numeric[0] :]) if numeric else words[-1].lower()


def _with(text: str, quantity: Quantity, figure: str) -> str:
    start = "At least" if quantity.span.start == 0 else "at least"
    wording = f"{text[: quantity.span.start]}{start} {figure}{text[quantity.span.end :]}"
    return wording if wording.endswith((".", "!", '"')) else wording + "."
