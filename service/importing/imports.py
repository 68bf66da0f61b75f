"""An import from beginning to end: bytes in one of three forms, records, index terms, corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import islice

from service.domain.corpus import Claim, IndexedClaim, Source
from service.domain.imports import Entry, Fault, ImportPlan, ImportReport, Progress, no_progress
from service.importing.claim_reviews import read_claim_reviews
from service.importing.csv_rows import read_csv
from service.importing.ndjson import Found, read_ndjson
from service.ports import CorpusTransfer

# The terms of many claims, in order. They are asked for a lot ahead, so that whoever gives them may
# still be at work on them, in other processes.
IndexMany = Callable[[list[Claim]], Iterable[tuple[str, ...]]]

# Records whose terms are asked for at once.
_LOT = 2_000


class ImportFormat(StrEnum):
    """The forms of an import, by their media types."""

    NDJSON = "application/x-ndjson"
    CSV = "text/csv"
    CLAIM_REVIEW = "application/ld+json"


_READERS: dict[ImportFormat, Callable[[Iterable[bytes]], Iterator[Found | Fault]]] = {
    ImportFormat.NDJSON: read_ndjson,
    ImportFormat.CSV: read_csv,
    ImportFormat.CLAIM_REVIEW: read_claim_reviews,
}


def import_stream(
    transfer: CorpusTransfer,
    chunks: Iterable[bytes],
    *,
    form: ImportFormat,
    plan: ImportPlan,
    index_many: IndexMany,
    progress: Progress = no_progress,
) -> ImportReport:
    """Import what the chunks hold, in one transaction, in memory that does not grow with it."""
    entries = read_entries(chunks, form=form, index_many=index_many)
    return transfer.load(entries, plan, progress=progress)


def read_entries(
    chunks: Iterable[bytes], *, form: ImportFormat, index_many: IndexMany, name: str = ""
) -> Iterator[Entry | Fault]:
    """The records of the input with their index terms, and its faults, in their order.

    ``name`` is what their places call the input.
    """
    found = _READERS[form](chunks)
    ahead: Iterator[Entry | Fault] = iter(())
    while lot := list(islice(found, _LOT)):
        claims = [one.record for one in lot if isinstance(one, Found)]
        terms = index_many([claim for claim in claims if isinstance(claim, Claim)])
        yield from ahead
        ahead = _entries(lot, iter(terms), name)
    yield from ahead


def _entries(
    lot: list[Found | Fault], terms: Iterator[tuple[str, ...]], name: str
) -> Iterator[Entry | Fault]:
    for one in lot:
        place = replace(one.place, name=name) if name else one.place
        if isinstance(one, Fault):
            yield replace(one, place=place)
            continue
        record: Source | IndexedClaim
        if isinstance(one.record, Claim):
            record = IndexedClaim(claim=one.record, terms=next(terms))
        else:
            record = one.record
        yield Entry(place=place, record=record, repeatable=one.repeatable)
