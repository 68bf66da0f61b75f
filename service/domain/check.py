"""A check: the request, and the whole answer to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.corpus import CorpusState, Filters
from service.domain.evidence import Evidence, Stance
from service.domain.mentions import Span


class Verdict(StrEnum):
    SUPPORTED = "supported"
    REFUTED = "refuted"
    DISPUTED = "disputed"
    UNVERIFIED = "unverified"


def decide(stances: Iterable[Stance]) -> Verdict:
    """The verdict over all evidence: which sides are taken at all, never how often."""
    seen = set(stances)
    match Stance.SUPPORTING in seen, Stance.CONFLICTING in seen:
        case True, True:
            return Verdict.DISPUTED
        case True, False:
            return Verdict.SUPPORTED
        case False, True:
            return Verdict.REFUTED
        case _:
            return Verdict.UNVERIFIED


class AbstentionCode(StrEnum):
    NO_RECORD = "no_record"
    OTHER_SCOPE = "other_scope"
    WEAK_MATCH = "weak_match"
    NOT_CHECKABLE = "not_checkable"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """Why the verdict is ``unverified``; ``missing`` names what a record would have to say."""

    code: AbstentionCode
    detail: str
    missing: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionVerdict:
    """The two layers of "X said that Y": whether X said it, and whether Y holds."""

    speaker: str
    said: Verdict
    content: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionVerdict:
    """One part of the statement, its place in the statement's text, and its verdict."""

    text: str
    span: Span
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAgreement:
    """How many independent voices stand on one side."""

    publishers: int
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """``as_of`` is None for "now, with no cut-off"; ``limit`` counts evidence per side."""

    statement: str
    as_of: datetime | None = None
    filters: Filters = Filters()
    limit: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What judged: our version and the fingerprint of the stance model."""

    version: str
    model: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The whole answer to one request; equal requests on an equal corpus give equal answers.

    ``partial`` says what could not be searched in time; such an answer is not to be kept.
    """

    statement: str
    language: str
    as_of: datetime | None
    verdict: Verdict
    confidence: float
    summary: str
    abstention: Abstention | None
    attribution: AttributionVerdict | None
    assertions: tuple[AssertionVerdict, ...]
    supporting: tuple[Evidence, ...]
    conflicting: tuple[Evidence, ...]
    unverified: tuple[Evidence, ...]
    agreement_supporting: SideAgreement
    agreement_conflicting: SideAgreement
    safe_wording: str | None
    corpus: CorpusState
    engine: Engine
    partial: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """An answer with its identity: what is saved, and what an endpoint returns."""

    id: str
    checked_at: datetime
    request: CheckRequest
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCheckQuery:
    """A list request for saved checks, oldest first; ``after`` is an id, exclusive.

    A check changes when it is saved, and whenever a new answer to it says something else.
    """

    verdict: Verdict | None = None
    changed_since: datetime | None = None
    reviewed: bool | None = None
    after: str | None = None
    limit: int = 50
