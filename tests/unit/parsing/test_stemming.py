"""Stems: inflections and spellings of one word meet, unrelated words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.parsing.stemming import stem_word


@pytest.mark.parametrize(
    "words",
    [
        "kill kills killed killing",
        "shoot shot shooting",
        "say says said saying",
        "fall fell fallen falls",
        "withdraw withdrew withdrawn",
        "woman women women's",
        "gunman gunmen",
        "crisis crises",
    ],
)
def test_inflections_of_a_word_share_a_stem(words: str) -> None:
    assert len({stem_word(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "labour labor",
        "defence defense",
        "centre center",
        "criticised criticized",
        "organisation organization",
        "organisers organizers",
        "travelled traveled",
        "kilometres kilometers",
        "cheques checks",
    ],
)
def test_british_and_american_spellings_share_a_stem(words: str) -> None:
    assert len({stem_word(word) for word in words.split()}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "business busy",
        "important import",
        "emergency emerging",
        "authorities authors authorised",
        "protesters protests",
        "prisoners prisons",
        "regional region",
        "security secured",
        "missing missed",
        "officers offices",
        "department departed",
        "minerals miners",
    ],
)
def test_unrelated_words_keep_apart(words: str) -> None:
    stems = [stem_word(word) for word in words.split()]

    assert len(set(stems)) == len(stems)


def test_words_that_end_in_ise_by_nature_keep_their_s() -> None:
    assert stem_word("praised") == "prais"
    assert stem_word("promises") == "promis"


def test_case_and_accents_do_not_count() -> None:
    assert stem_word("CAFÉS") == stem_word("cafe")
    assert stem_word("Élections") == stem_word("elections")


@given(st.text(max_size=30))
def test_any_text_has_a_stem_in_lower_case_ascii(text: str) -> None:
    stem = stem_word(text)

    assert stem.isascii()
    assert stem == stem.lower()


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_capitals_change_no_stem(word: str) -> None:
    assert stem_word(word.upper()) == stem_word(word)
