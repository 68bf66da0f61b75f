"""A draft: a whole text before it is printed, what it asserts, and what checking that found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from service.domain.check import Answer, Engine, Verdict
from service.domain.corpus import CorpusState, Filters
from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from service.domain.offsets import TextPositions


class Worth(StrEnum):
    """What in a sentence a source can confirm or refute."""

    NUMBER = "number"
    DATE = "date"
    ATTRIBUTION = "attribution"
    QUOTE = "quote"
    NAME = "name"
    EVENT = "event"


class PassedOverCode(StrEnum):
    """Why a sentence of a draft is not checked."""

    QUESTION = "question"
    INSTRUCTION = "instruction"
    OPINION = "opinion"
    WISH = "wish"
    FRAGMENT = "fragment"
    VAGUE = "vague"
    DUPLICATE = "duplicate"
    LABEL = "label"
    LANGUAGE = "language"
    TOO_LONG = "too_long"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthReason:
    """One reason to check a sentence, with the first words of it that give it."""

    type: Worth
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """A text to be checked as a whole.

    ``title`` only helps to understand the text. Relative dates count from ``published_on``;
    ``as_of``, ``filters`` and ``limit`` are those of a check. ``uri`` names the text for tools.
    """

    text: str
    title: str | None = None
    as_of: datetime | None = None
    published_on: date | None = None
    filters: Filters = Filters()
    limit: int = 5
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Words of the draft with which a source conflicts, and how."""

    text: str
    span: Span
    type: ReasonType
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCheck:
    """An assertion worth checking: ``text`` as it is written, ``statement`` as it was checked."""

    text: str
    span: Span
    paragraph: int
    worth: tuple[WorthReason, ...]
    statement: str
    differences: tuple[Difference, ...]
    checked_at: datetime
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A sentence, or an assertion of one, that was not checked, and why."""

    text: str
    span: Span
    paragraph: int
    code: PassedOverCode
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """What the time allowed for a draft did not suffice for, counted in assertions."""

    by_rules_alone: int
    not_reached: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReport:
    """The whole answer to one draft; ``partial`` is None where all had its due."""

    request: DraftRequest
    language: str
    paragraphs: int
    checks: tuple[DraftCheck, ...]
    passed_over: tuple[PassedOver, ...]
    partial: Partial | None
    corpus: CorpusState
    engine: Engine

    @property
    def verdicts(self) -> Mapping[Verdict, int]:
        """How many checks have each verdict; one that none has is counted, too."""
        counts = Counter(check.answer.verdict for check in self.checks)
        return {verdict: counts[verdict] for verdict in Verdict}


def with_offsets(report: DraftReport, positions: TextPositions) -> DraftReport:
    """The report with every offset into the draft in the unit of ``positions``."""
    return replace(
        report,
        checks=tuple(
            replace(
                check,
                span=positions.span(check.span),
                differences=tuple(
                    replace(one, span=positions.span(one.span)) for one in check.differences
                ),
            )
            for check in report.checks
        ),
        passed_over=tuple(
            replace(one, span=positions.span(one.span)) for one in report.passed_over
        ),
    )
