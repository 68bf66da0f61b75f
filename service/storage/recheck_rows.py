"""Rows of histories and reviews to domain objects and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from service.check_ports import Meaning
from service.domain.changes import ChangeAction, RecordKind
from service.domain.check import Answer, Verdict
from service.domain.rechecks import Cause, ChangedRecord, CheckChange, Finding, WatchedWord
from service.domain.reviews import Review, Ruling
from service.storage.batches import as_bound
from service.storage.check_json import read_time, write_time
from service.storage.check_tables import check_history, reviews
from service.storage.index_terms import encode_term
from service.storage.vector_codes import model_number, pack

# The orders in which ``read_change`` and ``read_review`` expect their values.
HISTORY_COLUMNS = tuple(check_history.c)
REVIEW_COLUMNS = tuple(
    reviews.c[name]
    for name in (
        "number",
        "id",
        "check_id",
        "verdict",
        "reason",
        "reviewer",
        "headline",
        "reviewed_at",
        "machine_verdict",
        "revision",
        "stale",
    )
)


def term_rows(check_id: str, words: Sequence[WatchedWord]) -> list[dict[str, Any]]:
    """Parameters for the table ``check_terms``."""
    return [
        {
            "check_id": check_id,
            "part": word.part,
            "word": word.word,
            "token": token,
            "share": word.share,
        }
        for word in words
        for token in sorted({encode_term(term) for term in word.terms})
    ]


def evidence_rows(check_id: str, answer: Answer, meaning: Meaning) -> list[dict[str, Any]]:
    """Parameters for the table ``check_evidence``."""
    return [
        {"check_id": check_id, "claim_id": claim} for claim in sorted(read_for(answer, meaning))
    ]


def part_rows(check_id: str, meaning: Meaning) -> list[dict[str, Any]]:
    """Parameters for the table ``check_parts``."""
    model = watched_model(meaning)
    return [
        {
            "check_id": check_id,
            "part": number,
            "model": model,
            "reach": part.reach,
            "vector": pack(part.vector[np.newaxis])[0].tobytes(),
        }
        for number, part in enumerate(meaning.parts)
    ]


def watched_model(meaning: Meaning) -> int:
    """The model as the tables know it, 0 where there is none."""
    return 0 if meaning.model is None else model_number(meaning.model)


def read_for(answer: Answer, meaning: Meaning) -> frozenset[str]:
    """The ids of the claims that an answer shows, or that were compared for their nearness."""
    return frozenset(shown(answer)).union(*(part.nearest for part in meaning.parts))


def shown(answer: Answer) -> Iterator[str]:
    """The ids of the claims that an answer shows."""
    for side in (answer.supporting, answer.conflicting, answer.unverified):
        yield from (piece.claim.id for piece in side)


def read_causes(rows: Sequence[Sequence[Any]]) -> tuple[ChangedRecord, ...]:
    """The records named in rows of kind and id, each once; kind is None where none is."""
    named = [ChangedRecord(kind=RecordKind(kind), id=key) for kind, key in rows if kind is not None]
    return tuple(dict.fromkeys(named))


def history_row(
    check_id: str,
    *,
    before: Finding,
    after: Finding,
    revision: int,
    at: datetime,
    cause: Cause | None,
) -> dict[str, Any]:
    """Parameters for the table ``check_history``; its number is given by the database."""
    row: dict[str, Any] = {
        "check_id": check_id,
        "revision": revision,
        "changed_at": write_time(at),
    }
    for name, finding in (("before", before), ("after", after)):
        row[f"verdict_{name}"] = finding.verdict.value
        row[f"confidence_{name}"] = finding.confidence
        row[f"summary_{name}"] = as_bound(finding.summary)
    if cause is not None:
        row |= {
            "kind": cause.kind.value,
            "record_id": cause.id,
            "action": cause.action.value,
            "version_before": cause.version_before,
            "version_after": cause.version_after,
            "record_changed_at": None if cause.changed_at is None else write_time(cause.changed_at),
            "record_changed_by": cause.changed_by,
            "record_reason": cause.reason,
        }
    return row


def read_change(row: Sequence[Any]) -> CheckChange:
    """An entry of a history from values in the order of ``HISTORY_COLUMNS``."""
    number, check_id, revision, changed_at, *values = row
    before, after, (kind, key, action, older, newer, at, by, reason) = (
        values[:3],
        values[3:6],
        values[6:],
    )
    cause = None
    if kind is not None:
        cause = Cause(
            kind=RecordKind(kind),
            id=key,
            action=ChangeAction(action),
            version_before=older,
            version_after=newer,
            changed_at=None if at is None else read_time(at),
            changed_by=by,
            reason=reason,
        )
    return CheckChange(
        number=number,
        check_id=check_id,
        revision=revision,
        changed_at=read_time(changed_at),
        before=_finding(before),
        after=_finding(after),
        cause=cause,
    )


def _finding(values: Sequence[Any]) -> Finding:
    verdict, confidence, summary = values
    return Finding(verdict=Verdict(verdict), confidence=confidence, summary=summary)


def review_row(
    check_id: str, ruling: Ruling, *, review_id: str, at: datetime, machine: Verdict, revision: int
) -> dict[str, Any]:
    """Parameters for the table ``reviews``; its number is given by the database."""
    return {
        "id": review_id,
        "check_id": check_id,
        "verdict": ruling.verdict.value,
        "reason": ruling.reason,
        "reviewer": ruling.reviewer,
        "headline": ruling.headline,
        "reviewed_at": write_time(at),
        "machine_verdict": machine.value,
        "revision": revision,
        "stale": False,
    }


def read_review(row: Sequence[Any]) -> Review:
    """A review from the values of ``REVIEW_COLUMNS`` and whether a later one supersedes it."""
    number, key, check_id, verdict, reason, reviewer, headline, at, machine, *rest = row
    revision, stale, superseded = rest
    return Review(
        number=number,
        id=key,
        check_id=check_id,
        ruling=Ruling(
            verdict=Verdict(verdict), reason=reason, reviewer=reviewer, headline=headline
        ),
        reviewed_at=read_time(at),
        machine_verdict=Verdict(machine),
        revision=revision,
        stale=bool(stale),
        superseded=bool(superseded),
    )
