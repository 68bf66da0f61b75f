"""Laws of a whole check, over small corpora of invented news, without a language model."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.aggregation import agreement
from service.domain.check import Answer, Verdict
from service.domain.corpus import Standing
from service.domain.evidence import Passage
from service.parsing.reading import read_statement
from tests.corpora import (
    all_evidence,
    ask,
    background,
    checker_over,
    ids,
    news_claim,
    stance_taken,
)
from tests.situations import (
    EVENTS,
    FIGURES,
    NUMBERED,
    NUMBERS,
    SIMPLE,
    Situation,
    odd_situations,
    sentences,
    situations,
)


def without_corpus(answer: Answer) -> Answer:
    """The answer but for the size of the corpus, which two corpora need not share."""
    return replace(answer, corpus=replace(answer.corpus, revision=0, claims=0, sources=0))


@given(situations())
def test_irrelevant_claims_never_change_a_verdict(situation: Situation) -> None:
    unrelated, others = background()

    alone = situation.answer()
    among_others = ask(
        checker_over([*others, *situation.claims], [*situation.sources, unrelated]),
        situation.statement,
    )

    assert among_others.verdict is alone.verdict
    assert set(ids(among_others.supporting)) == set(ids(alone.supporting))
    assert set(ids(among_others.conflicting)) == set(ids(alone.conflicting))


@given(situations(compounds=False))
def test_each_claim_takes_the_side_that_it_takes_alone(situation: Situation) -> None:
    assume(len(read_statement(situation.statement).parts) == 1)
    # Of equal texts one is judged for all.
    assume(len({claim.text for claim in situation.claims}) == len(situation.claims))

    together = situation.answer()

    for claim in situation.claims:
        alone = ask(checker_over([claim], situation.sources), situation.statement)
        assert stance_taken(together, claim.id) == stance_taken(alone, claim.id)


@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_never_matters(situation: Situation, random: Random) -> None:
    shuffled = list(situation.claims)
    random.shuffle(shuffled)

    the_other_way = ask(checker_over(shuffled, situation.sources[::-1]), situation.statement)

    assert without_corpus(the_other_way) == without_corpus(situation.answer())


@given(st.one_of(situations(), odd_situations()))
def test_the_same_request_gives_an_equal_answer(situation: Situation) -> None:
    checker = situation.checker()

    assert ask(checker, situation.statement) == ask(checker, situation.statement)
    assert ask(checker, situation.statement) == situation.answer()


def assert_slices(text: str, passage: Passage) -> None:
    assert text[passage.span.start : passage.span.end] == passage.text


@given(st.one_of(situations(), odd_situations()))
def test_every_span_slices_back(situation: Situation) -> None:
    answer = situation.answer()

    for assertion in answer.assertions:
        assert_slices(answer.statement, Passage(text=assertion.text, span=assertion.span))
    for item in all_evidence(answer):
        for reason in item.reasons:
            if reason.statement is not None:
                assert_slices(answer.statement, reason.statement)
            if reason.claim is not None:
                assert_slices(item.claim.text, reason.claim)


@given(situations())
def test_every_piece_of_evidence_gives_a_reason(situation: Situation) -> None:
    answer = situation.answer()

    evidence = all_evidence(answer)
    assert all(item.reasons and all(r.detail for r in item.reasons) for item in evidence)
    assert all(0.0 <= item.confidence <= 1.0 for item in evidence)
    assert 0.0 <= answer.confidence <= 1.0


@given(sentences(), st.sampled_from([Standing.ASSERTED, Standing.RELAYED]))
def test_a_claim_never_conflicts_with_its_own_words(text: str, standing: Standing) -> None:
    answer = ask(checker_over([news_claim(text, standing=standing)]), text)

    assert stance_taken(answer, "c1") != "conflicting"
    assert answer.verdict not in (Verdict.REFUTED, Verdict.DISPUTED)


@given(sentences())
def test_an_asserted_claim_supports_its_own_words(text: str) -> None:
    assert ask(checker_over([news_claim(text)]), text).verdict is Verdict.SUPPORTED


@given(NUMBERS)
def test_a_safe_wording_is_safe(situation: Situation) -> None:
    wording = situation.answer().safe_wording

    if wording is not None:
        again = ask(situation.checker(), wording)
        assert again.verdict is Verdict.SUPPORTED
        assert again.conflicting == ()


@given(situations())
def test_the_verdict_fits_the_sides(situation: Situation) -> None:
    answer = situation.answer()

    fitting = {
        Verdict.SUPPORTED: (True, False),
        Verdict.REFUTED: (False, True),
        Verdict.DISPUTED: (True, True),
        Verdict.UNVERIFIED: (False, False),
    }
    assert (bool(answer.supporting), bool(answer.conflicting)) == fitting[answer.verdict]
    assert (answer.abstention is not None) == (answer.verdict is Verdict.UNVERIFIED)
    assert answer.agreement_supporting == agreement(answer.supporting)
    assert answer.agreement_conflicting == agreement(answer.conflicting)


@given(situations())
def test_no_claim_is_listed_twice(situation: Situation) -> None:
    listed = ids(all_evidence(situation.answer()))

    assert len(listed) == len(set(listed))


@given(situations(), st.integers(1, 3))
def test_the_limit_holds_for_each_side_and_changes_no_verdict(
    situation: Situation, limit: int
) -> None:
    all_of_it, some_of_it = situation.answer(), situation.answer(limit=limit)

    assert some_of_it.supporting == all_of_it.supporting[:limit]
    assert some_of_it.conflicting == all_of_it.conflicting[:limit]
    assert some_of_it.unverified == all_of_it.unverified[:limit]
    assert some_of_it.verdict is all_of_it.verdict


@given(situations(), st.integers(14, 18))
def test_a_cut_off_shows_no_later_source(situation: Situation, day: int) -> None:
    cut_off = datetime(2024, 5, day, 23, 59, tzinfo=UTC)

    answer = situation.answer(as_of=cut_off)

    published = [item.source.published_on for item in all_evidence(answer)]
    assert all(on is not None and on <= cut_off.date() for on in published)


@given(situations(NUMBERED, standings=(Standing.DISTANCED,)))
def test_a_distanced_claim_takes_no_side_of_a_bare_statement(situation: Situation) -> None:
    answer = situation.answer()

    assert answer.supporting == answer.conflicting == ()


@given(SIMPLE, st.sampled_from(["  {}", "{} ", "{}\n"]))
def test_what_surrounds_a_sentence_changes_no_verdict(situation: Situation, around: str) -> None:
    assume('"' not in situation.statement)

    wrapped = ask(situation.checker(), around.format(situation.statement))

    assert wrapped.verdict is situation.answer().verdict


@given(SIMPLE)
def test_a_missing_full_stop_changes_no_verdict(situation: Situation) -> None:
    without = ask(situation.checker(), situation.statement.removesuffix("."))

    assert without.verdict is situation.answer().verdict


OPPOSITE = {
    Verdict.SUPPORTED: Verdict.REFUTED,
    Verdict.REFUTED: Verdict.SUPPORTED,
    Verdict.DISPUTED: Verdict.DISPUTED,
    Verdict.UNVERIFIED: Verdict.UNVERIFIED,
}


@pytest.mark.parametrize(
    "denial",
    [
        "It is false that {}",
        "It is untrue that {}",
        "It is not true that {}",
    ],
)
@given(NUMBERS)
def test_a_denial_of_the_whole_turns_the_verdict(denial: str, situation: Situation) -> None:
    statement = situation.statement
    denied = denial.format(statement[0].lower() + statement[1:])

    answer = ask(situation.checker(), denied)

    assert answer.verdict is OPPOSITE[situation.answer().verdict]


@given(st.sampled_from(FIGURES), st.sampled_from(FIGURES), st.sampled_from(EVENTS))
def test_two_totals_conflict_from_either_side(one: str, other: str, event: str) -> None:
    first, second = (event.format(n=figure, town="Orvik") for figure in (one, other))

    there = ask(checker_over([news_claim(first)]), second)
    back = ask(checker_over([news_claim(second)]), first)

    assert there.verdict is back.verdict
    assert there.verdict is (Verdict.SUPPORTED if one == other else Verdict.REFUTED)
