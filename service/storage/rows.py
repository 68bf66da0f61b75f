"""Rows to domain objects and back: the one place of storage where a record is a dict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from service.domain.changes import ChangeAction, ChangeNote, Version
from service.domain.check import Check
from service.domain.corpus import (
    Candidate,
    Claim,
    IndexedClaim,
    Locator,
    Retraction,
    Source,
    Standing,
)
from service.domain.mentions import Span
from service.storage.batches import as_bound, found_under
from service.storage.check_json import (
    decode_answer,
    decode_request,
    encode_answer,
    encode_request,
    read_time,
    write_time,
)
from service.storage.index_terms import encode_terms
from service.storage.matching import searchable_claim, searchable_source
from service.storage.tables import checks, claims, sources

# The order in which ``read_source``, ``read_claim`` and ``read_check`` expect their values.
SOURCE_COLUMNS = tuple(
    sources.c[name]
    for name in ("id", "publisher", "title", "url", "published_at", "language", "origin")
)
CLAIM_COLUMNS = tuple(
    claims.c[name]
    for name in (
        "id",
        "source_id",
        "text",
        "quote",
        "speaker",
        "standing",
        "event_at",
        "paragraph",
        "span_start",
        "span_end",
        "retracted_at",
        "retracted_reason",
    )
)
VERSION_COLUMNS = ("revision", "action", "changed_at", "changed_by", "reason")
CHECK_COLUMNS = tuple(checks.c[name] for name in ("id", "checked_at", "request", "answer"))

_STANDINGS = {standing.value: standing for standing in Standing}


def read_source(row: Sequence[Any]) -> Source:
    """A source from values in the order of ``SOURCE_COLUMNS``."""
    identifier, publisher, title, url, published_at, language, origin = row
    return Source(
        id=identifier,
        publisher=publisher,
        title=title,
        url=url,
        published_at=published_at,
        language=language,
        origin=origin,
    )


def read_claim(row: Sequence[Any]) -> Claim:
    """A claim from values in the order of ``CLAIM_COLUMNS``."""
    identifier, source_id, text, quote, speaker, standing, event_at, *place, at, reason = row
    paragraph, start, end = place
    return Claim(
        id=identifier,
        source_id=source_id,
        text=text,
        quote=quote,
        speaker=speaker,
        standing=_STANDINGS[standing],
        event_at=event_at,
        locator=Locator(
            paragraph=paragraph, span=None if start is None else Span(start=start, end=end)
        ),
        retracted=None if at is None else Retraction(at=at, reason=reason),
    )


def read_candidates(rows: Iterable[Sequence[Any]]) -> dict[int, Candidate]:
    """Claims by number, from rows of a claim's number, its columns and those of its source."""
    split = 1 + len(CLAIM_COLUMNS)
    known: dict[str, Source] = {}
    found: dict[int, Candidate] = {}
    for row in rows:
        source = known.get(row[split])
        if source is None:
            source = known[row[split]] = read_source(row[split:])
        found[row[0]] = Candidate(claim=read_claim(row[1:split]), source=source)
    return found


def read_check(row: Sequence[Any]) -> Check:
    """A saved check from values in the order of ``CHECK_COLUMNS``."""
    identifier, checked_at, request, answer = row
    return Check(
        id=identifier,
        checked_at=read_time(checked_at),
        request=decode_request(request),
        answer=decode_answer(answer),
    )


def source_rows(records: Iterable[Source]) -> list[dict[str, Any]]:
    """Parameters for the table ``sources``."""
    return [
        _source_values(source) | {"searchable": searchable_source(source)} for source in records
    ]


def claim_rows(records: Iterable[IndexedClaim]) -> list[dict[str, Any]]:
    """Parameters for the table ``claims``."""
    return [
        _claim_values(indexed.claim)
        | {
            "tokens": encode_terms(found_under(indexed)),
            "searchable": searchable_claim(indexed.claim),
        }
        for indexed in records
    ]


def record_values(record: Source | Claim) -> list[Any]:
    """The values of a record in the order in which ``read_source`` or ``read_claim`` reads them."""
    values = _source_values(record) if isinstance(record, Source) else _claim_values(record)
    # Both name them in that order.
    return list(values.values())


def version_row(
    record: Source | Claim, action: ChangeAction, note: ChangeNote, revision: int
) -> dict[str, Any]:
    """Parameters for the table ``source_versions`` or ``claim_versions``."""
    values = _source_values(record) if isinstance(record, Source) else _claim_values(record)
    return values | {
        "revision": revision,
        "action": action.value,
        "changed_at": None if note.changed_at is None else write_time(note.changed_at),
        "changed_by": note.changed_by,
        "reason": note.reason,
    }


def read_version(row: Sequence[Any]) -> Version:
    """A version from a row of ``VERSION_COLUMNS`` and the columns of its record."""
    revision, action, changed_at, changed_by, reason, *values = row
    read = read_source if len(values) == len(SOURCE_COLUMNS) else read_claim
    deleted = action == ChangeAction.DELETED.value
    return Version(
        revision=revision,
        action=ChangeAction(action),
        note=ChangeNote(
            changed_at=None if changed_at is None else read_time(changed_at),
            changed_by=changed_by,
            reason=reason,
        ),
        record=None if deleted else read(values),
    )


def vector_rows(
    vectors: Iterable[tuple[int, bytes, bytes]], model: int, revision: int
) -> list[dict[str, Any]]:
    """Parameters for the table ``claim_vectors`` from numbers, codes and packed vectors."""
    return [
        {"number": number, "model": model, "revision": revision, "code": code, "vector": vector}
        for number, code, vector in vectors
    ]


def check_row(check: Check) -> dict[str, Any]:
    """Parameters for the table ``checks``, of a check that is saved for the first time."""
    saved_at = write_time(check.checked_at)
    return {
        "id": check.id,
        "statement": as_bound(check.answer.statement),
        "request": encode_request(check.request),
        "saved_at": saved_at,
        "changed_at": saved_at,
        "watched": False,
        **answer_values(check),
    }


def answer_values(check: Check) -> dict[str, Any]:
    """Parameters for the columns of ``checks`` that a new answer changes."""
    return {
        "checked_at": write_time(check.checked_at),
        "verdict": check.answer.verdict.value,
        "answer": encode_answer(check.answer),
    }


def _source_values(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "published_at": source.published_at,
        "language": source.language,
        "origin": source.origin,
    }


def _claim_values(claim: Claim) -> dict[str, Any]:
    span = claim.locator.span
    return {
        "id": claim.id,
        "source_id": claim.source_id,
        "text": claim.text,
        "quote": claim.quote,
        "speaker": claim.speaker,
        # By its value, but that takes thrice as long.
        "standing": str(claim.standing),
        "event_at": claim.event_at,
        "paragraph": claim.locator.paragraph,
        "span_start": None if span is None else span.start,
        "span_end": None if span is None else span.end,
        "retracted_at": None if claim.retracted is None else claim.retracted.at,
        "retracted_reason": None if claim.retracted is None else claim.retracted.reason,
    }
