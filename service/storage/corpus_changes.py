"""What some records change in the corpus, and the transaction that changes it.

The text index follows by itself, within the same transaction: triggers on SQLite, an index over
an expression on PostgreSQL (see migration 0001).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from service.domain.changes import ChangeAction, ChangeNote, action_of
from service.domain.corpus import Claim, CorpusState, IndexedClaim, Source
from service.domain.errors import StoreUnavailable
from service.storage.batches import Batch, as_kept, found_under, refuse_unknown_source
from service.storage.bulk import add_frequencies, put_rows
from service.storage.index_terms import encode_terms, split_tokens
from service.storage.past_changes import end_past, keep_until_retracted, leave_behind
from service.storage.rows import (
    CLAIM_COLUMNS,
    SOURCE_COLUMNS,
    claim_rows,
    read_claim,
    read_source,
    source_rows,
    version_row,
)
from service.storage.tables import (
    claim_versions,
    claims,
    corpus_state,
    source_versions,
    sources,
    term_frequencies,
)

# Ids asked for at once. SQLite allows 32,766 parameters, PostgreSQL 65,535; plans stay short.
CHUNK = 500

# Differences in word frequencies that are held back, so that a long import writes each word of
# the language a few times and not once for each claim.
_HELD_BACK = 50_000

READ_STATE = "SELECT revision, claims, sources FROM corpus_state"
_DROP_UNUSED = delete(term_frequencies).where(
    term_frequencies.c.token == bindparam("unused"), term_frequencies.c.claims == 0
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The stored form of the records that a batch names, by id."""

    sources: dict[str, Source]
    claims: dict[str, Claim]
    tokens: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a batch changes. A claim may be re-indexed although its record is the same."""

    sources: list[tuple[Source, ChangeAction]]
    claims: list[tuple[IndexedClaim, ChangeAction]]
    reindexed: list[IndexedClaim]

    @property
    def added(self) -> int:
        return sum(action is ChangeAction.CREATED for _, action in [*self.sources, *self.claims])

    @property
    def updated(self) -> int:
        return len(self.sources) + len(self.claims) + len(self.reindexed) - self.added


def read_state(connection: Connection, *, lock: bool = False) -> CorpusState:
    """The state of the corpus within a transaction; ``lock`` makes other writers wait for ours."""
    statement = select(corpus_state.c.revision, corpus_state.c.claims, corpus_state.c.sources)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    return state_of(row)


def state_of(row: Sequence[Any] | None) -> CorpusState:
    """The state from its row. Raises StoreUnavailable where there is none."""
    if row is None:
        raise StoreUnavailable("the database has no corpus; run the migrations")
    revision, claims, sources = row
    return CorpusState(revision=revision, claims=claims, sources=sources)


def read_stored(connection: Connection, batch: Batch, *, owners_checked: bool = False) -> Stored:
    """What is stored of the records of a batch, and of the sources that its claims name.

    Those are left out where they were found to exist before (``owners_checked``).
    """
    named = {source.id for source in batch.sources}
    if not owners_checked:
        named |= {indexed.claim.source_id for indexed in batch.claims}
    stored = Stored(sources={}, claims={}, tokens={})
    for ids in _chunks(sorted(named)):
        statement = select(*SOURCE_COLUMNS).where(sources.c.id.in_(ids))
        stored.sources.update((row[0], read_source(row)) for row in connection.execute(statement))
    for ids in _chunks([indexed.claim.id for indexed in batch.claims]):
        columns = select(*CLAIM_COLUMNS, claims.c.tokens).where(claims.c.id.in_(ids))
        for *values, tokens in connection.execute(columns):
            claim = read_claim(values)
            stored.claims[claim.id] = claim
            stored.tokens[claim.id] = tokens
    return stored


def compare(
    batch: Batch, stored: Stored, *, exact: bool = False, owners_checked: bool = False
) -> Changes:
    """What a batch changes; unless ``exact``, a claim keeps its retraction.

    Unless the sources that its claims name were found to exist before (``owners_checked``), it
    raises InvalidRecord if a claim names a source that is neither given nor stored.
    """
    changes = Changes(sources=[], claims=[], reindexed=[])
    for source in batch.sources:
        before = stored.sources.get(source.id)
        if source != before:
            changes.sources.append((source, action_of(before, source)))
    known = stored.sources.keys() | {source.id for source in batch.sources}
    for given in batch.claims:
        if not owners_checked and given.claim.source_id not in known:
            raise refuse_unknown_source(given.claim)
        old = stored.claims.get(given.claim.id)
        indexed = given if exact else as_kept(given, old)
        if indexed.claim != old:
            changes.claims.append((indexed, action_of(old, indexed.claim)))
        elif encode_terms(found_under(indexed)) != stored.tokens[indexed.claim.id]:
            changes.reindexed.append(indexed)
    return changes


class CorpusWriting:
    """The changes of one transaction. It takes the lock at once, and ``finish`` is its last act."""

    def __init__(self, connection: Connection, note: ChangeNote) -> None:
        self._connection = connection
        self._note = note
        self._before = read_state(connection, lock=True)
        self._more_sources = 0
        self._more_claims = 0
        self._changed = False
        self._frequencies: Counter[str] = Counter()

    @property
    def revision(self) -> int:
        """That of the corpus once this is committed."""
        return self._before.revision + self._changed

    def put(self, changes: Changes, stored: Stored) -> None:
        """Add, replace and index records, and keep a version of each."""
        if not (changes.added or changes.updated):
            return
        self._changed = True
        self._put_sources(changes)
        rows = self._put_claims(changes)
        before = [stored.tokens[row["id"]] for row in rows if row["id"] in stored.tokens]
        # All at once: a counter takes its time to begin, not to count.
        self._count(_all_tokens(row["tokens"] for row in rows), _all_tokens(before))

    def keep_source(self, source: Source, action: ChangeAction) -> None:
        """Keep a version of a source whose record stays as it is."""
        self._changed = True
        self._keep([(source, action)], [])

    def remove_source(self, source: Source) -> None:
        """Delete a source that has no claims any more."""
        self._changed = True
        self._more_sources -= 1
        self._connection.execute(delete(sources).where(sources.c.id == source.id))
        self._keep([(source, ChangeAction.DELETED)], [])

    def remove_claims(self, records: Sequence[tuple[Claim, str]]) -> None:
        """Delete claims, each given with its tokens."""
        self._changed = True
        self._more_claims -= len(records)
        for ids in _chunks([claim.id for claim, _ in records]):
            leave_behind(self._connection, ids, self._note)
            self._connection.execute(delete(claims).where(claims.c.id.in_(ids)))
        self._count([], _all_tokens(tokens for _, tokens in records))
        self._keep([], [(claim, ChangeAction.DELETED) for claim, _ in records])

    def finish(self) -> None:
        """Move the revision, if anything was changed."""
        if not self._changed:
            return
        self._write_frequencies()
        self._connection.execute(
            update(corpus_state).values(
                revision=self._before.revision + 1,
                claims=self._before.claims + self._more_claims,
                sources=self._before.sources + self._more_sources,
            )
        )

    def _put_sources(self, changes: Changes) -> None:
        new = [source for source, action in changes.sources if action is ChangeAction.CREATED]
        old = [source for source, action in changes.sources if action is not ChangeAction.CREATED]
        self._more_sources += len(new)
        put_rows(self._connection, sources, source_rows(new))
        for row in source_rows(old):
            change = update(sources).where(sources.c.id == row["id"]).values(row)
            self._connection.execute(change)
        self._keep(changes.sources, [])

    def _put_claims(self, changes: Changes) -> list[dict[str, Any]]:
        """Write the claims; returns their rows."""
        new = [claim for claim, action in changes.claims if action is ChangeAction.CREATED]
        old = [claim for claim, action in changes.claims if action is not ChangeAction.CREATED]
        self._more_claims += len(new)
        new_rows, old_rows = claim_rows(new), claim_rows([*old, *changes.reindexed])
        put_rows(self._connection, claims, new_rows)
        # Of those that were deleted before, something may be left.
        for ids in _chunks([indexed.claim.id for indexed in new]):
            end_past(self._connection, ids, self._note)
        for ids in _chunks([indexed.claim.id for indexed in old]):
            leave_behind(self._connection, ids, self._note)
        for row in old_rows:
            change = update(claims).where(claims.c.id == row["id"]).values(row)
            self._connection.execute(change)
        written = [indexed for indexed, _ in changes.claims]
        keep_until_retracted(self._connection, written, self._note, self._before.revision + 1)
        self._keep([], [(indexed.claim, action) for indexed, action in changes.claims])
        return [*new_rows, *old_rows]

    def _keep(
        self,
        changed_sources: Sequence[tuple[Source, ChangeAction]],
        changed_claims: Sequence[tuple[Claim, ChangeAction]],
    ) -> None:
        revision = self._before.revision + 1
        for table, changed in (
            (source_versions, changed_sources),
            (claim_versions, changed_claims),
        ):
            rows = [version_row(record, act, self._note, revision) for record, act in changed]
            put_rows(self._connection, table, rows)

    def _count(self, more: Iterable[str], fewer: Iterable[str]) -> None:
        self._frequencies.update(more)
        self._frequencies.subtract(fewer)
        if len(self._frequencies) > _HELD_BACK:
            self._write_frequencies()

    def _write_frequencies(self) -> None:
        moved = [(token, by) for token, by in sorted(self._frequencies.items()) if by]
        self._frequencies.clear()
        if moved:
            add_frequencies(self._connection, moved)
        if fewer := [{"unused": token} for token, by in moved if by < 0]:
            self._connection.execute(_DROP_UNUSED, fewer)


def _all_tokens(texts: Iterable[str]) -> Iterator[str]:
    """The tokens of some claims, one after the other."""
    return chain.from_iterable(map(split_tokens, texts))


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
