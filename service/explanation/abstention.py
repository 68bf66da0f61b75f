"""Why there is no verdict, and what a record would have to say for one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from service.aggregation import JudgedPart, Sides
from service.domain.check import Abstention, AbstentionCode, Verdict
from service.domain.evidence import Evidence, ReasonType
from service.parsing.reading import StatementReading

_SCOPE_TYPES = frozenset(
    {
        ReasonType.NUMBER,
        ReasonType.UNIT,
        ReasonType.DATE,
        ReasonType.DURATION,
        ReasonType.PLACE,
        ReasonType.SCOPE,
        ReasonType.ACTOR,
        ReasonType.ATTRIBUTION,
        ReasonType.CERTAINTY,
    }
)


class Searched(Enum):
    """How much of the corpus was searched, told where nothing was found in it."""

    ALL = "No record in the corpus is about this."
    WHAT_PASSES = "No record that passes the filters is about this."
    NOTHING = "The filters leave nothing to search: no source in the corpus passes them."


def abstain_from(
    reading: StatementReading, parts: Sequence[JudgedPart], sides: Sides, searched: Searched
) -> Abstention:
    """The reason for "unverified", told from the nearest claims that settle nothing."""
    if reading.obstacle is not None:
        return reading.obstacle
    undecided = [part for part in parts if part.verdict is Verdict.UNVERIFIED]
    missing = f"a record that says: {undecided[0].part.text}" if undecided else None
    if not sides.unverified:
        return Abstention(code=AbstentionCode.NO_RECORD, detail=searched.value, missing=missing)
    nearest = sides.unverified[0]
    reason = nearest.reasons[0]
    code = AbstentionCode.OTHER_SCOPE if reason.type in _SCOPE_TYPES else AbstentionCode.WEAK_MATCH
    return Abstention(code=code, detail=_detail(nearest), missing=missing)


def _detail(nearest: Evidence) -> str:
    where = nearest.source.publisher or nearest.source.id
    return f'The nearest record ({where}: "{nearest.claim.text}") does not settle it: ' + (
        nearest.reasons[0].detail + "."
    )
