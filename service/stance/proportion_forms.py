"""The sentences that set two counts against each other: "twice as many A as B were arrested"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.domain.mentions import Hedge, Interval, Quantity, Span
from service.parsing.analysis import Analysis, Term, once
from service.stance.plain import is_plain
from service.stance.tallies import fates, is_one_kind


class Measure(StrEnum):
    """How two counts are set against each other."""

    DIFFERENCE = "difference"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Whom a statement counts without a figure, and what befell them."""

    kind: tuple[Term, ...]
    act: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """That the first count differs from the second by so much, or is so many times it.

    ``is_bare`` marks a figure without a hedge, which tolerates rounding; ``rest`` are the words
    that say when and where.
    """

    first: Side
    second: Side
    measure: Measure
    asked: Interval
    is_bare: bool
    rest: tuple[Term, ...]
    span: Span


_BE = r"(?:was|were|are|is|have been|had been)"
_WHO = r"(?:(?:the|those) )?[\w'’-]+(?: [\w'’-]+){0,4}?"
_BY = r"(?:(?P<by>[\w,.-]+(?: [\w,.-]+){0,3}?) )?"
_MORE = rf"{_BY}(?P<sign>[Mm]ore|[Ff]ewer|[Ll]ess|[Aa]s many)"
_THAN = r"(?:than|as)"
_DID = r"\w+ed|hurt|shot|lost|took|sent|hit|sank"
_REST = r"(?P<rest>,? .*?)?"
_FORMS = (
    rf"{_MORE} (?P<a>{_WHO}) {_THAN} (?P<b>{_WHO}) (?:{_BE} )?(?P<act>\w+){_REST}",
    rf"{_MORE} (?P<a>{_WHO}) {_BE} (?P<act>\w+) {_THAN} (?P<second>\w+){_REST}",
    (
        rf"(?P<lead>.+?) (?P<act>{_DID}) {_MORE} (?P<a>{_WHO}) {_THAN} (?P<b>{_WHO})"
        r"(?P<rest> (?:in|on|at|during|near|since) .*)?"
    ),
    rf"(?P<a>{_WHO}) (?P<sign>outnumber)(?:ed|s)? (?P<b>{_WHO}) among (?:the |those )?(?P<act>\w+){_REST}",
    (
        rf"(?:The )?(?P<act>\w+) (?P<a>{_WHO}) (?P<sign>outnumber)(?:ed|s)? (?:the )?(?P<second>\w+)"
        rf" (?P<b>{_WHO}){_REST}"
    ),
    rf"(?:The )?(?P<act>\w+) (?P<sign>outnumber)(?:ed|s)? the (?P<second>\w+){_REST}",
    (
        rf"[Ff]or (?P<sign>every|each) (?P<b>{_WHO}) (?:who )?(?:{_BE} )?(?P<second>\w+), (?P<by>.+?) (?P<a>{_WHO})"
        rf" {_BE} (?P<act>\w+){_REST}"
    ),
    (
        rf"(?P<by>.+?) (?P<a>{_WHO}) {_BE} (?P<act>\w+) for (?P<sign>every|each) (?P<b>{_WHO})"
        rf" (?:who )?(?:{_BE} )?(?P<second>\w+){_REST}"
    ),
)
_FRONT = r"(?P<front>(?:In|At|On|During|Near) [^,]{1,60}, )?"
_STATED = tuple(re.compile(rf"\A{_FRONT}{form}[.!]?\s*\Z") for form in _FORMS)
# Words of which every text that compares two counts, or two things, has one.
COMPARES = re.compile(
    r"\b(?:than|as \w+ as|as many|outnumber\w*|for (?:every|each))\b", re.IGNORECASE
)


@once
def stated_proportion(statement: Analysis) -> Proportion | None:
    """The proportion of two counts that a statement gives, if it is all that it says."""
    if not is_plain(statement):
        return None
    if not COMPARES.search(statement.text):
        return None
    return next(_stated(statement), None)


def _stated(statement: Analysis) -> Iterator[Proportion]:
    for form in _STATED:
        found = form.search(statement.text)
        parts = found.groupdict() if found else {}
        if not found or ((parts.get("by") or "").lower() in ("far", "many", "much")):
            continue
        act = _fate(statement, found, "act")
        second = _fate(statement, found, "second") if parts.get("second") else act
        asked = _asked(statement, found)
        if act is None or second is None or asked is None:
            continue
        kind = _within(statement, found, "a")
        other = _within(statement, found, "b") if parts.get("b") else kind
        if act is second and is_one_kind(kind, other):
            continue
        measure, interval, is_bare = asked
        yield Proportion(
            first=Side(kind=kind, act=act),
            second=Side(kind=other, act=second),
            measure=measure,
            asked=interval,
            is_bare=is_bare,
            rest=tuple(t for part in _SETTING for t in _within(statement, found, part)),
            span=Span(start=0, end=len(statement.text.rstrip(" .!"))),
        )


# The groups that say who did it, when and where.
_SETTING = ("front", "lead", "rest")


def _asked(statement: Analysis, found: re.Match[str]) -> tuple[Measure, Interval, bool] | None:
    """What the statement says the two counts make: by how much, or how many times."""
    sign = found["sign"].lower()
    by = found.groupdict().get("by")
    if sign == "outnumber" or by is None:
        exact = Interval(low=1, high=1)
        if sign == "as many":
            return Measure.RATIO, exact, True
        return Measure.DIFFERENCE, negated(MORE_BY) if sign in _LESS else MORE_BY, False
    if by.lower() == "half" and sign == "as many":
        return Measure.RATIO, Interval(low=0.5, high=0.5), True
    quantity = _quantity(statement, found)
    if quantity is None or quantity.ordinal:
        return None
    is_bare = quantity.hedge is Hedge.EXACT
    if sign in ("every", "each"):
        return (Measure.RATIO, quantity.interval, is_bare) if not quantity.unit else None
    if quantity.unit in ("times", "ratio"):
        if sign == "as many" or (sign == "more" and quantity.unit == "times"):
            return Measure.RATIO, quantity.interval, is_bare
        return None
    if quantity.unit or sign == "as many":
        return None
    asked = negated(quantity.interval) if sign in _LESS else quantity.interval
    return Measure.DIFFERENCE, asked, False


MORE_BY = Interval(low=0, high=math.inf, low_open=True)
_LESS = frozenset({"fewer", "less"})


def _quantity(statement: Analysis, found: re.Match[str]) -> Quantity | None:
    """The quantity that makes up the whole of the words before "more", or "as many"."""
    start, end = found.span("by")
    for quantity in statement.quantities:
        if quantity.span.start == start and quantity.span.end >= end:
            return quantity
    return None


def negated(interval: Interval) -> Interval:
    """The interval of the numbers with the other sign."""
    return Interval(
        low=-interval.high,
        high=-interval.low,
        low_open=interval.high_open,
        high_open=interval.low_open,
    )


def _fate(statement: Analysis, found: re.Match[str], group: str) -> Term | None:
    start, end = found.span(group)
    return next((t for t in fates(statement) if t.span.start == start and t.span.end == end), None)


def _within(statement: Analysis, found: re.Match[str], group: str) -> tuple[Term, ...]:
    if not found.groupdict().get(group):
        return ()
    start, end = found.span(group)
    return tuple(t for t in statement.terms if start <= t.span.start and t.span.end <= end)
