"""The words of a text that a comparison rests on, set off from the rest of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from service.domain.check import Answer
from service.domain.evidence import Evidence, Passage, Stance


class Mark(StrEnum):
    """What a comparison says of some words."""

    PLAIN = "plain"
    AGREES = "agrees"
    DIFFERS = "differs"
    DISPUTED = "disputed"  # One source agrees with the words, another differs.
    OPEN = "open"


_OF_STANCE = {
    Stance.SUPPORTING: Mark.AGREES,
    Stance.CONFLICTING: Mark.DIFFERS,
    Stance.UNVERIFIED: Mark.OPEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some characters of a text that share one mark; the stretches of a text make it up."""

    text: str
    mark: Mark


def marked_statement(answer: Answer) -> list[Stretch]:
    """The statement with what the sides that were taken say of its words."""
    marks = [
        (reason.statement, _OF_STANCE[piece.stance])
        for piece in (*answer.supporting, *answer.conflicting)
        for reason in piece.reasons
        if reason.statement is not None
    ]
    return marked(answer.statement, marks)


def marked_claim(piece: Evidence) -> list[Stretch]:
    """The source's words with those that its reasons name."""
    mark = _OF_STANCE[piece.stance]
    passages = (reason.claim for reason in piece.reasons)
    return marked(piece.claim.text, [(passage, mark) for passage in passages if passage])


def marked(text: str, marks: Iterable[tuple[Passage, Mark]]) -> list[Stretch]:
    """The text in stretches. A passage that is not where its span says marks nothing."""
    known = [
        (passage.span, mark)
        for passage, mark in marks
        if text[passage.span.start : passage.span.end] == passage.text
    ]
    ends = {0, len(text)} | {end for span, _ in known for end in (span.start, span.end)}
    stretches: list[Stretch] = []
    cuts = sorted(ends)
    for start, end in pairwise(cuts):
        here = {mark for span, mark in known if span.start <= start and end <= span.end}
        stretches.append(Stretch(text=text[start:end], mark=_one_of(here)))
    return _joined(stretches)


def _one_of(marks: set[Mark]) -> Mark:
    if {Mark.AGREES, Mark.DIFFERS} <= marks:
        return Mark.DISPUTED
    return min(marks, default=Mark.PLAIN, key=list(Mark).index)


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours of one mark as one stretch."""
    found: list[Stretch] = []
    for stretch in stretches:
        if found and found[-1].mark is stretch.mark:
            found[-1] = Stretch(text=found[-1].text + stretch.text, mark=stretch.mark)
        else:
            found.append(stretch)
    return found
