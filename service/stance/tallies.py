"""What one text counts, of whom, and what befell them: "26 demonstrators and 18 officers died".

Stricter than ``figures.py``: two counts of one text are set against each other, so each must have
its own kind and its own fate, or it is not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.mentions import Interval, Span
from service.parsing.analysis import Analysis, Term, TermKind, once
from service.parsing.lexicon import Lexicon, Relation
from service.parsing.verbs import is_past
from service.stance.counting import concept_relation
from service.stance.figures import GENERIC_COUNTED, Figure, figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A count of one kind under one fate; no ``kind`` where people as such are counted.

    ``is_part`` marks "18 of them" and "including 18": these are in another tally of the text.
    """

    figure: Figure
    kind: tuple[Term, ...]
    act: Term
    is_part: bool
    span: Span

    @property
    def interval(self) -> Interval:
        return self.figure.quantity.interval


# What may stand between a count and what befell it, other counts in the list left out.
_LIST = r"(?:\s|,|#|\band\b|\bas well as\b|\bplus\b)*"
_SUFFERED = re.compile(
    rf"^{_LIST}(?:(?:who|that)\s+)?"
    r"(?P<be>(?:was|were|are|is|had been|has been|have been|being|lay)\s+(?:also\s+)?)?$"
)
_ACTED_ON = re.compile(rf"^\s*(?:#{_LIST})?$")
_PASSIVE = re.compile(r"\b(?:was|were|are|is|been|being)\s+(?:\w+ly\s+)?$")
# Behind a bare participle: "26 demonstrators killed in Almaty", but not "26 rebels killed 18 men".
_NO_OBJECT = re.compile(
    r"^\s*(?:$|[.,;:)]|(?:in|on|at|by|during|since|when|after|near|and|over)\b)"
)
_OF_THEM = re.compile(
    r"(?:\bincluding|\bamong them|\bof whom|\bamong whom|\bof which)\s+$", re.IGNORECASE
)
_PART_BEHIND = re.compile(r"^\s+of\s+(?:them|whom|the (?:dead|victims|killed|injured))\b")


@once
def tallies(analysis: Analysis) -> tuple[Tally, ...]:
    """The bare counts of a text that have a fate, in its order."""
    found: list[Tally] = []
    for index, figure in enumerate(figures(analysis)):
        quantity = figure.quantity
        is_count = quantity.unit in ("", "death") and not quantity.ordinal and not figure.rate
        if (
            not is_count
            or figure.is_denied
            or figure.is_past_value
            or (figure.is_base and figure.act is None)
        ):
            continue
        act = _act_of(analysis, index)
        if act is None:
            continue
        end = quantity.counted_span.end if quantity.counted_span else quantity.span.end
        found.append(
            Tally(
                figure=figure,
                kind=_kind_of(analysis, index),
                act=act,
                is_part=_is_part(analysis, quantity.span),
                span=Span(start=quantity.span.start, end=max(end, quantity.span.end)),
            )
        )
    return tuple(found)


def _kind_of(analysis: Analysis, index: int) -> tuple[Term, ...]:
    """The words for whom or what is counted; "people" is no kind, men and women are two."""
    counted = figures(analysis)[index].counted
    sexes = [t for t in analysis.terms if t.counted_by == index and t.stem in _SEXES]
    return (*sexes, *counted)


_SEXES = frozenset({"man", "woman"})


def _is_part(analysis: Analysis, span: Span) -> bool:
    behind = _PART_BEHIND.match(analysis.text[span.end :])
    return behind is not None or _OF_THEM.search(analysis.text[: span.start]) is not None


def _act_of(analysis: Analysis, index: int) -> Term | None:
    """What befell the counted: said right before it, behind its list, or before its list."""
    own = figures(analysis)[index]
    quantity = own.quantity
    end = quantity.counted_span.end if quantity.counted_span else quantity.span.end
    before = [act for act in fates(analysis) if act.span.end <= quantity.span.start]
    acting = [act for act in before if not _PASSIVE.search(analysis.text[: act.span.start])]
    if acting and not analysis.text[acting[-1].span.end : quantity.span.start].strip():
        return acting[-1]
    bare: Term | None = None
    for act in fates(analysis):
        if act.span.start < end:
            continue
        found = _SUFFERED.match(_without_counts(analysis, end, act.span.start))
        if found and found["be"]:
            return act
        if found and bare is None and _NO_OBJECT.match(analysis.text[act.span.end :]):
            bare = act
    for act in reversed(acting):
        if _ACTED_ON.match(_without_counts(analysis, act.span.end, quantity.span.start)):
            return act
    return bare


def _without_counts(analysis: Analysis, start: int, end: int) -> str:
    """The text between two places, with each count and what it counts put as "#"."""
    text, at = "", start
    for figure in figures(analysis):
        quantity = figure.quantity
        last = quantity.counted_span.end if quantity.counted_span else quantity.span.end
        if start <= quantity.span.start and last <= end and at <= quantity.span.start:
            text += analysis.text[at : quantity.span.start] + "#"
            at = last
    return text + analysis.text[at:end]


@once
def fates(analysis: Analysis) -> tuple[Term, ...]:
    """The words that say what was done to somebody or something: killed, arrested, dead."""
    return tuple(
        term
        for term in analysis.terms
        if term.kind is TermKind.WORD
        and term.counted_by is None
        and not term.in_frame
        and not term.negated
        and (is_past(term.text.lower()) or not term.concepts.isdisjoint(_CASUALTIES))
    )


_CASUALTIES = frozenset({"kill", "injure", "arrest", "missing"})


def is_one_kind(kind: Sequence[Term], other: Sequence[Term]) -> bool:
    """Whether the words for two kinds say the same, none of them more than the other."""
    kind = [term for term in kind if term.stem not in _SAYING_LITTLE]
    other = [term for term in other if term.stem not in _SAYING_LITTLE]
    return all(any(is_one(a, b) for b in other) for a in kind) and all(
        any(is_one(a, b) for a in kind) for b in other
    )


_SAYING_LITTLE = (GENERIC_COUNTED - _SEXES) | {"member"}


def is_one(a: Term, b: Term) -> bool:
    """Whether two words or names are the same, or stand for the same."""
    if a.name is not None or b.name is not None:
        return a.name is not None and b.name is not None and a.name.key == b.name.key
    if a.stem == b.stem:
        return True
    return concept_relation(a.concepts, b.concepts, Lexicon.load()) is Relation.SAME


def are_apart(kind: Sequence[Term], other: Sequence[Term]) -> bool:
    """Whether two kinds have nobody in common, as far as their words tell."""
    if not kind or not other:
        return False
    akin = (Relation.SAME, Relation.NARROWER, Relation.BROADER)
    return not any(
        a.stem == b.stem or concept_relation(a.concepts, b.concepts, Lexicon.load()) in akin
        for a in kind
        for b in other
    )


def told_together(analysis: Analysis, counts: Sequence[Tally]) -> bool:
    """Whether counts are of one place: not so "12 in Orvik and 30 in Halsund"."""
    first, last = min(t.span.end for t in counts), max(t.span.start for t in counts)
    places = [t for t in analysis.terms if t.name and t.is_place and not t.in_frame]
    between = {t.name.key for t in places if t.name and first <= t.span.start < last}
    behind = {t.name.key for t in places if t.name and t.span.start >= last}
    return not between or behind <= between
