"""Evidence: a claim set against a statement, with its stance and the reasons for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.domain.corpus import Claim, Source
from service.domain.mentions import Span


class Stance(StrEnum):
    SUPPORTING = "supporting"
    CONFLICTING = "conflicting"
    UNVERIFIED = "unverified"


class ReasonType(StrEnum):
    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    DURATION = "duration"
    PLACE = "place"
    ACTOR = "actor"
    OUTCOME = "outcome"
    POLARITY = "polarity"
    ATTRIBUTION = "attribution"
    SCOPE = "scope"
    QUOTE = "quote"
    CERTAINTY = "certainty"
    WORDING = "wording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Some words of a text and where they stand in it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One comparison in words a reader can check; a side is None where it has no words for it."""

    type: ReasonType
    statement: Passage | None
    claim: Passage | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceProbabilities:
    """What a stance model says of one pair; the three sum to 1."""

    supporting: float
    conflicting: float
    unverified: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The stance of one claim to one assertion, with confidence (0 to 1) and reasons.

    ``superseded_by`` is the claim with a later and greater count of the same running event.
    """

    stance: Stance
    confidence: float
    reasons: tuple[Reason, ...]
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence; ``superseded_by`` is as in ``Judgement``."""

    claim: Claim
    source: Source
    stance: Stance
    confidence: float
    reasons: tuple[Reason, ...]
    superseded_by: str | None = None
