"""The corpus in memory as it stood at an earlier moment: the reference for ``history.py``.

Nothing is prepared here: each question goes through every version of every record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.domain.changes import RecordKind, Version
from service.domain.corpus import Claim, IndexedClaim, Source
from service.storage.check_json import write_time
from service.storage.matching import change_moment, last_change

Versions = Mapping[tuple[RecordKind, str], Sequence[Version]]
Terms = Mapping[tuple[str, int], tuple[str, ...]]


def as_of(
    versions: Versions, terms: Terms, published_until: str
) -> list[tuple[IndexedClaim, Source]]:
    """The claims that were evidence at that moment, each with its source as it stood then.

    ``terms`` are those of each version of a claim, by its id and revision.
    """
    moment = last_change(published_until)
    found = []
    for (kind, identifier), kept in versions.items():
        if kind is not RecordKind.CLAIM:
            continue
        position = _current(kept, moment)
        claim = kept[position].record
        if not isinstance(claim, Claim) or _is_retracted(kept[position:], moment):
            continue
        source = source_as_of(versions, claim.source_id, published_until)
        held = terms[identifier, kept[position].revision]
        found.append((IndexedClaim(claim=replace(claim, retracted=None), terms=held), source))
    return found


def source_as_of(versions: Versions, source_id: str, published_until: str) -> Source:
    """A source as it stood then; one that was deleted is taken as it was before."""
    kept = versions[RecordKind.SOURCE, source_id]
    position = _current(kept, last_change(published_until))
    known = [one.record for one in kept[: position + 1] if isinstance(one.record, Source)]
    return known[-1]


def is_current(kept: Sequence[Version], published_until: str) -> bool:
    """Whether a record stood at that moment as it stands now."""
    return _current(kept, last_change(published_until)) == len(kept) - 1


def _current(kept: Sequence[Version], moment: str) -> int:
    """The last version that had been made by then, or the first."""
    made = [
        position
        for position, version in enumerate(kept)
        if version.note.changed_at is None or write_time(version.note.changed_at) <= moment
    ]
    return made[-1] if made else 0


def _is_retracted(kept: Sequence[Version], moment: str) -> bool:
    """Whether a retraction counted by then, in this version or dated back in a later one."""
    claims = [version.record for version in kept if isinstance(version.record, Claim)]
    return any(
        claim.retracted is not None and change_moment(claim.retracted.at) <= moment
        for claim in claims
    )
