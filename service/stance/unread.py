"""Figures of the statement that no grammar has read, and that the claim does not have as written.

"1e400 people", "10_000 people", "Boeing 737": digits that belong to no quantity, date or name are
compared with nothing, so they hold only where the claim has the very same ones.
"""

from __future__ import annotations

import re

from service.domain.mentions import Span
from service.parsing.analysis import Analysis, once
from service.parsing.clocks import find_clock_times
from service.parsing.offsets import find_offsets
from service.stance.quantity_sense import score_span

_PIECE = re.compile(r"\S+")
_EDGES = re.compile(r"^[^\w%+]+|(?:'s)?[^\w%+]+$|'s$")


def unread_figures(statement: Analysis, claim: Analysis) -> int:
    """How many stretches with digits in them are read by nothing and not in the claim as written."""
    loose = _unread(statement)
    if not loose:
        return 0
    theirs = _written(claim)
    return sum(one not in theirs for one in loose)


@once
def _unread(analysis: Analysis) -> tuple[str, ...]:
    text = analysis.text
    if not _has_digits(text):
        return ()
    spans = _read(analysis)
    return tuple(
        _plain(piece.group())
        for piece in _PIECE.finditer(text)
        if not all(
            any(span.start <= at < span.end for span in spans)
            for at in range(piece.start(), piece.end())
            if text[at].isnumeric()
        )
    )


def _read(analysis: Analysis) -> list[Span]:
    """The stretches that other comparisons look at."""
    speaker = analysis.attribution.speaker_span if analysis.attribution else None
    return [
        *(quantity.span for quantity in analysis.quantities),
        *(mention.span for mention in analysis.dates),
        *(duration.span for duration in analysis.durations),
        *(name.span for name in analysis.names),
        *(quote.span for quote in analysis.quotes),
        *(time.span for time in find_clock_times(analysis.text)),
        *(offset.span for offset in find_offsets(analysis.text)),
        *(span for span in (score_span(analysis), speaker) if span is not None),
    ]


@once
def _written(analysis: Analysis) -> frozenset[str]:
    """The stretches with digits of a text, also without what a hyphen ties to them ("737-800")."""
    pieces = [_plain(p) for p in _PIECE.findall(analysis.text) if _has_digits(p)]
    return frozenset(pieces) | {part for piece in pieces for part in piece.split("-")}


def _has_digits(text: str) -> bool:
    return any(map(str.isnumeric, text))


def _plain(piece: str) -> str:
    return _EDGES.sub("", piece).casefold()
