"""From single stances to sides: what a compound is, who stands first, how many voices there are."""

from __future__ import annotations

import itertools

import pytest

from service.aggregation import JudgedPart, agreement, statement_verdict, take_sides
from service.domain.check import SideAgreement, Verdict
from service.domain.corpus import Candidate
from service.domain.evidence import Evidence, Judgement, Reason, ReasonType, Stance
from service.parsing.reading import read_statement
from tests.corpora import ids, news_claim, news_source
from tests.fakes_api import make_evidence

SUPPORTING, CONFLICTING, UNVERIFIED = Stance.SUPPORTING, Stance.CONFLICTING, Stance.UNVERIFIED
SUPPORTED, REFUTED, DISPUTED = Verdict.SUPPORTED, Verdict.REFUTED, Verdict.DISPUTED
OPEN = Verdict.UNVERIFIED
STANCES_FOR = {
    SUPPORTED: [SUPPORTING],
    REFUTED: [CONFLICTING],
    DISPUTED: [SUPPORTING, CONFLICTING],
    OPEN: [],
}
PARTS = read_statement("The storm flooded Orvik, and the harbour of Halsund burned down.").parts


def judgement(stance: Stance, confidence: float = 0.9) -> Judgement:
    reason = Reason(type=ReasonType.WORDING, statement=None, claim=None, detail="it says so")
    return Judgement(stance=stance, confidence=confidence, reasons=(reason,))


def candidate(claim_id: str, source_id: str = "s1") -> Candidate:
    claim = news_claim("The storm flooded Orvik.", claim_id, source_id)
    return Candidate(claim=claim, source=news_source(source_id))


def part(*judged: tuple[Candidate, Judgement], position: int = 0) -> JudgedPart:
    return JudgedPart(part=PARTS[position], judged=judged, speaker=None, content=None)


def part_with(verdict: Verdict, position: int = 0) -> JudgedPart:
    stances = STANCES_FOR[verdict]
    judged = [(candidate(f"c{n}"), judgement(stance)) for n, stance in enumerate(stances)]
    return part(*judged, position=position)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_single_part_is_the_whole(verdict: Verdict) -> None:
    assert statement_verdict([part_with(verdict)]) is verdict


@pytest.mark.parametrize(
    ("one", "other", "whole"),
    [
        (SUPPORTED, SUPPORTED, SUPPORTED),
        (SUPPORTED, OPEN, OPEN),
        (SUPPORTED, REFUTED, REFUTED),
        (SUPPORTED, DISPUTED, DISPUTED),
        (REFUTED, REFUTED, REFUTED),
        (REFUTED, OPEN, REFUTED),
        (REFUTED, DISPUTED, REFUTED),
        (DISPUTED, DISPUTED, DISPUTED),
        (DISPUTED, OPEN, REFUTED),
        (OPEN, OPEN, OPEN),
    ],
)
def test_a_compound_is_as_weak_as_its_weakest_part(
    one: Verdict, other: Verdict, whole: Verdict
) -> None:
    parts = [part_with(one), part_with(other)]

    assert statement_verdict(parts) is whole
    assert statement_verdict(parts[::-1]) is whole


def test_nothing_said_is_nothing_verified() -> None:
    assert statement_verdict([]) is OPEN


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Verdict, repeat=2)))
def test_the_sides_are_taken_exactly_where_the_verdict_says_so(
    one: Verdict, other: Verdict
) -> None:
    parts = [
        part(*[(candidate(f"a{s}"), judgement(s)) for s in STANCES_FOR[one]]),
        part(*[(candidate(f"b{s}"), judgement(s)) for s in STANCES_FOR[other]], position=1),
    ]
    verdict = statement_verdict(parts)

    sides = take_sides(parts, verdict)

    assert bool(sides.supporting) == (verdict in (SUPPORTED, DISPUTED))
    assert bool(sides.conflicting) == (verdict in (REFUTED, DISPUTED))


def test_a_claim_that_conflicts_with_any_part_conflicts() -> None:
    same = candidate("c1")
    parts = [part((same, judgement(SUPPORTING))), part((same, judgement(CONFLICTING)), position=1)]

    sides = take_sides(parts, statement_verdict(parts))

    assert ids(sides.conflicting) == ["c1"]
    assert sides.supporting == sides.unverified == ()


def test_support_for_a_part_alone_is_shown_as_such() -> None:
    parts = [part((candidate("c1"), judgement(SUPPORTING))), part(position=1)]

    sides = take_sides(parts, statement_verdict(parts))

    (evidence,) = sides.unverified
    assert evidence.stance is UNVERIFIED
    assert "only for a part" in evidence.reasons[0].detail


def test_one_of_each_source_stands_before_the_second_of_any() -> None:
    judged = [
        (candidate("c1", "s1"), judgement(SUPPORTING, 0.9)),
        (candidate("c2", "s1"), judgement(SUPPORTING, 0.8)),
        (candidate("c3", "s2"), judgement(SUPPORTING, 0.7)),
    ]

    sides = take_sides([part(*judged)], SUPPORTED)

    assert ids(sides.supporting) == ["c1", "c3", "c2"]


def test_equal_confidence_is_ordered_by_source_and_id() -> None:
    judged = [
        (candidate(claim_id, source_id), judgement(CONFLICTING))
        for claim_id, source_id in [("c4", "s2"), ("c3", "s1"), ("c2", "s2"), ("c1", "s1")]
    ]

    orders = {
        tuple(ids(take_sides([part(*given)], REFUTED).conflicting))
        for given in itertools.permutations(judged)
    }

    assert orders == {("c1", "c2", "c3", "c4")}


def voice(claim_id: str, publisher: str | None, origin: str) -> Evidence:
    source = news_source(claim_id, publisher=publisher, origin=origin)
    return make_evidence(SUPPORTING, source=source)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], (0, 0)),
        ([voice("a", "The Post", "wire"), voice("b", "The Globe", "wire")], (2, 1)),
        ([voice("a", "The Post", "own"), voice("b", "The Post", "wire")], (1, 2)),
        ([voice("a", None, "a"), voice("b", None, "b")], (2, 2)),
        ([voice("a", "The Post", "a"), voice("a", "The Post", "a")], (1, 1)),
    ],
    ids=["nobody", "five papers of one wire", "one paper, two texts", "unnamed", "one source"],
)
def test_agreement_counts_publishers_and_independent_origins(
    evidence: list[Evidence], expected: tuple[int, int]
) -> None:
    publishers, origins = expected

    assert agreement(evidence) == SideAgreement(publishers=publishers, origins=origins)
