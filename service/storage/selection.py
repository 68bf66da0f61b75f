"""The filters of a request as SQL; ``matching.py`` says the same of objects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, text

from service.domain.changes import ChangeAction
from service.domain.corpus import Filters, RecordQuery, addresses_of
from service.storage.batches import as_bound
from service.storage.matching import day, last_change, words
from service.storage.tables import claims, source_versions, sources


def claim_list_conditions(query: RecordQuery) -> list[ColumnElement[bool]]:
    """What a row of ``claims`` joined with ``sources`` has to meet to be on this page or later."""
    conditions = [*_source_conditions(query.filters), *_site_conditions(query.site)]
    conditions += [
        claims.c.searchable.contains(f" {word} ", autoescape=True) for word in words(query.q)
    ]
    if query.speaker is not None:
        conditions.append(claims.c.speaker == as_bound(query.speaker))
    if query.after is not None:
        conditions.append(claims.c.id > as_bound(query.after))
    return conditions


def source_list_conditions(query: RecordQuery) -> list[ColumnElement[bool]]:
    """What a row of ``sources`` has to meet to be on this page or later."""
    conditions = [*_source_conditions(query.filters), *_site_conditions(query.site)]
    conditions += [
        sources.c.searchable.contains(f" {word} ", autoescape=True) for word in words(query.q)
    ]
    if query.speaker is not None:
        quoted = select(claims.c.source_id).where(claims.c.speaker == as_bound(query.speaker))
        conditions.append(sources.c.id.in_(quoted))
    if query.after is not None:
        conditions.append(sources.c.id > as_bound(query.after))
    return conditions


def passing(
    connection: Connection, numbers: Sequence[int], filters: Filters, *, published_until: str | None
) -> set[int]:
    """Those of the claims whose source meets the filters; with a cut-off, some more.

    It may let claims through that the cut-off shuts out: ``source_passes`` has the last word.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    wanted = json.dumps(numbers) if is_sqlite else list(numbers)
    among = text(_AMONG[connection.dialect.name]).bindparams(numbers=wanted)
    conditions = _source_conditions(filters)
    if published_until is not None:
        conditions.append(func.substr(sources.c.published_at, 1, 10) <= _day_after(published_until))
        # A source that was changed since may have passed as it was.
        changed = (
            select(source_versions.c.id)
            .where(source_versions.c.changed_at > last_change(published_until))
            .where(source_versions.c.action != ChangeAction.CREATED.value)
        )
        conditions = [or_(and_(*conditions), sources.c.id.in_(changed))]
    statement = select(claims.c.number).join(sources, sources.c.id == claims.c.source_id)
    return set(connection.execute(statement.where(among, *conditions)).scalars())


# Thousands of numbers in one parameter; as many parameters would take longer than the search.
_AMONG = {
    "sqlite": "claims.number IN (SELECT value FROM json_each(:numbers))",
    "postgresql": "claims.number = ANY(:numbers)",
}


def _day_after(published_until: str) -> str:
    """A day that has begun nowhere at that moment: offsets are less than a day on either side."""
    written = date.fromisoformat(day(published_until))
    return (written + timedelta(days=2)).isoformat() if written.year < MAXYEAR else _LAST_DAY


_LAST_DAY = date.max.isoformat()


def _source_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What a row of ``sources`` has to meet; a comparison with NULL meets nothing."""
    conditions: list[ColumnElement[bool]] = []
    published_on = func.substr(sources.c.published_at, 1, 10)
    if filters.publishers:
        conditions.append(sources.c.publisher.in_([as_bound(name) for name in filters.publishers]))
    if filters.sources:
        conditions.append(sources.c.id.in_([as_bound(name) for name in filters.sources]))
    if filters.published_from is not None:
        conditions.append(published_on >= as_bound(day(filters.published_from)))
    if filters.published_to is not None:
        conditions.append(published_on <= as_bound(day(filters.published_to)))
    return conditions


def _site_conditions(site: str | None) -> list[ColumnElement[bool]]:
    """What ``Source.is_on`` says, in SQL."""
    if site is None:
        return []
    url = func.lower(sources.c.url)
    begins = [as_bound(address) for address in addresses_of(site)]
    inside = [url.startswith(f"{address}/", autoescape=True) for address in begins]
    return [or_(url.in_(begins), *inside)]
