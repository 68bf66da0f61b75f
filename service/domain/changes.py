"""Changes of the corpus: who made them and why, what had to hold before, and what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.corpus import Claim, Source


class RecordKind(StrEnum):
    SOURCE = "source"
    CLAIM = "claim"


class ChangeAction(StrEnum):
    """What a version of a record did to it."""

    CREATED = "created"
    UPDATED = "updated"
    RETRACTED = "retracted"
    REINSTATED = "reinstated"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNote:
    """When a change was made, by whom and why, as far as it is known."""

    changed_at: datetime | None = None
    changed_by: str | None = None
    reason: str | None = None


UNSIGNED = ChangeNote()


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition:
    """What must hold of a record at the moment of a change.

    Either it is absent, or it exists at one of ``revisions``; None stands for any revision.
    """

    exists: bool
    revisions: frozenset[int] | None = None

    def holds(self, revision: int | None) -> bool:
        """Whether it holds for a record at ``revision``; None stands for no record."""
        if revision is None or not self.exists:
            return self.exists is (revision is not None)
        return self.revisions is None or revision in self.revisions


ABSENT = Precondition(exists=False)
PRESENT = Precondition(exists=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRecord:
    """A record as the corpus holds it, and the corpus revision that brought it to this."""

    record: Source | Claim
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a record; ``record`` is None where the version is its deletion."""

    revision: int
    action: ChangeAction
    note: ChangeNote
    record: Source | Claim | None


def action_of(old: Source | Claim | None, new: Source | Claim) -> ChangeAction:
    """What it is to write ``new`` over ``old``."""
    if old is None:
        return ChangeAction.CREATED
    was_retracted = isinstance(old, Claim) and old.retracted is not None
    is_retracted = isinstance(new, Claim) and new.retracted is not None
    if is_retracted and not was_retracted:
        return ChangeAction.RETRACTED
    if was_retracted and not is_retracted:
        return ChangeAction.REINSTATED
    return ChangeAction.UPDATED
