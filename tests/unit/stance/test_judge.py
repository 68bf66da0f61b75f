"""Symbols and language model together: who may overrule whom, and what no model can do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.check import AbstentionCode, Verdict
from service.domain.corpus import Claim, Standing
from service.domain.evidence import ReasonType
from service.stance.policy import POLICY
from tests.corpora import OneMeaning, OneOpinion, ask, checker_over, ids, news_claim, stance_taken

CLOSED = "The airport of Tolmark was closed during the storm."
OPEN = "The airport of Tolmark was not closed during the storm."
DISTANCED = news_claim(
    "Aron Melk claimed that foreign agents blew up the pipeline.",
    speaker="Aron Melk",
    standing=Standing.DISTANCED,
)
RELAYED = news_claim(
    "Lena Orvo said that the bridge was unsafe.", speaker="Lena Orvo", standing=Standing.RELAYED
)
SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(
    lambda pair: pair if sum(pair) <= 1 else (pair[0] / 2, pair[1] / 2)
)


def stance(claim: Claim, statement: str, model: OneOpinion | None) -> str:
    return stance_taken(ask(checker_over([claim], model=model), statement), claim.id)


def test_symbols_decide_alone_without_a_model() -> None:
    assert stance(news_claim(CLOSED), CLOSED, None) == "supporting"
    assert stance(news_claim(OPEN), CLOSED, None) == "conflicting"


def test_an_agreeing_model_leaves_the_stance_and_its_reasons() -> None:
    alone = ask(checker_over([news_claim(CLOSED)]), CLOSED)

    together = ask(checker_over([news_claim(CLOSED)], model=OneOpinion(supporting=0.97)), CLOSED)

    assert together.verdict is Verdict.SUPPORTED
    assert together.supporting[0].reasons == alone.supporting[0].reasons


def test_a_disagreeing_model_leaves_no_support() -> None:
    claim = news_claim("12 homes were flooded in Orvik.")
    model = OneOpinion(supporting=0.95, conflicting=0.025)

    answer = ask(checker_over([claim], model=model), "40 homes were flooded in Orvik.")

    assert answer.supporting == ()


def test_a_model_that_reads_a_paraphrase_supports_with_its_own_reason() -> None:
    claim = news_claim("A blaze gutted the library of Tolmark overnight.")
    statement = "A fire wrecked the library of Tolmark."

    answer = ask(checker_over([claim], model=OneOpinion(supporting=0.99)), statement)

    assert answer.verdict is Verdict.SUPPORTED
    assert [r.type for r in answer.supporting[0].reasons] == [ReasonType.WORDING]


def test_the_reason_of_the_model_names_the_probability_that_decided() -> None:
    claim = news_claim("The mayor of Orvik welcomed the tramway.")
    checker = checker_over([claim], model=OneOpinion(supporting=0.01, conflicting=0.97))

    [found] = ask(checker, "The mayor of Orvik fought the tramway.").conflicting

    assert found.confidence < 0.97
    assert [r.detail for r in found.reasons] == [
        f"its wording reads as conflicting ({found.confidence:.2f})"
    ]


@given(SHARES)
def test_no_model_makes_a_distanced_claim_take_a_side(shares: tuple[float, float]) -> None:
    model = OneOpinion(supporting=shares[0], conflicting=shares[1])

    assert stance(DISTANCED, "Foreign agents blew up the pipeline.", model) == "silent"
    assert stance(DISTANCED, "Foreign agents did not blow up the pipeline.", model) == "silent"


@given(SHARES)
def test_no_model_puts_words_into_another_mouth(shares: tuple[float, float]) -> None:
    model = OneOpinion(supporting=shares[0], conflicting=shares[1])

    found = stance(RELAYED, "Aron Melk said that the bridge was unsafe.", model)

    assert found != "supporting"


@given(SHARES)
@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Homes were flooded in Orvik.", "300 homes were flooded in Orvik."),
        ("Homes were flooded in Orvik.", "Homes were flooded in Orvik on 14 May 2024."),
        ("Homes were flooded.", "Homes were flooded in Orvik."),
        ("The bridge is unsafe.", "Aron Melk said that the bridge is unsafe."),
        ("The strike began.", "The strike began three weeks ago and lasted nine days."),
    ],
    ids=["figure", "day", "name", "speaker", "duration"],
)
def test_no_model_supports_what_the_claim_does_not_tell(
    claim: str, statement: str, shares: tuple[float, float]
) -> None:
    model = OneOpinion(supporting=shares[0], conflicting=shares[1])

    assert stance(news_claim(claim), statement, model) != "supporting"


# Pairs that nearly equal words make a model take for the same, which the comparisons tell apart.
TOLD_APART = {
    "figure": ("3,700 people were arrested in Orvik.", "3,800 people were arrested in Orvik."),
    "open figure": (
        "More than 3,000 people were arrested in Orvik.",
        "More than 4,000 people were arrested in Orvik.",
    ),
    "day": ("The dam at Pelm burst on 14 June 2023.", "The dam at Pelm burst on 12 June 2023."),
    "duration": (
        "Aron Melk ruled Sordania for 30 years.",
        "Aron Melk ruled Sordania for ten years.",
    ),
    "negation": (OPEN, CLOSED),
    "roles": ("Ravensby beat Tolmark in the final.", "Tolmark beat Ravensby in the final."),
    "outcome": ("18 soldiers were killed in Orvik.", "18 soldiers were injured in Orvik."),
    "quotation": (
        'Lena Orvo called the flood "a wake-up call".',
        'Lena Orvo called the flood "a divine punishment".',
    ),
    "plan": ("Norlund will close its coal mines.", "Norlund has closed its coal mines."),
}


@pytest.mark.parametrize("pair", TOLD_APART.values(), ids=TOLD_APART.keys())
def test_no_model_supports_against_a_difference_that_symbols_see(pair: tuple[str, str]) -> None:
    claim, statement = pair

    assert stance(news_claim(claim), statement, OneOpinion(supporting=0.99)) != "supporting"


# What a comparison leaves open, which a claim may contradict in its words all the same.
OPEN_YET_CONTRARY = {
    "day": (
        "Orvik airport will not open before Thursday.",
        "Planes can use Orvik airport from Monday.",
    ),
    "figure": ("Nobody was hurt in Orvik.", "At least 40 people were hurt in Orvik on Tuesday."),
}


@pytest.mark.parametrize("pair", OPEN_YET_CONTRARY.values(), ids=OPEN_YET_CONTRARY.keys())
def test_a_sure_model_contradicts_where_a_comparison_leaves_a_point_open(
    pair: tuple[str, str],
) -> None:
    claim, statement = pair

    assert stance(news_claim(claim), statement, OneOpinion(conflicting=0.99)) == "conflicting"


@pytest.mark.parametrize("pair", TOLD_APART.values(), ids=TOLD_APART.keys())
def test_an_undecided_model_leaves_such_a_pair_unsupported(pair: tuple[str, str]) -> None:
    claim, statement = pair
    model = OneOpinion(supporting=0.4, conflicting=0.3)

    assert stance(news_claim(claim), statement, model) != "supporting"


@pytest.mark.parametrize(
    "text",
    [
        CLOSED,
        "12 homes were flooded in Orvik.",
        "The dam at Pelm burst on 14 June 2023.",
        "Lena Orvo is the president of Sordania.",
    ],
)
def test_no_model_turns_a_claim_against_its_own_words(text: str) -> None:
    assert stance(news_claim(text), text, OneOpinion(conflicting=0.97)) != "conflicting"


def test_at_most_so_many_pairs_are_put_to_the_model() -> None:
    claims = [
        news_claim(f"{CLOSED[:-1]} of {year}.", f"c{year}", f"s{year % 2}")
        for year in range(1980, 1980 + POLICY.pairs_for_model * 2)
    ]
    model = OneOpinion()

    ask(checker_over(claims, model=model), CLOSED)

    assert len(model.asked) == POLICY.pairs_for_model


def test_the_model_reads_the_content_where_the_statement_names_no_speaker() -> None:
    model = OneOpinion()

    ask(checker_over([RELAYED], model=model), "The bridge was unsafe.")

    assert [claim for _, claim in model.asked] == ["The bridge was unsafe"]


def test_the_model_reads_the_speaker_where_the_statement_names_one() -> None:
    model = OneOpinion()

    ask(checker_over([RELAYED], model=model), "Lena Orvo said that the bridge was unsafe.")

    assert RELAYED.text in {claim for _, claim in model.asked}


def test_the_model_is_not_asked_about_what_has_nothing_to_do_with_the_statement() -> None:
    model = OneOpinion()

    answer = ask(
        checker_over([news_claim("The zoo named its young giraffe Pelle.")], model=model), CLOSED
    )

    assert model.asked == []
    assert answer.abstention is not None
    assert answer.abstention.code is AbstentionCode.NO_RECORD


def test_the_fingerprint_of_the_model_stands_in_the_answer() -> None:
    answer = ask(checker_over([news_claim(CLOSED)], model=OneOpinion()), CLOSED)

    assert answer.engine.model == "sha256:one-opinion"
    assert ids(answer.conflicting) == []


@pytest.mark.parametrize("others", [0, 3])
def test_a_word_that_the_corpus_has_is_no_slip(others: int) -> None:
    text = "The institute reacted too late to the outbreak."
    unrelated = [news_claim("The zoo named its giraffe Pelle.", f"z{n}") for n in range(others)]

    answer = ask(checker_over([news_claim(text), *unrelated]), text)

    assert answer.verdict is Verdict.SUPPORTED


def test_the_model_is_asked_only_where_its_word_can_change_a_stance() -> None:
    claims = [
        news_claim("Water stood in the streets of Orvik after the flood.", "other-words"),
        news_claim("Homes were flooded in Tarn on 3 May 2024.", "other-town"),
    ]
    model = OneOpinion(supporting=0.5, conflicting=0.2)

    ask(checker_over(claims, model=model), "A flood hit the streets of Orvik.")

    assert {claim for _, claim in model.asked} == {claims[0].text}


def test_a_claim_that_shares_every_word_says_what_it_leaves_open() -> None:
    claim = news_claim("Sandra Bell led the council of Tolmark.")

    answer = ask(checker_over([claim]), "Sandra Bell led the council of Tolmark for nine years.")

    assert answer.verdict is Verdict.UNVERIFIED
    (reason,) = answer.unverified[0].reasons
    assert reason.detail == "the claim gives no such figure or span of time"


GROUNDED = news_claim("The airline suspended all its flights.")
KEPT_DOWN = "No jet of the carrier left the runway."


def test_a_claim_that_shares_no_word_is_judged_where_its_meaning_is_near() -> None:
    model = OneOpinion(supporting=0.98)

    by_words = ask(checker_over([GROUNDED], model=model), KEPT_DOWN)
    by_meaning = ask(checker_over([GROUNDED], model=model, embedder=OneMeaning()), KEPT_DOWN)

    assert by_words.verdict is Verdict.UNVERIFIED
    assert ids(by_meaning.supporting) == [GROUNDED.id]


def test_nearness_alone_decides_nothing() -> None:
    unsure = OneOpinion(supporting=0.3, conflicting=0.3)

    answer = ask(checker_over([GROUNDED], model=unsure, embedder=OneMeaning()), KEPT_DOWN)

    assert answer.verdict is Verdict.UNVERIFIED


def test_only_the_nearest_claims_are_compared_without_a_word_in_common() -> None:
    claims = [news_claim(f"{GROUNDED.text[:-1]} to port {n}.", f"c{n}") for n in range(30)]
    model = OneOpinion()

    ask(checker_over(claims, model=model, embedder=OneMeaning()), KEPT_DOWN)

    assert len(model.asked) <= POLICY.pairs_for_model
