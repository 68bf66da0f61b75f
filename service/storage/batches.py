"""What every store asks of the records that it is given, whatever engine stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.domain.corpus import Claim, IndexedClaim, Source
from service.domain.errors import InvalidRecord
from service.storage.matching import moment

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Records of one transaction; no id occurs twice, and every text can be stored."""

    sources: tuple[Source, ...]
    claims: tuple[IndexedClaim, ...]


def read_batch(sources: Iterable[Source], claims: Iterable[IndexedClaim]) -> Batch:
    """Collect and check the records of one transaction. Raises InvalidRecord."""
    batch = Batch(sources=tuple(sources), claims=tuple(claims))
    _check_ids("source", [source.id for source in batch.sources])
    _check_ids("claim", [indexed.claim.id for indexed in batch.claims])
    for source in batch.sources:
        _check_source(source)
    for indexed in batch.claims:
        _check_claim(indexed.claim)
    return batch


def check_record(record: Source | Claim) -> None:
    """Raise InvalidRecord for a record that not every engine can keep."""
    if isinstance(record, Source):
        _check_source(record)
    else:
        _check_claim(record)


def as_kept(indexed: IndexedClaim, stored: Claim | None) -> IndexedClaim:
    """The claim as it will be stored: a retraction stays until it is taken back by name."""
    claim = indexed.claim
    if stored is not None and claim.retracted is None and stored.retracted is not None:
        claim = replace(claim, retracted=stored.retracted)
        return replace(indexed, claim=claim)
    return indexed


def found_under(indexed: IndexedClaim) -> tuple[str, ...]:
    """The terms that lead to a claim: none once it is retracted, since it is no evidence then."""
    return () if indexed.claim.retracted is not None else indexed.terms


def refuse_unknown_source(claim: Claim) -> InvalidRecord:
    """The error for a claim whose source is neither given nor stored."""
    return InvalidRecord(
        f"claim {claim.id!r} names the source {claim.source_id!r}, which does not exist",
        pointer="/source_id",
    )


def storable(text: str) -> bool:
    """Whether every engine can keep this text: no NUL, no half of a surrogate pair."""
    # Most texts are ASCII, and looked through in no time.
    return "\0" not in text if text.isascii() else _UNSTORABLE.search(text) is None


def as_bound(text: str) -> str:
    """A text to look something up by; what cannot be stored becomes U+FFFD and so finds nothing."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _check_ids(kind: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise InvalidRecord(f"the {kind} {identifier!r} is given twice", pointer="/id")
        seen.add(identifier)


def _check_source(source: Source) -> None:
    _check_text("/id", source.id)
    _check_text("/publisher", source.publisher)
    _check_text("/title", source.title)
    _check_text("/url", source.url)
    _check_text("/published_at", source.published_at)
    _check_text("/language", source.language)
    _check_text("/origin", source.origin)
    if source.published_at is not None:
        try:
            moment(source.published_at)
        except ValueError as error:
            raise InvalidRecord(str(error), pointer="/published_at") from error


def _check_claim(claim: Claim) -> None:
    _check_text("/id", claim.id)
    _check_text("/source_id", claim.source_id)
    _check_text("/text", claim.text)
    _check_text("/quote", claim.quote)
    _check_text("/speaker", claim.speaker)
    _check_text("/event_at", claim.event_at)
    if claim.retracted is not None:
        _check_text("/retracted/at", claim.retracted.at)
        _check_text("/retracted/reason", claim.retracted.reason)
        try:
            moment(claim.retracted.at)
        except ValueError as error:
            raise InvalidRecord(str(error), pointer="/retracted/at") from error


def _check_text(pointer: str, text: str | None) -> None:
    if text is not None and not storable(text):
        raise InvalidRecord("holds a NUL or a lone surrogate", pointer=pointer)
