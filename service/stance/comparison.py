"""The outcome of setting one thing of the statement beside the same thing of the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.evidence import Passage, Reason, ReasonType
from service.domain.mentions import Span


class Finding(StrEnum):
    AGREE = "agree"
    CONFLICT = "conflict"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What one comparison found, and the reason in words that a reader can check.

    ``by_nearness`` is for what only the order of words suggests: symbols alone leave it open, but a
    language model that reads the whole may see otherwise. ``bars`` is for what keeps the claim from
    supporting the statement whatever a model makes of the wording.
    """

    finding: Finding
    reason: Reason
    by_nearness: bool = False
    bars: bool = False


def contrary_of(finding: Finding) -> Finding:
    """What a comparison finds where one of the sides denies the thing compared."""
    match finding:
        case Finding.AGREE:
            return Finding.CONFLICT
        case Finding.CONFLICT:
            return Finding.AGREE
        case _:
            return finding


# Where a claim names several things of a kind, agreement with one of them is agreement.
_RANK = {Finding.AGREE: 0, Finding.CONFLICT: 1, Finding.INCOMPARABLE: 2}


def best_pairs(rivals: Mapping[tuple[int, int], Comparison]) -> list[Comparison]:
    """One comparison a mention of the statement, and no mention of the claim used twice.

    ``rivals`` are by position in the statement and in the claim; agreements are taken first.
    """
    ranked = sorted(rivals.items(), key=lambda item: (_RANK[item[1].finding], item[0]))
    chosen: dict[int, Comparison] = {}
    taken: set[int] = set()
    for (ours, theirs), outcome in ranked:
        if ours not in chosen and theirs not in taken:
            chosen[ours] = outcome
            taken.add(theirs)
    return [chosen[ours] for ours in sorted(chosen)]


def passage(text: str, span: Span | None) -> Passage | None:
    """The words at a span of a text, or None where there is none."""
    return Passage(text=text[span.start : span.end], span=span) if span is not None else None


def comparison(
    finding: Finding,
    kind: ReasonType,
    *,
    statement: Passage | None,
    claim: Passage | None,
    detail: str,
    bars: bool = False,
) -> Comparison:
    reason = Reason(type=kind, statement=statement, claim=claim, detail=detail)
    return Comparison(finding=finding, reason=reason, bars=bars)
