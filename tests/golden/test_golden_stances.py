"""One invented claim against one statement: the stance that the gold policy asks for.

A line with ``known_gap`` is one that the rules get wrong today. It must go on failing: once it
passes, its test fails and asks for the mark to be taken out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.domain.corpus import Standing
from tests.corpora import ask, background, checker_over, news_claim, news_source, stance_taken

FILE = Path(__file__).parent / "stances.jsonl"
STANCES = frozenset({"supporting", "conflicting", "silent"})
CLAIM_FIELDS = frozenset({"text", "quote", "speaker", "standing", "event_at", "published_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``acceptable`` are all stances that count as right; ``expected`` is the best of them."""

    id: str
    why: str
    claim: dict[str, str]
    statement: str
    expected: str
    acceptable: frozenset[str]
    known_gap: bool


def _case(record: dict[str, Any]) -> Case:
    return Case(
        id=record["id"],
        why=record["why"],
        claim=record["claim"],
        statement=record["statement"],
        expected=record["expected"],
        acceptable=frozenset({record["expected"], *record.get("acceptable", ())}),
        known_gap=record.get("known_gap", False),
    )


CASES = [_case(json.loads(line)) for line in FILE.read_text(encoding="utf-8").splitlines()]


def stance_today(case: Case) -> str:
    """What the whole checker, without a language model, makes of the claim."""
    given = case.claim
    claim = news_claim(
        given["text"],
        quote=given.get("quote"),
        speaker=given.get("speaker"),
        standing=Standing(given.get("standing", "asserted")),
        event_at=given.get("event_at"),
    )
    source = news_source(published_at=given.get("published_at", "2024-05-17"))
    unrelated, others = background()
    checker = checker_over([claim, *others], [source, unrelated])
    return stance_taken(ask(checker, case.statement), claim.id)


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.known_gap], ids=lambda case: case.id
)
def test_the_claim_takes_the_side_that_the_policy_asks_for(case: Case) -> None:
    found = stance_today(case)

    assert found in case.acceptable, f"{case.why}: {case.claim['text']!r} / {case.statement!r}"


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.known_gap], ids=lambda case: case.id
)
def test_a_known_gap_is_still_open(case: Case) -> None:
    found = stance_today(case)

    assert found not in case.acceptable, f'{case.id} is right now: take "known_gap" out of its line'


def test_every_case_is_well_formed() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert all(case.why for case in CASES)
    assert all(case.acceptable <= STANCES for case in CASES)
    assert all(CLAIM_FIELDS.issuperset(case.claim) for case in CASES)


def test_all_three_stances_are_well_represented() -> None:
    counts = {stance: sum(case.expected == stance for case in CASES) for stance in STANCES}

    assert min(counts.values()) >= 30
