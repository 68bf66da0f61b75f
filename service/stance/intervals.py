"""How far two happenings lie apart, and which came first: by what a claim says, or by its dates.

"The ferry was raised a week after it sank" is held against "… five days after it sank", and
against "it sank on 3 March and was raised on 10 March".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from service.domain.evidence import ReasonType
from service.domain.mentions import DateMention, Interval, Span
from service.parsing.analysis import Analysis, Term, once
from service.parsing.offsets import find_offsets
from service.parsing.verbs import read_words
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.durations import compare_lengths
from service.stance.lengths import between
from service.stance.same_clause import clauses

_TURN = re.compile(r"\b(?P<word>before|after)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|n't|n’t)\s+(?:\w+\s+)?$|n['’]t\s+(?:\w+\s+)?$", re.IGNORECASE)
_AND = re.compile(r"\band\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Apart:
    """Two happenings of a sentence: how far apart, and which of them is the later.

    ``other`` is where the second one stands, the first is all the rest; ``days`` is None for a
    plain "before" or "after", ``is_later`` (of the first) where no order is told.
    """

    span: Span
    days: Interval | None
    is_later: bool | None
    other: Span


def compare_intervals(
    statement: Analysis, claim: Analysis, alignment: Alignment
) -> tuple[list[Comparison], int]:
    """Compare the time between two happenings, and their order.

    Returns the comparisons and how many lengths of time the claim neither tells nor gives the
    dates for.
    """
    ours = _apart(statement)
    if ours is None:
        return [], 0
    theirs = _apart(claim)
    if theirs is not None:
        found = _told(statement, ours, claim, theirs, alignment)
    else:
        found = _dated(statement, ours, claim, alignment)
    if found is None:
        return [], int(ours.days is not None)
    return [found], 0


def days_of_the_same(
    statement: Analysis, claim: Analysis, alignment: Alignment, dates: list[Comparison]
) -> list[Comparison]:
    """The comparisons of dates, left open where the claim's day is that of its other happening.

    "He took office in 2019, twelve years after he entered parliament" does not say that he entered
    parliament in 2019, nor that he did not do so in 2007.
    """
    theirs = _apart(claim) if dates else None
    if theirs is None or _apart(statement) is not None:
        return dates
    sides = {_is_first(theirs, a.claim) for a in _acts(alignment)}
    if len(sides) != 1:
        return dates
    is_first = sides.pop()
    return [
        _of_the_other(found)
        if found.reason.claim and theirs.other.covers(found.reason.claim.span) == is_first
        else found
        for found in dates
    ]


def _of_the_other(found: Comparison) -> Comparison:
    day = found.reason.claim.text if found.reason.claim else "the day"
    detail = f"{day} is the time of the claim's other happening"
    return Comparison(finding=Finding.INCOMPARABLE, reason=replace(found.reason, detail=detail))


def _acts(alignment: Alignment) -> list[Aligned]:
    """What both texts say, the names of those who take part left out."""
    return [
        a
        for a in alignment.links
        if a.link.entails
        and not (a.statement.name or a.claim.name)
        and not (a.statement.in_frame or a.claim.in_frame)
    ]


@once
def _apart(analysis: Analysis) -> _Apart | None:
    """The only two happenings that a sentence sets apart; of several none can be told to be meant."""
    text = analysis.text
    offsets = [o for o in find_offsets(text) if not _is_of_a_date(analysis, o.span)]
    start = analysis.attribution.content_span.start if analysis.attribution else 0
    turns = list(_TURN.finditer(text, start))
    if len(offsets) > 1 or len(turns) > 1:
        return None
    if offsets:
        span, days, is_later = offsets[0].span, offsets[0].days, offsets[0].is_later
    elif turns and not _NOT.search(text, 0, turns[0].start()):
        span = Span(start=turns[0].start(), end=turns[0].end())
        if _is_of_a_date(analysis, span):
            return None
        days, is_later = None, turns[0]["word"].lower() == "after"
    else:
        return None
    if is_later is None:
        joints = [m.start() for m in _AND.finditer(text, span.end)]
        ends = joints[0] if len(joints) == 1 else None
    else:
        comma = text.find(",", span.end)
        ends = comma if comma >= 0 else len(text)
    if ends is None:
        return None
    return _Apart(
        span=span, days=days, is_later=is_later, other=Span(start=span.end, end=max(span.end, ends))
    )


def _is_of_a_date(analysis: Analysis, span: Span) -> bool:
    """Whether the words count from a date ("a week after 3 March"), and from no happening."""
    return any(
        date.span.overlaps(span) or not analysis.text[span.end : date.span.start].strip()
        for date in analysis.dates
        if date.span.end > span.end
    )


def _told(
    statement: Analysis, ours: _Apart, claim: Analysis, theirs: _Apart, alignment: Alignment
) -> Comparison | None:
    """What the claim says about the time between the same two happenings."""
    sides = {(_is_first(ours, a.statement), _is_first(theirs, a.claim)) for a in _acts(alignment)}
    kept = {(True, True), (False, False)} <= sides and not {(True, False), (False, True)} & sides
    crossed = {(True, False), (False, True)} <= sides and not {
        (True, True),
        (False, False),
    } & sides
    if not kept and not crossed:
        return None
    ordered = ours.is_later is not None and theirs.is_later is not None
    if ordered and (ours.is_later == theirs.is_later) != kept:
        detail = "the claim has the two the other way round"
        return _made(Finding.CONFLICT, statement, ours, claim, theirs.span, detail)
    if ours.days is None or theirs.days is None:
        return None
    finding = compare_lengths(ours.days, theirs.days)
    return _made(finding, statement, ours, claim, theirs.span, _lies(finding, claim, theirs.span))


def _is_first(apart: _Apart, term: Term) -> bool:
    return not apart.other.covers(term.span)


def _dated(
    statement: Analysis, ours: _Apart, claim: Analysis, alignment: Alignment
) -> Comparison | None:
    """What follows from the days that the claim gives to both happenings."""
    found = _days_of_both(statement, ours, claim, alignment)
    if found is None:
        return None
    first, other = found
    span = Span(
        start=min(first.span.start, other.span.start), end=max(first.span.end, other.span.end)
    )
    forth, back = between(other, first), between(first, other)
    overlap = forth is not None and back is not None
    if ours.is_later is not None and overlap:
        return None
    if ours.is_later is not None and (forth is not None) != ours.is_later:
        order = f"{first.text} is not {'after' if ours.is_later else 'before'} {other.text}"
        return _made(Finding.CONFLICT, statement, ours, claim, span, order)
    days = back if forth is None else forth
    if days is None:
        return None
    if ours.days is None:
        words = f"{first.text} is {'after' if ours.is_later else 'before'} {other.text}"
        return _made(Finding.AGREE, statement, ours, claim, span, words)
    finding = compare_lengths(ours.days, days)
    return _made(finding, statement, ours, claim, span, _lies(finding, claim, span))


def _days_of_both(
    statement: Analysis, ours: _Apart, claim: Analysis, alignment: Alignment
) -> tuple[DateMention, DateMention] | None:
    """The one day of each of the claim's clauses that tells of one of the two happenings.

    A clause tells of the happening with which it shares what follows its verb: the subject may be
    the same in both.
    """
    days: dict[bool, list[DateMention]] = {True: [], False: []}
    for start, end in clauses(claim):
        sides = {
            _is_first(ours, a.statement)
            for a in alignment.links
            if a.link.entails
            and not a.claim.in_frame
            and start <= a.claim.span.start < end
            and a.claim.span.end > _verb(claim, start, end)
        }
        dates = [d for d in claim.dates if start <= d.span.start < end and d.first is not None]
        if len(sides) == 1 and len(dates) == 1:
            days[sides.pop()].append(dates[0])
    if len(days[True]) != 1 or len(days[False]) != 1:
        return None
    first, other = days[True][0], days[False][0]
    told = sorted((first, other), key=lambda date: date.span)
    # "On Sunday … and on Friday" goes forward: if the week says no, another week is meant.
    backwards = told[0].first and told[1].first and told[1].first < told[0].first
    return None if backwards and told[0].weekday is not None else (first, other)


def _verb(claim: Analysis, start: int, end: int) -> int:
    return next(
        (w.start for w in read_words(claim.text) if w.finite and start <= w.start < end), start
    )


def _lies(finding: Finding, claim: Analysis, span: Span) -> str:
    words = {
        Finding.AGREE: "is as far apart as stated",
        Finding.CONFLICT: "is another length of time",
        Finding.INCOMPARABLE: "leaves open how far apart",
    }
    return f"{claim.text[span.start : span.end]} {words[finding]}"


def _made(
    finding: Finding,
    statement: Analysis,
    ours: _Apart,
    claim: Analysis,
    theirs: Span,
    detail: str,
) -> Comparison:
    return comparison(
        finding,
        ReasonType.DATE if ours.days is None else ReasonType.DURATION,
        statement=passage(statement.text, ours.span),
        claim=passage(claim.text, theirs),
        detail=detail,
    )
