"""Evidence that later evidence has overtaken: an earlier, smaller count of one running event.

Such a count does not contradict a statement of the greater number; it is shown as what was
reported at its time. Where it supports a statement it goes on doing so, and says what came later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.domain.corpus import Candidate, Standing
from service.domain.evidence import Judgement, Passage, Reason, ReasonType, Stance
from service.domain.mentions import Quantity, Span
from service.parsing.analysis import Analysis, TermKind
from service.stance.comparing import Assertion, Reading
from service.stance.figures import figures
from service.stance.running_counts import has_grown, is_running, of_one_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A running count that a claim sets beside one of the statement's."""

    candidate: Candidate
    analysis: Analysis
    asked: Quantity
    given: Quantity
    statement: Passage
    claim: Passage


def counts_in(assertion: Assertion, reading: Reading, candidate: Candidate, analysis: Analysis) -> list[Count]:  # fmt: skip
    """The running counts of a claim that agree or conflict with one of the statement's."""
    found = []
    for compared in (*reading.conflicts, *reading.agreements):
        reason = compared.reason
        if reason.type is not ReasonType.NUMBER or not reason.statement or not reason.claim:
            continue
        asked = _running_at(assertion.analysis, reason.statement.span)
        given = _running_at(analysis, reason.claim.span)
        if asked is not None and given is not None:
            found.append(
                Count(
                    candidate=candidate,
                    analysis=analysis,
                    asked=asked,
                    given=given,
                    statement=reason.statement,
                    claim=reason.claim,
                )
            )
    return found


def up_to_date(
    judgements: Sequence[Judgement], counts: Sequence[Sequence[Count]]
) -> list[Judgement]:
    """The judgements of several claims, each with its counts, overtaken ones named as such."""
    both = list(zip(judgements, counts, strict=True))
    # What settles nothing for the statement overtakes nothing either, and is not overtaken.
    sided = [count for one, own in both if one.stance is not Stance.UNVERIFIED for count in own]
    return [
        one if one.stance is Stance.UNVERIFIED else _superseded(one, own, sided)
        for one, own in both
    ]


def _superseded(
    judgement: Judgement, counts: Sequence[Count], others: Sequence[Count]
) -> Judgement:
    for count in counts:
        later = max((c for c in others if _overtakes(c, count)), key=_newest, default=None)
        if later is None:
            continue
        note = _note(count, later)
        by = later.candidate.claim.id
        if judgement.stance is not Stance.CONFLICTING:
            return replace(judgement, superseded_by=by, reasons=(*judgement.reasons, note))
        is_less = count.given.interval.high < count.asked.interval.low
        only_this = all(
            reason.type is ReasonType.NUMBER and reason.statement == count.statement
            for reason in judgement.reasons
        )
        if is_less and only_this:
            return replace(judgement, stance=Stance.UNVERIFIED, superseded_by=by, reasons=(note,))
    return judgement


def _running_at(analysis: Analysis, span: Span) -> Quantity | None:
    """The quantity at a span, if what it counts grows while an event goes on."""
    for index, quantity in enumerate(analysis.quantities):
        if not quantity.span.overlaps(span):
            continue
        if quantity.unit or quantity.ordinal:
            return None
        counted = [t for t in analysis.terms if t.counted_by == index and t.kind is TermKind.WORD]
        act = figures(analysis)[index].act
        return quantity if is_running([*counted, *([act] if act else [])]) else None
    return None


def _overtakes(later: Count, count: Count) -> bool:
    return (
        later.statement == count.statement
        and later.candidate.claim.standing is not Standing.DISTANCED
        and has_grown(count.candidate.source, count.given, later.candidate.source, later.given)
        and not of_one_day(count.analysis, later.analysis)
    )


def _newest(count: Count) -> tuple[date, float, str]:
    day = count.candidate.source.published_on or date.min
    return day, count.given.interval.low, count.candidate.claim.id


def _note(count: Count, later: Count) -> Reason:
    return Reason(
        type=ReasonType.NUMBER,
        statement=count.statement,
        claim=count.claim,
        detail=f"reported {_told(count)}; later report {_told(later)}",
    )


def _told(count: Count) -> str:
    day = count.candidate.source.published_on
    # Not strftime: the name of a month must not depend on the server's language.
    words = count.given.text[:1].lower() + count.given.text[1:]
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}: {words}" if day else words


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
