"""Which claims were taken back together with their source, told from the versions of both.

A source keeps a version for each time that it was taken back or restored. A claim belongs to such
a retraction if its own last retraction came with the same revision; one that was taken back before,
or taken back anew after it had been restored by itself, does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from service.domain.changes import ChangeAction, ChangeNote
from service.domain.corpus import Claim, IndexedClaim
from service.domain.errors import Conflict

# A version as far as it matters here: its revision, what it did, and who did it.
Step = tuple[int, ChangeAction, ChangeNote]

_ENDING = (ChangeAction.REINSTATED, ChangeAction.DELETED)


def marks_of(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The retractions of a source that hold, oldest first; ``steps`` are its versions in order."""
    marks: list[Step] = []
    for step in steps:
        if step[1] is ChangeAction.RETRACTED:
            marks.append(step)
        elif step[1] in _ENDING:
            marks.clear()
    return tuple(marks)


def marked(
    claims: Iterable[Claim], last_retracted: Mapping[str, int], marks: Sequence[Step]
) -> list[Claim]:
    """The claims that one of ``marks`` took back; ``last_retracted`` is by claim id."""
    revisions = {revision for revision, _, _ in marks}
    return [
        claim
        for claim in claims
        if claim.retracted is not None and last_retracted.get(claim.id) in revisions
    ]


def refuse_others(source_id: str, restored: Sequence[IndexedClaim], now: Sequence[Claim]) -> None:
    """Raise Conflict unless exactly the claims that are marked now are to be restored."""
    given = {indexed.claim.id: indexed.claim for indexed in restored}
    if given.keys() != {claim.id for claim in now} or any(
        _text_of(given[claim.id]) != _text_of(claim) for claim in now
    ):
        raise Conflict(f"the claims of the source {source_id!r} were changed meanwhile; try again")


def _text_of(claim: Claim) -> tuple[object, ...]:
    return (claim.text, claim.quote, claim.speaker, claim.standing, claim.event_at, claim.locator)
