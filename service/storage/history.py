"""The corpus as it stood at an earlier moment: claims and sources in the version of then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, text

from service.domain.corpus import Candidate, Claim, Source
from service.storage.matching import last_change
from service.storage.rows import CLAIM_COLUMNS, SOURCE_COLUMNS, read_claim, read_source

_RECORDS = text(f"""
    SELECT past_claims.number, {", ".join(f"kept.{column.name}" for column in CLAIM_COLUMNS)}
    FROM past_claims
    JOIN claim_versions AS kept
        ON kept.id = past_claims.id AND kept.revision = past_claims.revision
    WHERE past_claims.number IN :numbers
""").bindparams(bindparam("numbers", expanding=True))  # noqa: S608  The names are those of our own columns.

# Versions after the first, made after the moment: what is current now was not current then.
_CHANGED = text("""
    SELECT DISTINCT later.id FROM claim_versions AS later
    WHERE later.id IN :ids AND later.changed_at > :moment AND EXISTS (
        SELECT 1 FROM claim_versions AS first
        WHERE first.id = later.id AND first.revision < later.revision
    )
""").bindparams(bindparam("ids", expanding=True))

_SOURCES = text(f"""
    SELECT {", ".join(f"kept.{column.name}" for column in SOURCE_COLUMNS)}
    FROM source_versions AS kept
    WHERE kept.id IN :ids AND kept.revision = coalesce(
        (SELECT max(revision) FROM source_versions AS known WHERE known.id = kept.id
            AND (known.changed_at IS NULL OR known.changed_at <= :moment)),
        (SELECT min(revision) FROM source_versions AS known WHERE known.id = kept.id)
    )
""").bindparams(bindparam("ids", expanding=True))  # noqa: S608  The names are those of our own columns.


def past_records(connection: Connection, numbers: Iterable[int]) -> dict[int, Claim]:
    """The claims of ``past_claims`` with these numbers, as they stood before any retraction."""
    wanted = list(numbers)
    if not wanted:
        return {}
    rows = connection.execute(_RECORDS, {"numbers": wanted}).all()
    return {row[0]: replace(read_claim(row[1:]), retracted=None) for row in rows}


def as_they_stood(
    connection: Connection,
    current: Mapping[int, Candidate],
    past: Mapping[int, Claim],
    published_until: str,
) -> dict[int, Candidate]:
    """Those of the claims that were current at a moment, each with its source as it stood then."""
    moment = last_change(published_until)
    changed = _changed(connection, {one.claim.id for one in current.values()}, moment)
    claims = {n: one.claim for n, one in current.items() if one.claim.id not in changed}
    claims.update(past)
    sources = _sources(connection, {claim.source_id for claim in claims.values()}, moment)
    return {n: Candidate(claim=c, source=sources[c.source_id]) for n, c in claims.items()}


def _changed(connection: Connection, ids: set[str], moment: str) -> set[str]:
    if not ids:
        return set()
    asked = {"ids": sorted(ids), "moment": moment}
    return set(connection.execute(_CHANGED, asked).scalars())


def _sources(connection: Connection, ids: set[str], moment: str) -> dict[str, Source]:
    if not ids:
        return {}
    rows = connection.execute(_SOURCES, {"ids": sorted(ids), "moment": moment}).all()
    return {row[0]: read_source(row) for row in rows}
