"""Whether a text reports a fact, a plan or a possibility."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from service.domain.mentions import Span


class Certainty(StrEnum):
    FACT = "fact"
    PLANNED = "planned"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertaintyMention:
    """How sure the text is, and the words that say so (None for a plain fact)."""

    certainty: Certainty
    span: Span | None


_POSSIBLE = re.compile(
    r"\b(?:might|could|possibly|perhaps|maybe|reportedly|allegedly|believed to|thought to"
    r"|likely|unlikely|probably|rumou?red|suspected of|appears? to|seems? to)\b",
    re.IGNORECASE,
)
# Not the month: "14 May 2024", "in May".
_MAY = re.compile(r"\bmay\b(?!\s+\d)")
_PLANNED = re.compile(
    r"\b(?:will|shall|won't|would|plans? to|planned to|planning to|intends? to|intended to"
    r"|is to|are to|was to|were to|is set to|are set to|should|ought to|must|needs? to|is going to|are going to|(?:is|are) due (?:to|in|on|at|back|this|next|by)"
    r"|expected to|aims? to|vows? to|vowed to|promised to|pledged to|wants? to"
    r"|threaten(?:s|ed)? to)\b",
    re.IGNORECASE,
)
# "must", told in the past; without a saying, "had to" is what happened ("had to be rescued").
_HAD_TO = re.compile(
    r"\b(?:said|told|insisted|argued|demanded|warned|added|stressed)\b[^.;]*\bhad to\b",
    re.IGNORECASE,
)


def certainty_of(text: str) -> CertaintyMention:
    """The weakest certainty that the words of the text leave."""
    if possible := _POSSIBLE.search(text) or _MAY.search(text):
        span = Span(start=possible.start(), end=possible.end())
        return CertaintyMention(certainty=Certainty.POSSIBLE, span=span)
    if planned := _PLANNED.search(text):
        span = Span(start=planned.start(), end=planned.end())
        return CertaintyMention(certainty=Certainty.PLANNED, span=span)
    if told := _HAD_TO.search(text):
        span = Span(start=told.end() - len("had to"), end=told.end())
        return CertaintyMention(certainty=Certainty.PLANNED, span=span)
    return CertaintyMention(certainty=Certainty.FACT, span=None)
