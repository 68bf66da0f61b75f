"""A whole article into the corpus: its records, and the origin that it shares with an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from service.domain.articles import Extraction
from service.domain.changes import UNSIGNED, ChangeNote
from service.domain.corpus import Claim, ImportCount, Source
from service.extraction.articles import extract
from service.extraction.origins import find_origin
from service.extraction.passed_over import passed_over
from service.ingest import import_records
from service.ports import ClaimSearch, ClaimStore


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedArticle:
    """What an article gave, and what its import did."""

    extraction: Extraction
    count: ImportCount


def read_article(search: ClaimSearch, source: Source, text: str) -> Extraction:
    """Draw an article's records; nothing is saved.

    Where the article is an edit of one that is stored, the source takes over its origin; a source
    whose given origin differs from its id keeps it, for then a person has said where it is from.
    """
    claims = extract(source, text)
    if source.origin == source.id:
        source = replace(source, origin=find_origin(search, source, claims) or source.origin)
    return Extraction(
        source=source,
        text=text,
        claims=claims,
        passed_over=passed_over(text, claims),
        revision=None,
    )


def import_article(
    store: ClaimStore,
    search: ClaimSearch,
    source: Source,
    text: str,
    *,
    index_terms: Callable[[Claim], tuple[str, ...]],
    note: ChangeNote = UNSIGNED,
) -> ImportedArticle:
    """Draw an article's records and add or replace them with their source, in one transaction.

    The same article again changes nothing. Raises InvalidRecord.
    """
    drawn = read_article(search, source, text)
    count = import_records(store, [drawn.source], drawn.claims, index_terms=index_terms, note=note)
    return ImportedArticle(extraction=drawn, count=count)
