"""A whole article into the corpus: its records, and the origin that it shares with an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from service.domain.changes import UNSIGNED, ChangeNote
from service.domain.corpus import Claim, ImportCount, Source
from service.extraction.articles import extract
from service.extraction.origins import find_origin
from service.ingest import import_records
from service.ports import ClaimSearch, ClaimStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What an article gave: its source as stored (origin included), its records, and the count."""

    source: Source
    claims: tuple[Claim, ...]
    count: ImportCount


def import_article(
    store: ClaimStore,
    search: ClaimSearch,
    source: Source,
    text: str,
    *,
    index_terms: Callable[[Claim], tuple[str, ...]],
    note: ChangeNote = UNSIGNED,
) -> Extraction:
    """Extract an article's records and add them with their source, in one transaction.

    Where the article is an edit of one that is stored, the source takes over its origin; a source
    whose given origin differs from its id keeps it, for then a person has said where it is from.
    The same article again changes nothing. Raises InvalidRecord.
    """
    claims = extract(source, text)
    if source.origin == source.id:
        source = replace(source, origin=find_origin(search, source, claims) or source.origin)
    count = import_records(store, [source], claims, index_terms=index_terms, note=note)
    return Extraction(source=source, claims=claims, count=count)
