"""One sentence on who reports what, and how sure the verdict is."""

from __future__ import annotations

from collections.abc import Sequence

from service.aggregation import Sides
from service.domain.check import Abstention, AbstentionCode, Verdict
from service.domain.evidence import Evidence

# What each further independent origin takes off the remaining doubt.
DOUBT_LEFT_BY_ORIGIN = 0.6
# Of a side; the publishers behind further ones are named alone.
MOST_REASONS = 3


def summarise(verdict: Verdict, sides: Sides, abstention: Abstention | None) -> str:
    """Who says what, on which side; to each publisher its own reason, in that reason's words."""
    supporting, conflicting = _side(sides.supporting), _side(sides.conflicting)
    match verdict:
        case Verdict.SUPPORTED:
            return f"Supported by {supporting}."
        case Verdict.REFUTED:
            return f"Conflicting: {conflicting}."
        case Verdict.DISPUTED:
            return f"Disputed: supported by {supporting}; conflicting: {conflicting}."
        case _:
            return f"Unverified: {abstention.detail}" if abstention else "Unverified."


def _side(evidence: Sequence[Evidence]) -> str:
    """How many publishers, their names, and behind each the first reason of its own best claim."""
    if not evidence:
        return "nobody"
    reasons: dict[str, str] = {}
    for item in evidence:
        reasons.setdefault(item.source.publisher or item.source.id, item.reasons[0].detail)
    count = f"{len(reasons)} source{'s' if len(reasons) > 1 else ''}"
    told: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        told.setdefault(reason, []).append(name)
    if len(told) == 1:
        return f"{count} ({', '.join(reasons)}): {next(iter(told))}"
    shown = [f"{', '.join(told[reason])}: {reason}" for reason in [*told][:MOST_REASONS]]
    untold = [name for reason in [*told][MOST_REASONS:] for name in told[reason]]
    return f"{count} ({'; '.join(shown)}{'; also ' if untold else ''}{', '.join(untold)})"


def confidence_in(verdict: Verdict, sides: Sides, abstention: Abstention | None) -> float:
    """How sure the verdict is, 0 to 1: independent origins add up, a dispute needs both sides."""
    match verdict:
        case Verdict.SUPPORTED:
            value = _side_confidence(sides.supporting)
        case Verdict.REFUTED:
            value = _side_confidence(sides.conflicting)
        case Verdict.DISPUTED:
            value = min(_side_confidence(sides.supporting), _side_confidence(sides.conflicting))
        case _:
            value = _ABSTENTION_CONFIDENCE[abstention.code] if abstention else 0.5
    return round(value, 2)


_ABSTENTION_CONFIDENCE = {
    AbstentionCode.LANGUAGE: 0.95,
    AbstentionCode.NOT_CHECKABLE: 0.95,
    AbstentionCode.NO_RECORD: 0.85,
    AbstentionCode.OTHER_SCOPE: 0.7,
    AbstentionCode.WEAK_MATCH: 0.55,
}


def _side_confidence(evidence: Sequence[Evidence]) -> float:
    best: dict[str, float] = {}
    for item in evidence:
        best[item.source.origin] = max(best.get(item.source.origin, 0.0), item.confidence)
    if not best:
        return 0.0
    doubt = 1.0 - max(best.values())
    return 1.0 - doubt * DOUBT_LEFT_BY_ORIGIN ** (len(best) - 1)
