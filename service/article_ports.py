"""The interfaces behind whole articles: sources with all their claims, and pages of the web."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from service.domain.articles import ReadablePage, SourceRetraction
from service.domain.changes import ChangeNote, HeldRecord, Precondition
from service.domain.corpus import Claim, IndexedClaim, Retraction, Source
from service.domain.outbound import Fetched


class SourceEditor(Protocol):
    """Changes of a source together with its claims, each in one transaction."""

    def add_new(
        self, source: Source, claims: Sequence[IndexedClaim], *, note: ChangeNote
    ) -> HeldRecord:
        """Add a source with its claims. Raises Conflict if an id of theirs is taken."""
        ...

    def retraction(self, source_id: str) -> SourceRetraction:
        """Whether a source is taken back, and how many claims with it. Raises NotFound, Gone."""
        ...

    def retract(
        self, source_id: str, retraction: Retraction, *, before: Precondition, note: ChangeNote
    ) -> SourceRetraction:
        """Take a source back: every claim of it that is not retracted yet is retracted with it.

        Changes nothing where the source and all its claims are taken back already.
        Raises NotFound, Gone, PreconditionFailed.
        """
        ...

    def retracted_with(self, source_id: str) -> list[Claim]:
        """The claims that were taken back with their source, and still are, by ascending id."""
        ...

    def reinstate(
        self,
        source_id: str,
        restored: Sequence[IndexedClaim],
        *,
        before: Precondition,
        note: ChangeNote,
    ) -> SourceRetraction:
        """Take the retraction of a source back, and that of the claims ``retracted_with`` it.

        ``restored`` are those claims without their retraction; raises Conflict if they are others
        by now. Changes nothing where the source is not taken back.
        """
        ...


class PageFetcher(Protocol):
    """Fetches public addresses; no address of this machine or its network."""

    def fetch(self, url: str) -> Fetched:
        """Raises TargetRefused, or TargetFailed for any other end than a page."""
        ...


class PageReader(Protocol):
    """Finds the article in a page."""

    def read(self, page: Fetched) -> ReadablePage:
        """Raises PageUnusable if there is none, NotOffered if this installation cannot read it."""
        ...
