"""Words with their places, stems, and which of them carry no content."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.parsing.tokens import tokenize


@given(st.text(max_size=80))
def test_every_word_stands_where_it_says_and_none_overlap(text: str) -> None:
    tokens = tokenize(text)

    assert all(text[t.span.start : t.span.end] == t.text for t in tokens)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(tokens))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3,700 people", ["3,700", "people"]),
        ("2.5 million", ["2.5", "million"]),
        ("a wake-up call", ["a", "wake", "up", "call"]),
        ("Xi's visit didn't end.", ["Xi's", "visit", "didn't", "end"]),
        ("the 1990s", ["the", "1990", "s"]),
        ("…", []),
        ("", []),
    ],
)
def test_words_and_numbers_come_apart_at_the_right_places(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


@pytest.mark.parametrize("word", ["the", "The", "was", "isn't", "WITHOUT", "until"])
def test_a_word_of_grammar_carries_no_content(word: str) -> None:
    (token,) = tokenize(word)

    assert token.is_stop


@pytest.mark.parametrize("word", ["storm", "killed", "Tolmark", "3,700", "against's"])
def test_a_word_of_content_does(word: str) -> None:
    (token,) = tokenize(word)

    assert not token.is_stop
