"""Hours and parts of the day: "at 7 a.m." is not "at 7 p.m.", nor the morning the evening."""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis, once
from service.stance.comparison import Comparison, Finding, comparison, passage

_HOUR = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap])\.?m\b\.?"
    r"|\b(?P<full>\d{1,2}):(?P<past>\d{2})\b(?!\s*[ap]\.?m)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\s+(?P<part>morning|afternoon|evening|night)\b",
    re.IGNORECASE,
)


def compare_clocks(statement: Analysis, claim: Analysis) -> list[Comparison]:
    """Compare the hours of both texts, first with first; an hour the claim lacks stays open."""
    if ours := _hours(statement):
        return [_outcome(statement, claim, ours, _hours(claim))]
    part = _part_of_day(statement)
    other = _part_of_day(claim) if part else None
    if part and other and part["part"].lower() != other["part"].lower():
        return [_told(Finding.CONFLICT, statement, claim, part, other)]
    return []


@once
def _hours(analysis: Analysis) -> list[re.Match[str]]:
    return list(_HOUR.finditer(analysis.text))


@once
def _part_of_day(analysis: Analysis) -> re.Match[str] | None:
    return _PART.search(analysis.text)


def _outcome(
    statement: Analysis,
    claim: Analysis,
    ours: list[re.Match[str]],
    theirs: list[re.Match[str]],
) -> Comparison:
    if not theirs:
        return _told(Finding.INCOMPARABLE, statement, claim, ours[0], None)
    if len(ours) == len(theirs):
        for one, other in zip(ours, theirs, strict=True):
            if _minutes(one) != _minutes(other):
                return _told(Finding.CONFLICT, statement, claim, one, other)
        return _told(Finding.AGREE, statement, claim, ours[0], theirs[0])
    known = {_minutes(other) for other in theirs}
    missing = [one for one in ours if _minutes(one) not in known]
    if missing:
        return _told(Finding.INCOMPARABLE, statement, claim, missing[0], theirs[0])
    return _told(Finding.AGREE, statement, claim, ours[0], theirs[0])


def _minutes(hour: re.Match[str]) -> int:
    """Minutes since midnight."""
    if hour["full"]:
        return int(hour["full"]) * 60 + int(hour["past"])
    noon = 12 if hour["half"].lower() == "p" else 0
    return (int(hour["hour"]) % 12 + noon) * 60 + int(hour["minute"] or 0)


def _told(
    finding: Finding,
    statement: Analysis,
    claim: Analysis,
    ours: re.Match[str],
    theirs: re.Match[str] | None,
) -> Comparison:
    words = {Finding.AGREE: "is the time stated", Finding.CONFLICT: f"is not {ours.group()}"}
    said = theirs.group() if theirs else "the claim"
    return comparison(
        finding,
        ReasonType.DATE,
        statement=passage(statement.text, Span(start=ours.start(), end=ours.end())),
        claim=passage(claim.text, Span(start=theirs.start(), end=theirs.end()) if theirs else None),
        detail=f"{said} {words.get(finding, f'leaves {ours.group()} open')}",
    )
