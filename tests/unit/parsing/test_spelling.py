"""Slips inside a word are repaired, words that are known or too short are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.parsing.spelling import nearest, respelt


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("occuppied", "occupied"),
        ("airprot", "airport"),
        ("earthqake", "earthquake"),
        ("demonstartors", "demonstrators"),
        ("hospitl", "hospital"),
    ],
)
def test_a_slip_is_led_back_to_the_word(slip: str, word: str) -> None:
    assert respelt(slip) == word


@pytest.mark.parametrize(
    "word", ["airport", "Hospital", "teh", "xqzvwk", "naïve", "co-op", "3,700", "", "réforme"]
)
def test_known_short_and_foreign_words_are_left_alone(word: str) -> None:
    assert respelt(word) is None


@pytest.mark.parametrize(
    "word", ["drowned", "depended", "dividend", "testified", "labour", "fresh", "canton"]
)
def test_a_rarer_word_is_no_slip_of_a_common_one(word: str) -> None:
    assert respelt(word) is None


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("stirm", ["storm", "steam"], "storm"),
        ("aaaab", ["aaaac", "aaaad"], None),
        ("aaaab", [], None),
        ("abcdefghij", ["abcdefghxy"], "abcdefghxy"),
        ("abcde", ["abcxy"], None),
    ],
    ids=["one near", "two as near", "none", "two slips in a long word", "two in a short one"],
)
def test_only_a_single_nearest_word_is_taken(
    word: str, known: list[str], expected: str | None
) -> None:
    assert nearest(word, known) == expected


@given(st.text(max_size=20))
def test_a_repair_needs_no_second_repair(word: str) -> None:
    repaired = respelt(word)

    assert repaired is None or respelt(repaired) is None
