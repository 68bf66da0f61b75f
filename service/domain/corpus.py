"""What the corpus stores: sources and the claims that they published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.domain.mentions import Span


class Standing(StrEnum):
    """How the outlet stands to the claim that it prints."""

    ASSERTED = "asserted"
    RELAYED = "relayed"
    DISTANCED = "distanced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where in its source a claim stands; ``paragraph`` counts from 1."""

    paragraph: int | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One article or page. ``origin`` is shared by edits of one text."""

    id: str
    publisher: str | None
    title: str
    url: str | None
    published_at: str | None  # ISO date or date-time, as given
    language: str
    origin: str

    @property
    def published_on(self) -> date | None:
        return date.fromisoformat(self.published_at[:10]) if self.published_at else None

    def is_on(self, site: str) -> bool:
        """Whether its address is on this host, in lower case and with no "www." before it."""
        url = (self.url or "").lower()
        return url in addresses_of(site) or url.startswith(
            tuple(f"{a}/" for a in addresses_of(site))
        )


def addresses_of(site: str) -> list[str]:
    """The addresses at which a host begins."""
    return [f"{scheme}://{www}{site}" for scheme in ("http", "https") for www in ("", "www.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """A claim was taken back: it stays readable, and is no evidence any more.

    ``at`` is an ISO date or date-time, as given.
    """

    at: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One assertion as a source published it."""

    id: str
    source_id: str
    text: str
    quote: str | None
    speaker: str | None
    standing: Standing
    event_at: str | None  # ISO date, year-month or date-time, as given
    locator: Locator
    retracted: Retraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusState:
    """Which corpus an answer was drawn from. ``revision`` moves with each committed change."""

    revision: int
    claims: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which part of the corpus may be used; empty means all. Dates are ISO, both ends inclusive."""

    publishers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuery:
    """A list request for claims or sources; ``q`` are words that must all occur (case-folded).

    ``site`` is the host of the source's address (see ``Source.is_on``).
    """

    q: str = ""
    filters: Filters = Filters()
    site: str | None = None
    speaker: str | None = None
    after: str | None = None  # id of the last record of the page before, exclusive
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedClaim:
    """A claim with the index terms under which it is to be found (see ``parsing.index_terms``)."""

    claim: Claim
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A claim that a search brought up, with its source. The order is the search's own."""

    claim: Claim
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCount:
    """What an import did: ``added + updated + unchanged`` is the number of records given."""

    added: int
    updated: int
    unchanged: int
