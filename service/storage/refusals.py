"""The refusals of changes, worded once for every store."""

from __future__ import annotations

from collections.abc import Collection

from service.domain.changes import Precondition, RecordKind
from service.domain.corpus import Source
from service.domain.errors import Conflict, Gone, NotFound, PreconditionFailed


def require(before: Precondition, kind: RecordKind, identifier: str, revision: int | None) -> None:
    """Raise PreconditionFailed if a record is not as asked; None stands for no record."""
    if before.holds(revision):
        return
    if revision is None:
        raise PreconditionFailed(f"there is no {kind.value} {identifier!r}")
    raise PreconditionFailed(f"the {kind.value} {identifier!r} is at revision {revision}")


def require_webhook(before: Precondition, webhook_id: str, revision: int) -> None:
    """Raise PreconditionFailed if a webhook is not as asked."""
    if not before.holds(revision):
        raise PreconditionFailed(f"the webhook {webhook_id!r} is at revision {revision}")


def missing(kind: RecordKind, identifier: str, revision: int | None) -> NotFound:
    """The error for a record that is not there; ``revision`` is that of its last version."""
    error = NotFound if revision is None else Gone
    return error(kind.value, identifier)


def refuse_owner(source_id: str, claims: int) -> Conflict:
    """The error for the deletion of a source that has claims."""
    counted = "one claim" if claims == 1 else f"{claims:,} claims"
    return Conflict(f"the source {source_id!r} has {counted}; cascade=true deletes them too")


def refuse_taken(source: Source, sources: Collection[str], claims: Collection[str]) -> None:
    """Raise Conflict if the id of a new source, or one of its claims' ids, is there already."""
    if source.id in sources:
        raise Conflict(f"there is a source {source.id!r} already")
    if claims:
        raise Conflict(f"there is a claim {min(claims)!r} already")
