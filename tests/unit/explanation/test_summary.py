"""One sentence on who reports what, and how sure the verdict is."""

from __future__ import annotations

import itertools

import pytest

from service.aggregation import Sides
from service.domain.check import Abstention, AbstentionCode, Verdict
from service.domain.evidence import Evidence, Stance
from service.explanation.summary import confidence_in, summarise
from tests.corpora import ask, checker_over, news_claim, news_source
from tests.fakes_api import make_evidence

NO_ONE = Sides(supporting=(), conflicting=(), unverified=())


def voice(stance: Stance, confidence: float, origin: str = "a") -> Evidence:
    source = news_source(origin, origin=origin)
    return make_evidence(stance, source=source, confidence=confidence)


def sides(supporting: tuple[float, ...] = (), conflicting: tuple[float, ...] = ()) -> Sides:
    return Sides(
        supporting=tuple(
            voice(Stance.SUPPORTING, share, f"s{n}") for n, share in enumerate(supporting)
        ),
        conflicting=tuple(
            voice(Stance.CONFLICTING, share, f"k{n}") for n, share in enumerate(conflicting)
        ),
        unverified=(),
    )


def test_the_summary_of_a_dispute_names_both_sides() -> None:
    claims = [
        news_claim("3,000 homes were flooded in Velmora.", "c1", "s1"),
        news_claim("3,400 homes were flooded in Velmora.", "c2", "s2"),
    ]

    summary = ask(checker_over(claims), "3,000 homes were flooded in Velmora.").summary

    assert summary == (
        "Disputed: supported by 1 source (The s1 Post): both say 3,000; "
        "conflicting: 1 source (The s2 Post): 3,400 is not 3,000."
    )


def test_one_publisher_is_named_once() -> None:
    claims = [news_claim("Orvik was flooded.", f"c{n}", f"s{n}") for n in range(3)]
    sources = [news_source(f"s{n}", publisher="The Post") for n in range(3)]

    summary = ask(checker_over(claims, sources), "Orvik was flooded.").summary

    assert summary.startswith("Supported by 1 source (The Post): ")


def conflicting_counts(*counts: str) -> str:
    claims = [
        news_claim(f"{count} homes were flooded in Velmora.", f"c{n}", f"s{n}")
        for n, count in enumerate(counts)
    ]
    return ask(checker_over(claims), "3,000 homes were flooded in Velmora.").summary


def test_each_publisher_has_the_reason_of_its_own_claim() -> None:
    assert conflicting_counts("3,400", "3,700") == (
        "Conflicting: 2 sources (The s0 Post: 3,400 is not 3,000; The s1 Post: 3,700 is not 3,000)."
    )


def test_publishers_of_one_reason_share_it() -> None:
    assert conflicting_counts("3,400", "3,400") == (
        "Conflicting: 2 sources (The s0 Post, The s1 Post): 3,400 is not 3,000."
    )


def test_after_some_reasons_publishers_are_only_named() -> None:
    summary = conflicting_counts("3,400", "3,500", "3,600", "3,700", "3,800")

    assert summary.startswith("Conflicting: 5 sources (The s0 Post: 3,400 is not 3,000; ")
    assert summary.endswith("; also The s3 Post, The s4 Post).")
    assert summary.count("is not") == 3


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_summary(verdict: Verdict) -> None:
    abstention = Abstention(code=AbstentionCode.NO_RECORD, detail="Nothing found.", missing=None)

    assert summarise(verdict, sides((0.9,), (0.9,)), abstention).endswith(".")
    assert summarise(verdict, NO_ONE, None).endswith(".")


def test_further_independent_origins_make_the_verdict_surer() -> None:
    shares = [
        confidence_in(Verdict.SUPPORTED, sides((0.8,) * count), None) for count in range(1, 6)
    ]

    assert all(a < b for a, b in itertools.pairwise(shares))
    assert shares[-1] < 1.0


def test_a_copy_of_the_same_origin_does_not() -> None:
    copies = tuple(voice(Stance.SUPPORTING, 0.8, "wire") for _ in range(5))
    side = Sides(supporting=copies, conflicting=(), unverified=())

    assert confidence_in(Verdict.SUPPORTED, side, None) == 0.8


def test_a_dispute_is_as_sure_as_its_weaker_side() -> None:
    assert confidence_in(Verdict.DISPUTED, sides((0.9,), (0.7,)), None) == 0.7


@pytest.mark.parametrize("code", list(AbstentionCode))
def test_every_abstention_has_a_confidence(code: AbstentionCode) -> None:
    abstention = Abstention(code=code, detail="", missing=None)

    assert 0.0 < confidence_in(Verdict.UNVERIFIED, NO_ONE, abstention) < 1.0
