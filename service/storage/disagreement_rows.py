"""Rows of disagreements to domain objects and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.domain.corpus import Candidate
from service.domain.disagreements import DisagreementType, Pair, Side
from service.storage.rows import CLAIM_COLUMNS, SOURCE_COLUMNS, read_claim, read_source
from service.storage.tables import disagreements

CANDIDATE_COLUMNS = (*CLAIM_COLUMNS, *SOURCE_COLUMNS)

# The order in which ``read_pair`` expects its values.
PAIR_COLUMNS = tuple(
    disagreements.c[name]
    for name in (
        "type",
        "detail",
        "topic",
        "firm",
        "claim_a",
        "start_a",
        "answer_a",
        "key_a",
        "claim_b",
        "start_b",
        "answer_b",
        "key_b",
    )
)


def read_candidate(row: Sequence[Any]) -> Candidate:
    """A claim with its source from values in the order of ``CANDIDATE_COLUMNS``."""
    cut = len(CLAIM_COLUMNS)
    return Candidate(claim=read_claim(row[:cut]), source=read_source(row[cut:]))


def read_pair(row: Sequence[Any]) -> Pair:
    """A pair from values in the order of ``PAIR_COLUMNS``."""
    kind, detail, topic, firm, *sides = row
    return Pair(
        type=DisagreementType(kind),
        left=_side(sides[:4]),
        right=_side(sides[4:]),
        detail=detail,
        topic=topic,
        firm=bool(firm),
    )


def pair_row(pair: Pair, *, question: str, revision: int) -> dict[str, Any]:
    """The row of a pair."""
    return {
        "claim_a": pair.left.claim_id,
        "claim_b": pair.right.claim_id,
        "question": question,
        "type": pair.type.value,
        "detail": pair.detail,
        "topic": pair.topic,
        "firm": pair.firm,
        "start_a": pair.left.start,
        "answer_a": pair.left.answer,
        "key_a": pair.left.key,
        "start_b": pair.right.start,
        "answer_b": pair.right.answer,
        "key_b": pair.right.key,
        "revision": revision,
    }


def _side(values: Sequence[Any]) -> Side:
    claim_id, start, answer, key = values
    return Side(claim_id=claim_id, start=start, answer=answer, key=key)
