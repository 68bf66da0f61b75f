"""Saved checks and the corpus that moves under them: what a change bears on, what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.changes import ChangeAction, RecordKind
from service.domain.check import Answer, Check, Verdict
from service.domain.events import Event, EventType
from service.domain.evidence import Evidence

# Of a part's weight, in thousandths, so much has to be touched by a claim before it may bear on
# the part. A claim that touches less than 300 takes no side (``Policy.least_touched``); the rest
# is for weights that have moved since, and for names that only other claims explain.
LEAST_BEARING = 200

# A confidence that has moved by so much since the answer before is another confidence. What moves
# it by less is how common the words are, which any record changes a little.
CONFIDENCE_STEP = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedWord:
    """A content word of a saved statement: the index terms that touch it, and what it weighs.

    ``share`` is its share of the weight of its part, in thousandths.
    """

    part: int
    word: int
    terms: tuple[str, ...]
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRecord:
    """The record whose change asked for a new look."""

    kind: RecordKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCheck:
    """A saved check that is to be made again, and why; no cause where the engine asks for it.

    ``marks`` are the requests that a new answer settles, if it is drawn from the corpus of
    ``revision`` or later: a copy of the database may lag behind what asked for it.
    """

    check: Check
    revision: int
    marks: tuple[int, ...]
    causes: tuple[ChangedRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found, in short."""

    verdict: Verdict
    confidence: float
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The version of a record that changed an answer.

    ``version_before`` is the version that the answer before was drawn from, None where there was
    none. Versions are known by the corpus revision that brought them.
    """

    kind: RecordKind
    id: str
    action: ChangeAction
    version_before: int | None
    version_after: int
    changed_at: datetime | None
    changed_by: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckChange:
    """One entry of a check's history. ``number`` puts the entries of all checks in order.

    ``revision`` is that of the corpus in which the change was found. ``cause`` is None where no
    record changed: then the engine is another one.
    """

    number: int
    check_id: str
    revision: int
    changed_at: datetime
    before: Finding
    after: Finding
    cause: Cause | None


def bears(words: Iterable[WatchedWord], terms: Iterable[str]) -> bool:
    """Whether a claim under these index terms may bear on a statement of these words."""
    held = frozenset(terms)
    touched: dict[int, int] = {}
    for word in words:
        if not held.isdisjoint(word.terms):
            touched[word.part] = touched.get(word.part, 0) + word.share
    return any(share >= LEAST_BEARING for share in touched.values())


def finding_of(answer: Answer) -> Finding:
    """The verdict, how sure it is, and the sentence that says why."""
    return Finding(verdict=answer.verdict, confidence=answer.confidence, summary=answer.summary)


def has_changed(before: Answer, after: Answer) -> bool:
    """Whether a reader of the first answer has to be told of the second.

    So if the verdict is another one, as a whole, of a part, or of what somebody is said to have
    said; if the code of the abstention is; if the confidence moved by ``CONFIDENCE_STEP``; or if
    the evidence that takes a side is another, or says something else. Claims that settle nothing
    come and go without being told of.
    """
    return (
        _rulings(before) != _rulings(after)
        or round(abs(before.confidence - after.confidence), 9) >= CONFIDENCE_STEP
        or bool(moved_evidence(before, after))
    )


def moved_evidence(before: Answer, after: Answer) -> list[Evidence]:
    """Evidence for and against that one of the answers has and the other has not, or otherwise."""
    old = {_said(piece): piece for piece in _sided(before)}
    new = {_said(piece): piece for piece in _sided(after)}
    gone = [piece for key, piece in old.items() if key not in new]
    return [*(piece for key, piece in new.items() if key not in old), *gone]


def find_cause(
    before: Answer,
    after: Answer,
    asked: Sequence[ChangedRecord],
    version: Callable[[ChangedRecord], Cause | None],
) -> Cause | None:
    """The likeliest record that has a version which only the second answer could know.

    If none has, the likeliest of those that ``asked`` for the new answer: then it was found in
    another way (by a vector). ``version`` gives what a record would be as the cause.
    """
    others: list[Cause] = []
    for record in _suspects(before, after, asked):
        cause = version(record)
        if cause is not None and cause.version_after > before.corpus.revision:
            return cause
        if cause is not None and record in asked:
            others.append(cause)
    return others[0] if others else None


def _suspects(before: Answer, after: Answer, asked: Sequence[ChangedRecord]) -> list[ChangedRecord]:
    """Records of evidence that moved come before those that were only known to bear on it."""
    moved = moved_evidence(before, after)
    claims = [ChangedRecord(kind=RecordKind.CLAIM, id=piece.claim.id) for piece in moved]
    sources = [ChangedRecord(kind=RecordKind.SOURCE, id=piece.source.id) for piece in moved]
    both = [one for one in asked if one in claims or one in sources]
    return list(dict.fromkeys([*both, *claims, *sources, *asked]))


def changed_event(change: CheckChange, event_id: str) -> Event:
    """What those hear of a change who listen."""
    cause = change.cause
    return Event(
        id=event_id,
        type=EventType.CHECK_CHANGED,
        occurred_at=change.changed_at,
        data={
            "check_id": change.check_id,
            "verdict_before": change.before.verdict.value,
            "verdict_after": change.after.verdict.value,
            "record_kind": None if cause is None else cause.kind.value,
            "record_id": None if cause is None else cause.id,
            "revision": change.revision,
        },
    )


def _rulings(answer: Answer) -> tuple[object, ...]:
    return (
        answer.verdict,
        answer.attribution,
        [part.verdict for part in answer.assertions],
        None if answer.abstention is None else answer.abstention.code,
    )


def _sided(answer: Answer) -> Iterator[Evidence]:
    yield from answer.supporting
    yield from answer.conflicting


def _said(piece: Evidence) -> tuple[object, ...]:
    """What a piece of evidence says, for which side, and who says it."""
    claim, source = piece.claim, piece.source
    return (
        piece.stance,
        (claim.id, claim.text, claim.quote, claim.speaker, claim.standing, claim.event_at),
        (source.id, source.publisher, source.published_at, source.origin),
    )
