"""What the filters of a request mean; for lists, the SQL in ``selection.py`` says it too."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from service.domain.corpus import Claim, Filters, RecordQuery, Source

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a text, case-folded; punctuation separates and is dropped."""
    return _WORD.findall(text.casefold())


def searchable(*texts: str | None) -> str:
    """The words of some fields, each between spaces, so that ``" word "`` finds whole words."""
    found = [word for text in texts if text for word in words(text)]
    return f" {' '.join(found)} " if found else ""


def searchable_claim(claim: Claim) -> str:
    """What ``q`` looks through in a claim: its text, quote and speaker."""
    return searchable(claim.text, claim.quote, claim.speaker)


def searchable_source(source: Source) -> str:
    """What ``q`` looks through in a source: its title and publisher."""
    return searchable(source.title, source.publisher)


def moment(published_at: str) -> str:
    """A text that orders publication times: the UTC time, or the day alone where no time is given.

    A bare day sorts before every time on it, so a source of that day is known from its beginning.
    A time without an offset is UTC.
    """
    if len(published_at) <= len("2022-01-07"):
        return published_at
    read = datetime.fromisoformat(published_at)
    try:
        utc = read.astimezone(UTC) if read.tzinfo else read
    except OverflowError:
        # Within a day of the calendar's ends there may be no such time in UTC.
        utc = read
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds")


def change_moment(time: str) -> str:
    """The moment of a change, as the versions of a record have it; a bare day begins with it all.

    Times have one width and end in Z, so that their order as texts is their order in time.
    """
    if len(time) <= len("2022-01-07"):
        return time
    return f"{moment(time)}Z"


def last_change(published_until: str) -> str:
    """The greatest ``change_moment`` that counts at a moment; a bare day includes it all."""
    return f"{last_moment(published_until)}Z"


def last_moment(published_until: str) -> str:
    """The greatest ``moment`` that ``published_until`` lets through; a bare day includes it all."""
    if len(published_until) <= len("2022-01-07"):
        return f"{published_until}T24"
    return moment(published_until)


def day(iso: str) -> str:
    """The calendar day of an ISO date or date-time, as written."""
    return iso[:10]


def source_passes(source: Source, filters: Filters, *, published_until: str | None = None) -> bool:
    """Whether a source may be used; one without a date fails as soon as any date is asked for."""
    if filters.publishers and source.publisher not in filters.publishers:
        return False
    if filters.sources and source.id not in filters.sources:
        return False
    if filters.published_from is None and filters.published_to is None and published_until is None:
        return True
    if source.published_at is None:
        return False
    published = day(source.published_at)
    return (
        (filters.published_from is None or published >= day(filters.published_from))
        and (filters.published_to is None or published <= day(filters.published_to))
        and (published_until is None or moment(source.published_at) <= last_moment(published_until))
    )


def claim_listed(claim: Claim, source: Source, query: RecordQuery) -> bool:
    """Whether a list request for claims names this one (page bounds apart)."""
    text = searchable_claim(claim)
    return (
        all(f" {word} " in text for word in words(query.q))
        and (query.speaker is None or claim.speaker == query.speaker)
        and (query.site is None or source.is_on(query.site))
        and source_passes(source, query.filters)
    )


def source_listed(source: Source, speakers: frozenset[str], query: RecordQuery) -> bool:
    """Whether a list request for sources names this one; ``speakers`` are those of its claims."""
    text = searchable_source(source)
    return (
        all(f" {word} " in text for word in words(query.q))
        and (query.speaker is None or query.speaker in speakers)
        and (query.site is None or source.is_on(query.site))
        and source_passes(source, query.filters)
    )
