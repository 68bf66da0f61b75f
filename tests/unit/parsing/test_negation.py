"""What a negation reaches, and what denies a whole sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.parsing.analysis import analyse
from service.parsing.negation import is_cue, negated_stretches, outer_denial
from service.parsing.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("It is false that the dam broke.", "It is false that "),
        ("It's not true that the dam broke.", "It's not true that "),
        ("It is not the case that the dam broke.", "It is not the case that "),
        ("There is no evidence that the dam broke.", "There is no evidence that "),
        ("The dam did not break.", None),
        ("False teeth were stolen.", None),
    ],
)
def test_a_sentence_may_be_denied_as_a_whole(text: str, denied: str | None) -> None:
    span = outer_denial(text)

    assert (text[span.start : span.end] if span else None) == denied


def test_a_denial_may_stand_between_quotation_marks() -> None:
    assert outer_denial("\u201cIt is false that the dam broke.\u201d") is not None


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The airport was not closed.", ["closed"]),
        ("The airport wasn't closed.", ["closed"]),
        ("The airport was closed.", []),
        ("The airport was closed, but the port was not flooded.", ["flooded"]),
        ("Nobody fled.", ["fled"]),
        ("The storm not only flooded the harbour.", []),
        ("The army never shelled the market.", ["shelled"]),
        ("The council built a stadium instead of a school.", ["school"]),
    ],
)
def test_the_first_word_under_a_negation_is_turned(text: str, negated: list[str]) -> None:
    terms = analyse(text, None).terms

    assert [term.text for term in terms if term.negated] == negated


@pytest.mark.parametrize("word", ["not", "Never", "nobody", "without", "didn't", "CANNOT"])
def test_a_cue_is_known_in_any_case(word: str) -> None:
    (token,) = tokenize(word)

    assert is_cue(token)


@given(st.lists(st.sampled_from("not never the dam broke , but and it didn't".split())))
def test_every_stretch_lies_in_the_text(words: list[str]) -> None:
    text = " ".join(words)

    stretches = negated_stretches(text, tokenize(text))

    assert all(0 <= stretch.start <= stretch.end <= len(text) for stretch in stretches)
    assert list(stretches) == sorted(stretches)
