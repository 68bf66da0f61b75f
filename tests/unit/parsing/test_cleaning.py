"""Clean text and the way back to what was submitted."""

from __future__ import annotations

import pytest

from service.domain.mentions import Span
from service.parsing.cleaning import clean


@pytest.mark.parametrize(
    ("submitted", "plain"),
    [
        ("&ldquo;Stop,&rdquo; he said", '"Stop," he said'),
        ("It&#39;s 5&nbsp;%", "It's 5 %"),
        ("AT&amp;T", "AT&T"),
        ("twice &amp;amp;lt;escaped", "twice <escaped"),
        ("an &unknown; entity", "an &unknown; entity"),
        ("\u2018single\u2019 and \u201edouble\u201c", "'single' and \"double\""),
        ("10\u201315 men", "10-15 men"),
        ("the city\u2014now empty", "the city - now empty"),
        ("and so on\u2026", "and so on..."),
        ("zero\u200bwidth and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("  many\t\r\n blanks\u00a0 ", "many blanks"),
        ("Tokai\u0308ev", "Toka\u00efev"),
        ("\u00c3\u00a9tat d\u00e2\u20ac\u2122urgence", "\u00e9tat d'urgence"),
        ("\u00e2\u20ac\u0153no\u00e2\u20ac\x9d", '"no"'),
        ("\u00e2\u2122 is no sequence", "\u00e2\u2122 is no sequence"),
        ("\u00c5ngstr\u00f6m", "\u00c5ngstr\u00f6m"),
        ("null\x00byte", "null byte"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_a_submitted_text_becomes_plain(submitted: str, plain: str) -> None:
    assert clean(submitted).text == plain


def test_a_span_leads_back_to_the_submitted_words() -> None:
    submitted = "He said  &ldquo;shoot&nbsp;to kill&rdquo;."
    cleaned = clean(submitted)
    start = cleaned.text.index("shoot to kill")

    back = cleaned.original_span(Span(start=start, end=start + len("shoot to kill")))

    assert submitted[back.start : back.end] == "shoot&nbsp;to kill"


def test_an_entity_leads_back_to_all_of_its_characters() -> None:
    submitted = "5 &lt; 6"

    back = clean(submitted).original_span(Span(start=2, end=3))

    assert submitted[back.start : back.end] == "&lt;"


def test_an_empty_span_stays_empty() -> None:
    cleaned = clean("a  b")

    assert cleaned.original_span(Span(start=2, end=2)) == Span(start=3, end=3)
    assert cleaned.original_span(Span(start=3, end=3)) == Span(start=4, end=4)


def test_a_span_past_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="past the end"):
        clean("short").original_span(Span(start=0, end=6))


def test_entities_nested_without_end_are_left_as_they_are() -> None:
    nested = "&amp;"
    for _ in range(40):
        nested = nested.replace("&", "&am&#8203;p;", 1)

    cleaned = clean(nested)

    assert clean(cleaned.text).text == cleaned.text


@pytest.mark.parametrize(
    ("submitted", "plain"),
    [
        ("\uff13\uff10\uff10\uff10 people", "3000 people"),
        ("\uff13\uff0c\uff10\uff10\uff10 people", "3,000 people"),
        ("\u0663\u066c\u0660\u0660\u0660 people", "3,000 people"),
        ("2\u00bd million", "2 1/2 million"),
        ("\u00bd of the town", "1/2 of the town"),
        ("10\u2076 people", "10\u2076 people"),
    ],
)
def test_digits_of_any_script_and_fraction_signs_become_plain_figures(
    submitted: str, plain: str
) -> None:
    cleaned = clean(submitted)
    end = plain.index(" ") if " " in plain else len(plain)

    assert cleaned.text == plain
    assert cleaned.original_span(Span(start=0, end=end)).start == 0
    assert cleaned.original_span(Span(start=end + 1, end=len(plain))).end == len(submitted)
