"""Fact, plan or possibility."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.parsing.certainty import Certainty, certainty_of

FACT, PLANNED, POSSIBLE = Certainty.FACT, Certainty.PLANNED, Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("text", "certainty", "words"),
    [
        ("The dam broke.", FACT, None),
        ("The dam will break.", PLANNED, "will"),
        ("Norlund plans to close its mines.", PLANNED, "plans to"),
        ("The talks are due to begin.", PLANNED, "are due to"),
        ("The dam may break.", POSSIBLE, "may"),
        ("The dam could have broken.", POSSIBLE, "could"),
        ("The banker allegedly fled.", POSSIBLE, "allegedly"),
        ("The dam will probably break.", POSSIBLE, "probably"),
        ("Willow trees fell.", FACT, None),
        ("The Mayflower sank.", FACT, None),
        ("Ada Renk told reporters that the mines had to close.", PLANNED, "had to"),
        ("The crew had to be rescued.", FACT, None),
    ],
)
def test_the_weakest_certainty_of_the_words_counts(
    text: str, certainty: Certainty, words: str | None
) -> None:
    found = certainty_of(text)

    assert found.certainty is certainty
    assert (text[found.span.start : found.span.end] if found.span else None) == words


@pytest.mark.parametrize(
    "text",
    [
        "The dam burst on 14 May 2024.",
        "The curfew was lifted in May.",
        "Theresa May resigned.",
    ],
)
def test_the_month_of_may_is_no_possibility(text: str) -> None:
    assert certainty_of(text).certainty is FACT


@given(st.text(max_size=60))
def test_only_a_fact_has_no_words_for_it(text: str) -> None:
    found = certainty_of(text)

    assert (found.span is None) == (found.certainty is FACT)
