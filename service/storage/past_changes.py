"""Keeps what a change of claims leaves behind findable for questions about an earlier moment.

A change counts from the moment at which it was made, and one of unknown time as if it had always
been made. Before its first change a claim is as it was first entered. A retraction counts from
its own date, whenever it was entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from service.domain.changes import ChangeNote
from service.domain.corpus import IndexedClaim
from service.storage.check_json import write_time
from service.storage.index_terms import encode_terms
from service.storage.matching import change_moment
from service.storage.past_tables import past_claims
from service.storage.tables import claim_versions

# The last version of each claim, and since when it counted, with the words that it was found by.
_LEAVE = text("""
    INSERT INTO past_claims (id, revision, since, until, tokens)
    SELECT id, revision, since, CAST(:until AS text), tokens FROM (
        SELECT claims.id, last.revision, claims.tokens,
            CASE WHEN EXISTS (
                SELECT 1 FROM claim_versions AS first
                WHERE first.id = last.id AND first.revision < last.revision
            ) THEN coalesce(last.changed_at, '') ELSE '' END AS since
        FROM claims
        JOIN claim_versions AS last ON last.id = claims.id AND last.revision = (
            SELECT max(newest.revision) FROM claim_versions AS newest WHERE newest.id = claims.id
        )
        WHERE claims.retracted_at IS NULL AND claims.id IN :ids
    ) AS stretches
    WHERE since < CAST(:until AS text)
""").bindparams(bindparam("ids", expanding=True))


def leave_behind(connection: Connection, ids: Sequence[str], note: ChangeNote) -> None:
    """Keep the present versions of some claims, which are about to be replaced or deleted."""
    until = _moment_of(note)
    end_past(connection, ids, note)
    if until:
        connection.execute(_LEAVE, {"ids": list(ids), "until": until})


def end_past(connection: Connection, ids: Sequence[str], note: ChangeNote) -> None:
    """Nothing of the past of these claims counts from their present change on."""
    # A corpus that is filled for the first time has no past, and need not be asked for each claim.
    if connection.execute(select(past_claims.c.number).limit(1)).first() is not None:
        _cut(connection, ids, _moment_of(note))


def keep_until_retracted(
    connection: Connection, claims: Iterable[IndexedClaim], note: ChangeNote, revision: int
) -> None:
    """Of claims that are about to be kept as retracted, keep the time before their retraction."""
    rows = []
    for indexed in claims:
        claim = indexed.claim
        if claim.retracted is None:
            continue
        until = change_moment(claim.retracted.at)
        since = _moment_of(note) if _has_version(connection, claim.id) else ""
        _cut(connection, [claim.id], until)
        if since < until:
            kept = {"since": since, "until": until, "tokens": encode_terms(indexed.terms)}
            rows.append({"id": claim.id, "revision": revision, **kept})
    if rows:
        connection.execute(insert(past_claims), rows)


def _has_version(connection: Connection, claim_id: str) -> bool:
    statement = select(claim_versions.c.revision).where(claim_versions.c.id == claim_id).limit(1)
    return connection.execute(statement).first() is not None


def _cut(connection: Connection, ids: Sequence[str], until: str) -> None:
    """End what counted beyond a moment there, and drop what then counts at no time."""
    beyond = past_claims.c.id.in_(ids) & (past_claims.c.until > until)
    connection.execute(delete(past_claims).where(beyond, past_claims.c.since >= until))
    connection.execute(update(past_claims).where(beyond).values(until=until))


def _moment_of(note: ChangeNote) -> str:
    return "" if note.changed_at is None else write_time(note.changed_at)
