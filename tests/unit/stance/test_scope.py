"""A figure for one town is none for a statement that names no town."""

from __future__ import annotations

import pytest

from tests.corpora import ask, checker_over, news_claim, stance_taken

TOWNS = ("Orvik", "Brevik", "Halsund", "Pelm", "Brevo")


def stance_among(others: int) -> str:
    """Of a claim about Tolmark, in a corpus that tells of looting in so many other towns."""
    claims = [
        news_claim(f"Shops were looted in {town}.", f"other-{town}", town)
        for town in TOWNS[:others]
    ]
    claims.append(news_claim("200 shops were looted in Tolmark.", "tolmark"))
    return stance_taken(ask(checker_over(claims), "500 shops were looted."), "tolmark")


@pytest.mark.parametrize("others", [3, 4, 5])
def test_a_figure_for_one_town_of_many_leaves_the_whole_open(others: int) -> None:
    assert stance_among(others) == "silent"


@pytest.mark.xfail(
    reason="among up to three candidates every name is common enough to be their setting",
    strict=True,
)
@pytest.mark.parametrize("others", [0, 1, 2])
def test_the_size_of_the_corpus_makes_no_difference(others: int) -> None:
    assert stance_among(others) == "silent"
