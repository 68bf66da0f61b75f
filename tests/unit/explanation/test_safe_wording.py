"""The strongest wording that no source in the corpus conflicts with."""

from __future__ import annotations

import pytest

from service.domain.check import Verdict
from tests.corpora import ask, checker_over, news_claim


def safe_wording(statement: str, *claims: str) -> str | None:
    corpus = [news_claim(text, f"c{n}", f"s{n}") for n, text in enumerate(claims)]
    checker = checker_over(corpus)
    wording = ask(checker, statement).safe_wording
    if wording is not None:
        assert ask(checker, wording).verdict is Verdict.SUPPORTED
    return wording


FLOOD = "{} homes were flooded in Velmora."


@pytest.mark.parametrize(
    ("statement", "claims", "wording"),
    [
        ("3,000", ["3,000"], FLOOD.format("3,000")),
        ("3,400", ["3,000"], FLOOD.format("At least 3,000")),
        ("3,400", ["3,000", "3,400"], FLOOD.format("At least 3,000")),
        ("3,000", ["More than 3,400"], FLOOD.format("At least 3,400")),
        ("More than 5,000", ["3,000", "3,700"], FLOOD.format("At least 3,000")),
        ("3,000", ["Fewer than 2,000"], None),
    ],
)
def test_the_figure_is_weakened_to_what_every_source_allows(
    statement: str, claims: list[str], wording: str | None
) -> None:
    found = safe_wording(FLOOD.format(statement), *(FLOOD.format(claim) for claim in claims))

    assert found == wording


def test_a_supported_statement_is_safe_as_it_stands() -> None:
    statement = "The airport of Tolmark was closed."

    assert safe_wording(statement, statement) == statement


@pytest.mark.parametrize(
    "claim",
    ["The airport of Tolmark was not closed.", "The zoo named its young giraffe Pelle."],
)
def test_without_a_figure_nothing_is_offered(claim: str) -> None:
    assert safe_wording("The airport of Tolmark was closed.", claim) is None


def test_a_figure_inside_the_sentence_keeps_its_place() -> None:
    found = safe_wording(
        "The storm flooded 3,400 homes in Velmora.", "The storm flooded 3,000 homes in Velmora."
    )

    assert found == "The storm flooded at least 3,000 homes in Velmora."


def test_a_figure_in_words_is_written_as_inside_a_sentence() -> None:
    found = safe_wording("Nine people drowned off Halsund.", "Two people drowned off Halsund.")

    assert found == "At least two people drowned off Halsund."
