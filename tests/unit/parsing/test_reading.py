"""A submitted statement made ready: language, obstacles, parts that lead back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.check import AbstentionCode
from service.domain.mentions import Span
from service.parsing.reading import read_statement


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Was the airport closed?", AbstentionCode.NOT_CHECKABLE),
        ("Close the airport!", AbstentionCode.NOT_CHECKABLE),
        ("The airport of Tolmark", AbstentionCode.NOT_CHECKABLE),
        ("", AbstentionCode.NOT_CHECKABLE),
        ("?!", AbstentionCode.NOT_CHECKABLE),
        ("Der Flughafen von Tolmark wurde wegen des Sturms geschlossen.", AbstentionCode.LANGUAGE),
        ("Аэропорт был закрыт из-за шторма.", AbstentionCode.LANGUAGE),
    ],
)
def test_what_cannot_be_checked_says_why(text: str, code: AbstentionCode) -> None:
    obstacle = read_statement(text).obstacle

    assert obstacle is not None
    assert obstacle.code is code
    assert obstacle.detail


def test_a_plain_statement_has_one_part_and_no_obstacle() -> None:
    reading = read_statement("The airport of Tolmark was closed.")

    assert reading.obstacle is None
    assert reading.language == "en"
    assert len(reading.parts) == 1


def test_a_compound_comes_apart() -> None:
    reading = read_statement("The storm flooded Orvik, and the harbour of Halsund burned down.")

    assert [part.submitted[part.span.start : part.span.end] for part in reading.parts] == [
        "The storm flooded Orvik",
        "the harbour of Halsund burned down",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "  The \u201cport\u201d of Tolmark\u00a0 was&nbsp;closed. ",
        "The mayor&#39;s car was stolen in Orvik.",
        "The cafe\u0301 in Orvik was flooded.",
    ],
)
def test_a_cleaned_word_leads_back_to_the_submitted_one(text: str) -> None:
    (part,) = read_statement(text).parts

    for word in part.text.split():
        start = part.text.index(word)
        found = part.passage(Span(start=start, end=start + len(word)))
        assert text[found.span.start : found.span.end] == found.text
        assert found.text[0] == word[0] or not word[0].isascii() or word[0] in "\"'"


@given(st.text(max_size=80), st.data())
def test_any_span_of_any_part_is_a_stretch_of_the_submitted_text(
    text: str, data: st.DataObject
) -> None:
    for part in read_statement(text).parts:
        start = data.draw(st.integers(0, len(part.text)))
        end = data.draw(st.integers(start, len(part.text)))

        found = part.passage(Span(start=start, end=end))

        assert text[found.span.start : found.span.end] == found.text
