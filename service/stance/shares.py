"""What share of a whole some are, where a claim counts both: "a third of the dead were officers".

The claim must give the whole and the part ("44 people were killed, 18 of them officers"). Where it
only lists several kinds, the part is at most its share of the list: others may belong to the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.domain.evidence import ReasonType
from service.domain.mentions import Hedge, Interval, Span
from service.parsing.analysis import Analysis, Term, once
from service.stance.alignment import Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.figures import figures
from service.stance.numbers import ROUNDING, in_a_sentence
from service.stance.plain import is_plain
from service.stance.proportions import says_all_of
from service.stance.tallies import (
    Tally,
    are_apart,
    fates,
    is_one,
    is_one_kind,
    tallies,
    told_together,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """That so much of those who suffered an act are of a kind; ``is_bare`` tolerates rounding."""

    asked: Interval
    is_bare: bool
    act: Term
    kind: tuple[Term, ...]
    rest: tuple[Term, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The share that a claim's counts make, and where it gives them."""

    share: Interval
    counts: tuple[str, str]
    span: Span


_STATED = re.compile(
    r"\A(?P<share>[^,;]+?) of (?:the|those|all(?: the| those)?)(?: people| persons)?(?: who were)? "
    r"(?P<act>\w+)(?: people)? (?:was|were|are|is) (?P<kind>(?:[\w'’-]+ ){0,4}?[\w'’-]+)"
    r"(?P<rest> (?:in|on|at|during|near|since) .*)?[.!]?\s*\Z"
)
_MOST = Interval(low=0.5, high=1.0, low_open=True)
_VAGUE = {
    "most": _MOST, "the majority": _MOST, "a majority": _MOST, "the greater part": _MOST,
    "a minority": Interval(low=0.0, high=0.5, high_open=True),
}  # fmt: skip


@once
def stated_share(statement: Analysis) -> Share | None:
    """The share that a statement gives, if it is all that it says."""
    found = _STATED.match(statement.text) if is_plain(statement) else None
    if found is None:
        return None
    asked = _asked(statement, found)
    start, end = found.span("act")
    act = next((t for t in fates(statement) if start <= t.span.start and t.span.end <= end), None)
    kind = _within(statement, *found.span("kind"))
    if asked is None or act is None or not kind or any(term.negated for term in kind):
        return None
    return Share(
        asked=asked[0],
        is_bare=asked[1],
        act=act,
        kind=kind,
        rest=_within(statement, *found.span("rest")) if found["rest"] else (),
        span=Span(start=0, end=len(statement.text.rstrip(" .!"))),
    )


def _asked(statement: Analysis, found: re.Match[str]) -> tuple[Interval, bool] | None:
    if vague := _VAGUE.get(found["share"].lower()):
        return vague, False
    for quantity in statement.quantities:
        if quantity.span.start == 0 and found.end("share") <= quantity.span.end:
            whole = {"ratio": 1.0, "percent": 100.0}.get(quantity.unit)
            if whole is None:
                return None
            interval = quantity.interval
            high = min(interval.high / whole, 1.0)
            if interval.low / whole > high:
                return None
            asked = Interval(
                low=interval.low / whole,
                high=high,
                low_open=interval.low_open,
                high_open=interval.high_open and high < 1.0,
            )
            return asked, quantity.hedge in (Hedge.EXACT, Hedge.ABOUT)
    return None


def _within(analysis: Analysis, start: int, end: int) -> tuple[Term, ...]:
    return tuple(t for t in analysis.terms if start <= t.span.start and t.span.end <= end)


def compare_shares(statement: Analysis, claim: Analysis, alignment: Alignment) -> Comparison | None:
    """What the counts of a claim make of the share that the statement gives, or None."""
    asked = stated_share(statement)
    if asked is None or not says_all_of(alignment, asked.rest):
        return None
    told = _of_whole(claim, asked) or _of_list(claim, asked)
    finding = _finding(asked, told) if told else None
    if told is None or finding is None:
        return None
    part, whole = told.counts
    said = passage(statement.text, asked.span)
    fits = "fits" if finding is Finding.AGREE else "is not"
    return comparison(
        finding,
        ReasonType.NUMBER,
        statement=said,
        claim=passage(claim.text, told.span),
        detail=f'{part} of {whole} {fits} "{said.text if said else ""}"',
    )


def _finding(asked: Share, told: Told) -> Finding | None:
    if asked.asked.contains(told.share):
        return Finding.AGREE
    wanted = asked.asked
    if asked.is_bare:
        low, high = wanted.low * (1 - ROUNDING), wanted.high * (1 + ROUNDING)
        wanted = Interval(low=low, high=high)
        if wanted.contains(told.share):
            return Finding.AGREE
    return None if wanted.overlaps(told.share) else Finding.CONFLICT


_BEHIND = re.compile(r"\s+(?:of (?:them|whom|these) )?(?:(?:was|were|are) )?(?:the )?")
_LEADS_PART = re.compile(
    r"(?:,\s+(?:including|among them|of whom|among whom)\s+|^Of [^,]+,\s+|,\s+)$", re.IGNORECASE
)
_SAYS_PART = re.compile(r"\s+(?:of (?:them|whom|these)\b|(?:was|were|are)\b)")


def _of_whole(claim: Analysis, asked: Share) -> Told | None:
    """The share of a part in the whole that the claim gives before it."""
    wholes = [t for t in tallies(claim) if is_one(t.act, asked.act) and is_one_kind(t.kind, ())]
    if len(wholes) != 1:
        return None
    (whole,) = wholes
    for index, figure in enumerate(figures(claim)):
        quantity = figure.quantity
        if quantity.span.start < whole.span.end or quantity.unit or quantity.ordinal:
            continue
        led = _LEADS_PART.search(claim.text[: quantity.span.start])
        says = "including" in led.group() or "among" in led.group() if led else False
        if not led or not (says or _SAYS_PART.match(claim.text, quantity.span.end)):
            continue
        kind = _kind_behind(claim, index)
        if kind and not any(t.negated for t in kind) and is_one_kind(kind, asked.kind):
            share = _share_of(quantity.interval, whole.interval)
            span = Span(start=whole.span.start, end=kind[-1].span.end)
            counts = in_a_sentence(quantity.text), in_a_sentence(whole.figure.quantity.text)
            return Told(share=share, counts=counts, span=span) if share else None
    return None


def _kind_behind(claim: Analysis, index: int) -> tuple[Term, ...]:
    """The words for what a part is: counted, or behind "of them" and "were"."""
    counted = [t for t in claim.terms if t.counted_by == index]
    if counted:
        return tuple(counted)
    behind = _BEHIND.match(claim.text, figures(claim)[index].quantity.span.end)
    if behind is None:
        return ()
    end = re.compile(r"[.,;:]| and | in | on | at |$").search(claim.text, behind.end())
    return _within(claim, behind.end(), end.start() if end else len(claim.text))


def _of_list(claim: Analysis, asked: Share) -> Told | None:
    """At most the share of one kind in a list of several that have nobody in common."""
    listed = [t for t in tallies(claim) if is_one(t.act, asked.act) and t.kind and not t.is_part]
    own = [t for t in listed if is_one_kind(t.kind, asked.kind)]
    if len(listed) < 2 or len(own) != 1 or not told_together(claim, listed):
        return None
    others = [t for t in listed if t is not own[0]]
    if not all(are_apart(own[0].kind, other.kind) for other in others):
        return None
    least = sum(tally.interval.low for tally in others)
    high = own[0].interval.high
    if not 0 < high < float("inf"):
        return None
    spans = [tally.span for tally in listed]
    return Told(
        share=Interval(low=0.0, high=high / (high + least), low_open=True),
        counts=(_words(own[0]), f"at least {high + least:,.0f}"),
        span=Span(start=spans[0].start, end=spans[-1].end),
    )


def _words(tally: Tally) -> str:
    return in_a_sentence(tally.figure.quantity.text)


def _share_of(part: Interval, whole: Interval) -> Interval | None:
    if whole.low <= 0 or part.low > whole.high:
        return None
    low = part.low / whole.high
    return Interval(
        low=low,
        high=max(low, min(part.high / whole.low, 1.0)),
        low_open=part.low_open or whole.high_open,
    )
