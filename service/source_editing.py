"""Sources changed together with their claims: whole articles added, sources taken back."""

from __future__ import annotations

from dataclasses import replace

from service.article_ports import SourceEditor
from service.domain.articles import Extraction, SourceRetraction
from service.domain.changes import ChangeNote, Precondition
from service.domain.corpus import Claim, IndexedClaim, Retraction, Source
from service.domain.errors import Conflict, NotFound
from service.editing import Embed, IndexTerms
from service.extraction.intake import read_article
from service.ports import ClaimSearch, ClaimStore


class SourceEditing:
    """The use case over a ``SourceEditor``.

    ``index_terms`` says where a claim is to be found, ``embed`` makes the vectors of claims.
    """

    def __init__(
        self,
        editor: SourceEditor,
        store: ClaimStore,
        search: ClaimSearch,
        *,
        index_terms: IndexTerms,
        embed: Embed,
    ) -> None:
        self._editor = editor
        self._store = store
        self._search = search
        self._index_terms = index_terms
        self._embed = embed

    def add_article(
        self, source: Source, text: str, *, note: ChangeNote, dry_run: bool = False
    ) -> Extraction:
        """Draw the records of an article and add them with its source, in one transaction.

        ``dry_run`` draws them only. Raises Conflict if the id of the source is taken.
        """
        self._refuse_taken(source)
        drawn = read_article(self._search, source, text)
        if dry_run:
            return drawn
        held = self._editor.add_new(
            drawn.source, [self._indexed(claim) for claim in drawn.claims], note=note
        )
        self._embed([claim.id for claim in drawn.claims])
        return replace(drawn, revision=held.revision)

    def retraction(self, source_id: str) -> SourceRetraction:
        """Whether a source is taken back. Raises NotFound, Gone."""
        return self._editor.retraction(source_id)

    def retract(
        self, source_id: str, retraction: Retraction, *, before: Precondition, note: ChangeNote
    ) -> SourceRetraction:
        """Take a source back with all its claims. Raises NotFound, Gone, PreconditionFailed."""
        return self._editor.retract(source_id, retraction, before=before, note=note)

    def reinstate(
        self, source_id: str, *, before: Precondition, note: ChangeNote
    ) -> SourceRetraction:
        """Take that back: a claim that had been retracted by itself stays retracted."""
        taken_back = self._editor.retracted_with(source_id)
        restored = [self._indexed(replace(claim, retracted=None)) for claim in taken_back]
        done = self._editor.reinstate(source_id, restored, before=before, note=note)
        self._embed([claim.id for claim in taken_back])
        return done

    def _refuse_taken(self, source: Source) -> None:
        """Found out before the article is read, which takes longer."""
        try:
            self._store.source(source.id)
        except NotFound:
            return
        raise Conflict(f"there is a source {source.id!r} already")

    def _indexed(self, claim: Claim) -> IndexedClaim:
        return IndexedClaim(claim=claim, terms=self._index_terms(claim))
