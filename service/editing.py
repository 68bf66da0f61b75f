"""One record of the corpus is made, replaced, taken back or deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import overload

from service.domain.changes import (
    ABSENT,
    PRESENT,
    ChangeNote,
    HeldRecord,
    Precondition,
    RecordKind,
)
from service.domain.corpus import Claim, IndexedClaim, Retraction, Source
from service.domain.errors import Conflict, NotFound, PreconditionFailed
from service.ports import CorpusEditor

IndexTerms = Callable[[Claim], tuple[str, ...]]
# Is told the ids of the claims that were just written.
Embed = Callable[[Sequence[str]], None]


class CorpusEditing:
    """The use case over a ``CorpusEditor``.

    ``index_terms`` says where a claim is to be found, ``embed`` makes its vector.
    """

    def __init__(self, editor: CorpusEditor, *, index_terms: IndexTerms, embed: Embed) -> None:
        self._editor = editor
        self._index_terms = index_terms
        self._embed = embed

    def create(self, record: Source | Claim, *, note: ChangeNote) -> HeldRecord:
        """Add a record. Raises Conflict if its id is taken, InvalidRecord for an unknown source."""
        try:
            return self.put(record, before=ABSENT, note=note)
        except PreconditionFailed as error:
            kind = "source" if isinstance(record, Source) else "claim"
            raise Conflict(f"there is a {kind} {record.id!r} already") from error

    def put(self, record: Source | Claim, *, before: Precondition, note: ChangeNote) -> HeldRecord:
        """Add or replace a record; a claim given without a retraction keeps the one it has."""
        held = self._editor.write(self._indexed(record), before=before, note=note)
        if isinstance(record, Claim):
            self._embed([record.id])
        return held

    def retract(
        self,
        claim_id: str,
        retraction: Retraction | None,
        *,
        before: Precondition,
        note: ChangeNote,
    ) -> HeldRecord:
        """Take a claim back, or take its retraction back (None). Raises NotFound, Gone."""
        held = self._editor.held(RecordKind.CLAIM, claim_id)
        claim = held.record
        if not isinstance(claim, Claim):
            raise NotFound("claim", claim_id)
        if not before.holds(held.revision):
            raise PreconditionFailed(f"the claim {claim_id!r} is at revision {held.revision}")
        if (claim.retracted is None) is (retraction is None):
            return held
        # The claim is written back as it was read, so nobody may have changed it in between.
        seen = Precondition(exists=True, revisions=frozenset({held.revision}))
        indexed = self._indexed(replace(claim, retracted=retraction))
        held = self._editor.rewrite(indexed, before=seen, note=note)
        self._embed([claim_id])
        return held

    def delete(
        self,
        kind: RecordKind,
        identifier: str,
        *,
        cascade: bool = False,
        before: Precondition = PRESENT,
        note: ChangeNote,
    ) -> None:
        """Delete a record; its versions stay. Raises Conflict for a source that has claims."""
        self._editor.delete(kind, identifier, cascade=cascade, before=before, note=note)

    @overload
    def _indexed(self, record: Claim) -> IndexedClaim: ...

    @overload
    def _indexed(self, record: Source | Claim) -> Source | IndexedClaim: ...

    def _indexed(self, record: Source | Claim) -> Source | IndexedClaim:
        if isinstance(record, Source):
            return record
        return IndexedClaim(claim=record, terms=self._index_terms(record))
