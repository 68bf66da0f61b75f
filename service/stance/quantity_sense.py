"""Quantities as they are meant: per what, turned by a negation, in one unit, and in which rank."""

from __future__ import annotations

import re
from dataclasses import replace

from service.domain.evidence import ReasonType
from service.domain.mentions import Hedge, Interval, Quantity, Span
from service.parsing.analysis import Analysis, once
from service.stance.comparison import Comparison, Finding, comparison, passage

_RATE = re.compile(
    r"^[^,.;]{0,30}?\b(?:an?|per|each|every)\s+(?P<unit>second|minute|hour|day|week|month|year|head"
    r"|person|litre|liter|kilo(?:gram)?|tonne|square metre)\b"
)


def rate_unit(text: str, quantity: Quantity) -> str | None:
    """What a quantity is per ("day", of "5 tonnes a day"); None where it is no rate."""
    rate = _RATE.match(text[quantity.span.end :])
    return rate["unit"] if rate else None


def bounded(analysis: Analysis, quantity: Quantity) -> Quantity:
    """ "not more than 50" through the verb: "will not make more than 50" is at most 50."""
    if quantity.hedge is not Hedge.AT_LEAST:
        return quantity
    before = [t for t in analysis.terms if t.negated and t.span.end <= quantity.span.start]
    if not before or "," in analysis.text[before[-1].span.end : quantity.span.start]:
        return quantity
    low = quantity.interval.low
    return replace(quantity, interval=Interval(low=0, high=low), hedge=Hedge.AT_MOST)


def in_points(quantity: Quantity) -> Quantity:
    """Basis points as percentage points, 100 to one."""
    if quantity.unit != "basis point":
        return quantity
    interval = quantity.interval
    return replace(
        quantity,
        value=quantity.value / 100,
        interval=replace(interval, low=interval.low / 100, high=interval.high / 100),
        unit="percentage point",
    )


_FROM = re.compile(r"\bfrom\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
_ON_TO = re.compile(r"^[^,.;]{0,30}?\bto\s")
_UNTIL_THEN = re.compile(r"^[^,.;]{0,30}?\bbefore\b")
_BEFORE_THAT = re.compile(r"^\s*(?:before|prior to)\s|\bused to\s+(?:be|cost)\b", re.IGNORECASE)


def is_past_value(text: str, quantity: Quantity) -> bool:
    """Whether a value has been left since: the 4 of "rose from 4 to 5", "was 4 before the cut".

    Also of "Before the cut it was 4" and "used to be 4".
    """
    after = text[quantity.span.end :]
    left = _FROM.search(text[: quantity.span.start]) and _ON_TO.match(after)
    before = _BEFORE_THAT.search(text[: quantity.span.start])
    return bool(left or before) or _UNTIL_THEN.match(after) is not None


_LEVEL = re.compile(
    r"\b(?:is|are|was|were|stands? at|stood at|at|reach(?:es|ed)|totall?ed)\s+(?:now\s+)?$"
)


def is_level(text: str, quantity: Quantity) -> bool:
    """Whether a quantity is how much there is, and not by how much it has changed."""
    return _LEVEL.search(text[: quantity.span.start]) is not None


_FURTHER_BEFORE = re.compile(r"\b(?:another|further|additional)\s+(?:\w+\s+)?$", re.IGNORECASE)
_FURTHER_AFTER = re.compile(r"^\s+(?:others?|further|additional|more(?!\s+than))\b")


def is_further(text: str, quantity: Quantity) -> bool:
    """Whether a quantity comes on top of one told before: "18 other people", "another 60"."""
    before, after = text[: quantity.span.start], text[quantity.span.end :]
    return _FURTHER_AFTER.match(after) is not None or _FURTHER_BEFORE.search(before) is not None


_OF_ALL = re.compile(
    r"(?:^|[,;]\s)\s*(?:out\s+)?of\s+(?:(?:the|its|all|these)\s+)?$", re.IGNORECASE
)
_PART_OF = re.compile(r"^\s+of\s+(?:the|its|his|her|their|all|these|those)\s+$")


def is_base(analysis: Analysis, index: int) -> bool:
    """Whether a quantity is the whole that another one is a part of: the 5 of "two of the 5".

    Also the 120 of "Of 120 passengers, 30 survived".
    """
    start = analysis.quantities[index].span.start
    if index + 1 < len(analysis.quantities) and _OF_ALL.search(analysis.text[:start]):
        return True
    return any(
        _PART_OF.match(analysis.text[other.span.end : start])
        for other in analysis.quantities[:index]
    )


# "29 of those killed came from X": so many came from there, and more may have been killed.
_SOME_OF = re.compile(
    r"^\s+of\s+(?:the|those|these)\s+(?:[\w-]+\s+)?(?:who|that|killed|injured|wounded|hurt|arrested"
    r"|detained|infected|rescued|evacuated|displaced|missing|dead)\b"
)


def is_some_of(text: str, quantity: Quantity) -> bool:
    """Whether a quantity counts some of those whom the act befell, and not all of them."""
    return _SOME_OF.match(text[quantity.span.end :]) is not None


_SCORE = re.compile(
    r"(?<![\d.,-])(?P<ours>\d{1,3})[-–](?P<theirs>\d{1,3})(?![\d-]|[.,]\d|\s*[a-z]+s\b)"
    r"|\b(?:vot\w+|won|lost|beat\w*)\b[^,.;\d]{0,30}(?P<yes>\d{1,4})\s+to\s+(?P<no>\d{1,4})\b"
)


def compare_scores(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """The result of a match or a vote: 3-1 is neither 3-0 nor 1-3."""
    ours = _score_of(statement)
    if ours is None:
        return []
    theirs = _score_of(claim)
    where = Span(start=ours.start(), end=ours.end())
    if theirs is None or _score(ours) == _score(theirs)[::-1] != _score(theirs):
        finding, detail = Finding.INCOMPARABLE, f"the claim does not say {ours.group()}"
    elif _score(ours) == _score(theirs):
        finding, detail = Finding.AGREE, f"both say {ours.group()}"
    else:
        finding, detail = Finding.CONFLICT, f"{theirs.group()} is not {ours.group()}"
    found = Span(start=theirs.start(), end=theirs.end()) if theirs else None
    return [
        comparison(
            finding,
            ReasonType.NUMBER,
            statement=passage(statement.text, where),
            claim=passage(claim.text, found),
            detail=detail,
        )
    ]


def quantity_at(analysis: Analysis, span: Span) -> Quantity | None:
    """The quantity that stands just there, of which a reason keeps the passage."""
    return next((q for q in analysis.quantities if q.span == span), None)


def score_span(analysis: Analysis) -> Span | None:
    """Where a text gives the result that ``compare_scores`` looks at."""
    found = _score_of(analysis)
    return Span(start=found.start(), end=found.end()) if found else None


@once
def _score_of(analysis: Analysis) -> re.Match[str] | None:
    return _SCORE.search(analysis.text)


def _score(match: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(group) for group in match.groups() if group is not None)


_SUPERLATIVE = re.compile(r"^\s+(?:most|least|\w+est)\b")


_ONE_OF = re.compile(r"\b(?:one of|among) (?:the|\w+'s) (?:\w+ )?(?P<best>most|least|\w+est)\b")
_ALONE = re.compile(
    r"(?<!one of )(?<!among )\b(?:the|\w+'s) (?:\w+ )?(?P<best>most|least|\w+est)\b"
)


@once
def _alone(analysis: Analysis) -> re.Match[str] | None:
    return _ALONE.search(analysis.text)


@once
def _one_of(analysis: Analysis) -> re.Match[str] | None:
    return _ONE_OF.search(analysis.text)


def _compare_groups(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """ "One of the largest" leaves open which is the largest."""
    ours = _alone(statement)
    theirs = _one_of(claim) if ours else None
    if not ours or not theirs or ours["best"] != theirs["best"]:
        return []
    return [
        comparison(
            Finding.INCOMPARABLE,
            ReasonType.WORDING,
            statement=passage(statement.text, Span(start=ours.start(), end=ours.end())),
            claim=passage(claim.text, Span(start=theirs.start(), end=theirs.end())),
            detail=f"{theirs.group()} are several",
        )
    ]


_WHOLE = re.compile(r"\b(?:both|all|every|each|neither|none)\b", re.IGNORECASE)


@once
def _whole(analysis: Analysis) -> re.Match[str] | None:
    return _WHOLE.search(analysis.text)


def compare_parts(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """ "Two of the five hostages" are not all of them, nor none."""
    whole = None if statement.quantities else _whole(statement)
    if whole is None:
        return []
    stems = {term.stem for term in statement.terms if term.stem}
    for index, base in enumerate(claim.quantities):
        part = claim.quantities[index - 1] if index else None
        if part is None or part.hedge is not Hedge.EXACT or not is_base(claim, index):
            continue
        counted = {t.stem for t in claim.terms if t.counted_by in (index, index - 1)}
        if 0 < part.value < base.value and counted & stems:
            return [
                comparison(
                    Finding.CONFLICT,
                    ReasonType.NUMBER,
                    statement=passage(statement.text, Span(start=whole.start(), end=whole.end())),
                    claim=passage(claim.text, Span(start=part.span.start, end=base.span.end)),
                    detail=f"{part.text} of {base.text}, not {whole.group().lower()}",
                )
            ]
    return []


def compare_ranks(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """ "The second largest port" is not the largest one."""
    if groups := _compare_groups(statement, claim):
        return groups
    if any(quantity.ordinal for quantity in statement.quantities):
        return _compare_lower_rank(statement, claim)
    for quantity in claim.quantities:
        if not quantity.ordinal or quantity.value <= 1:
            continue
        if best := _SUPERLATIVE.match(claim.text[quantity.span.end :]):
            said = statement.text.lower().find(best.group().strip())
            if said >= 0:
                span = Span(start=said, end=said + len(best.group().strip()))
                return [
                    comparison(
                        Finding.CONFLICT,
                        ReasonType.NUMBER,
                        statement=passage(statement.text, span),
                        claim=passage(claim.text, quantity.span),
                        detail=f"{quantity.text}{best.group()}, not the {best.group().strip()}",
                    )
                ]
    return []


def _compare_lower_rank(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """ "The second largest" beside a claim that calls it the largest."""
    alone = _alone(claim)
    if alone is None or any(quantity.ordinal for quantity in claim.quantities):
        return []
    for quantity in statement.quantities:
        best = _SUPERLATIVE.match(statement.text[quantity.span.end :])
        if (
            quantity.ordinal
            and quantity.value > 1
            and best
            and best.group().strip() == alone["best"]
        ):
            return [
                comparison(
                    Finding.CONFLICT,
                    ReasonType.NUMBER,
                    statement=passage(statement.text, quantity.span),
                    claim=passage(claim.text, Span(start=alone.start(), end=alone.end())),
                    detail=f"{alone.group()}, not the {quantity.text}{best.group()}",
                )
            ]
    return []
