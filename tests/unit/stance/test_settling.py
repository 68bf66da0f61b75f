"""Statements that compare, read from end to end: on which words the answer rests, and why."""

from __future__ import annotations

import pytest

from service.domain.evidence import Evidence
from service.domain.rechecks import bears
from service.parsing.analysis import analyse
from service.parsing.indexing import index_terms
from service.stance.bearing import watched_words
from service.stance.settling import is_settled_alone
from tests.corpora import ask, checker_over, news_claim, stance_taken

UNREST = "Officials said that 26 demonstrators and 18 officers were killed in Orvik."


def evidence_for(statement: str, *texts: str) -> Evidence:
    """The only claim that takes a side."""
    claims = [news_claim(text, f"c{number}") for number, text in enumerate(texts)]
    answer = ask(checker_over(claims), statement)
    (found,) = (*answer.supporting, *answer.conflicting)
    return found


@pytest.mark.parametrize(
    ("claim", "statement", "words", "said", "detail"),
    [
        (
            "Officials said that Orvik is the largest city in Norlund.",
            "No city in Norlund is larger than Orvik.",
            "Orvik is the largest city in Norlund",
            "No city in Norlund is larger than Orvik",
            '"Orvik is the largest city in Norlund" says as much',
        ),
        (
            UNREST,
            "More officers than demonstrators were killed in Orvik.",
            "26 demonstrators and 18 officers",
            "More officers than demonstrators were killed in Orvik",
            '18 against 26 is not "More officers than demonstrators were killed in Orvik"',
        ),
        (
            UNREST,
            "Almost five dozen people were killed in all, counting both sides.",
            "26 demonstrators and 18 officers",
            "Almost five dozen",
            "26 and 18 make 44, which is not almost five dozen",
        ),
        (
            "44 people were killed in Orvik, 18 of them officers.",
            "Most of the dead were officers.",
            "44 people were killed in Orvik, 18 of them officers",
            "Most of the dead were officers",
            '18 of 44 is not "Most of the dead were officers"',
        ),
    ],
)
def test_the_reason_shows_the_words_on_both_sides(
    claim: str, statement: str, words: str, said: str, detail: str
) -> None:
    (reason,) = evidence_for(statement, claim).reasons

    assert reason.claim is not None
    assert reason.statement is not None
    assert (reason.claim.text, reason.statement.text) == (words, said)
    assert claim[reason.claim.span.start : reason.claim.span.end] == words
    assert statement[reason.statement.span.start : reason.statement.span.end] == said
    assert reason.detail == detail


@pytest.mark.parametrize(
    "knowledge",
    [
        "Brevik is the capital of Norlund.",
        "Brevik, a city in Norlund, was flooded.",
        "Norlund's capital Brevik was flooded.",
    ],
)
def test_another_claim_may_tell_where_the_other_one_lies(knowledge: str) -> None:
    largest = "Orvik is the largest city in Norlund."

    found = evidence_for("Orvik is a bigger city than Brevik.", largest, knowledge)

    assert found.claim.text == largest
    assert found.stance == "supporting"


@pytest.mark.parametrize(
    "knowledge",
    [
        "Brevik is the capital of Velmora.",
        "Brevik is a port near the border of Norlund.",
        "Norlund's minister Brevik resigned.",
    ],
)
def test_or_leave_that_open(knowledge: str) -> None:
    claims = [news_claim("Orvik is the largest city in Norlund.", "largest"), news_claim(knowledge)]

    answer = ask(checker_over(claims), "Orvik is larger than Brevik.")

    assert stance_taken(answer, "largest") == "silent"


@pytest.mark.parametrize(
    "statement",
    [
        "More than 40 people were killed in Orvik.",
        "26 demonstrators were killed in Orvik.",
        "Officials said that Orvik is larger than Brevik.",
        "Orvik is larger than Brevik, and the mayor resigned.",
        "Orvik is slightly larger than Brevik.",
    ],
)
def test_what_says_more_or_compares_nothing_is_left_to_the_other_comparisons(
    statement: str,
) -> None:
    assert not is_settled_alone(analyse(statement, None))


def test_a_claim_that_shares_few_words_is_watched() -> None:
    words = list(watched_words("Orvik is a much visited, bigger city than Brevik.", 0, {}))
    settled = list(watched_words("Orvik is a bigger city than Brevik.", 0, {}))
    claim = index_terms(news_claim("Brevik was flooded."))

    assert bears(settled, claim)
    assert len(words) > len(settled)


@pytest.mark.parametrize(
    "statement", ["in " * 2_000 + "than", "Is larger than " * 300 + ",", "A " * 2_500]
)
def test_a_long_text_is_not_read_as_one(statement: str) -> None:
    assert not is_settled_alone(analyse(statement, None))
