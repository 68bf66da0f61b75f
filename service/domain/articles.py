"""Whole articles: what extraction passed over, pages that hold articles, sources taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.domain.changes import ChangeNote
from service.domain.corpus import Claim, Source
from service.domain.mentions import Span


class PassedReason(StrEnum):
    """Why a stretch of an article gave no claim record."""

    NOT_NEWS = "not_news"  # A byline, a credit, a crosshead, a line of the page around the article.
    NO_CLAIM = "no_claim"  # A question, an order, a wish, words without a verb.
    REPEATED = "repeated"  # The same words gave a record further up.


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A stretch of an article that gave no claim record: ``article[span.start:span.end]``."""

    text: str
    span: Span
    paragraph: int
    reason: PassedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What an article gave: its source (origin included), its records, what was passed over.

    ``text`` is what the spans of the records point into; ``revision`` is that of the source, None
    where nothing was saved.
    """

    source: Source
    text: str
    claims: tuple[Claim, ...]
    passed_over: tuple[PassedOver, ...]
    revision: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A page to draw an article from; what is None is taken from the page, if it says so."""

    id: str
    url: str
    title: str | None
    publisher: str | None
    published_at: str | None
    language: str | None
    origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadablePage:
    """The article of a fetched page, with what the page says of itself (None: nothing)."""

    url: str
    text: str
    title: str | None
    publisher: str | None
    published_at: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRetraction:
    """Whether a source is taken back, and with how many of its claims.

    ``retracted`` is when, by whom and why, None where the source stands; ``revision`` is that of
    the source's last version. After it was reinstated, ``claims`` are those that were restored.
    """

    source: Source
    retracted: ChangeNote | None
    claims: int
    revision: int
