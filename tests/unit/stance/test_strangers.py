"""What names something that a corpus does not know is neither supported nor contradicted by wording."""

from __future__ import annotations

import pytest

from service.parsing.analysis import analyse
from service.stance.strangers import strangers
from tests.corpora import OneMeaning, OneOpinion, ask, checker_over, news_claim

DAM = news_claim("The collapse of the dam killed at least 59 people.")
BRIDGE = news_claim("Lena Orvo opened the new bridge in Orvik.")


@pytest.mark.parametrize("side", ["supporting", "conflicting"])
def test_no_model_takes_a_side_on_a_name_that_the_corpus_lacks(side: str) -> None:
    model = OneOpinion(**{side: 0.99})

    answer = ask(
        checker_over([DAM], model=model, embedder=OneMeaning()),
        "More than 20 lives were lost when the Tarnholt express derailed.",
    )

    assert not answer.supporting
    assert not answer.conflicting


@pytest.mark.parametrize(
    "statement",
    ["Varga Tesh opened the new bridge in Orvik.", "Boris Tesh cut the ribbon for the crossing."],
)
def test_who_did_another_ones_act_may_still_be_contradicted(statement: str) -> None:
    model = OneOpinion(conflicting=0.99)

    answer = ask(checker_over([BRIDGE], model=model, embedder=OneMeaning()), statement)

    assert [item.claim.id for item in answer.conflicting] == [BRIDGE.id]


def test_a_name_is_known_by_any_of_its_words_and_places_and_common_words_are_none() -> None:
    analysis = analyse(
        "Workers in Brussels told Jorn Aske of the Tarnholt crash and of Lena Orvo", None
    )

    assert strangers(analysis, {"w_orvo": 1.0, "n_aske": 1.0}) == {"tarnholt"}
