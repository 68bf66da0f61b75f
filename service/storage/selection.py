"""The filters of a request as SQL; ``matching.py`` says the same of objects."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_, select

from service.domain.corpus import Filters, RecordQuery, addresses_of
from service.storage.batches import as_bound
from service.storage.matching import day, words
from service.storage.tables import claims, sources


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
