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


@pytest.mark.parametrize("others", range(6))
def test_a_figure_for_one_town_leaves_the_whole_open(others: int) -> None:
    assert stance_among(others) == "silent"
