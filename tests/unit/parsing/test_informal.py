"""Chat spellings are written out; what only looks like one is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.mentions import Span
from service.parsing.cleaning import clean
from service.parsing.informal import written_out
from service.parsing.reading import read_statement


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("u need 2 leave b4 friday", "you need to leave before friday"),
        ("omg teh bridge fell", "the bridge fell"),
        ("the mayor wont resign", "the mayor won't resign"),
        ("as is his wont he left early", "as is his wont he left early"),
        ("he asked 4 the keys", "he asked for the keys"),
        ("police shot 4 men and 2 women", "police shot 4 men and 2 women"),
        ("milk w/o sugar n tea w/lemon", "milk without sugar and tea with lemon"),
        ("two boats & 15 divers", "two boats and 15 divers"),
        ("a book of Pages & Co", "a book of Pages & Co"),
        ("The driver, Leon Abt, is 41", "The driver, Leon Abt, is 41"),
        ("Abt 40 ppl left", "About 40 people left"),
        ("no trains since saterday", "no trains since Saturday"),
        ("the court met in febuary", "the court met in February"),
        ("five workers DIED in the pit!!", "five workers died in the pit!"),
        ("the WHO and NATO sent doctors", "the WHO and NATO sent doctors"),
        ("POLICE SHOT TWO MEN", "POLICE SHOT TWO MEN"),
        ("Article 4 of U.S. law, R & D", "Article 4 of U.S. law, R & D"),
        ("Write to u@r.example/til", "Write to u@r.example/til"),
        ("omg", "omg"),
    ],
)
def test_chat_spellings_are_written_out(written: str, read: str) -> None:
    assert written_out(clean(written)).text == read


def test_spans_point_into_what_was_submitted() -> None:
    submitted = "omg &amp; teh bridge fell b4 dawn"
    plain = written_out(clean(submitted))

    at = plain.text.index("before")
    span = plain.original_span(Span(start=at, end=at + len("before")))

    assert submitted[span.start : span.end] == "b4"


@given(st.text(alphabet="abcdeghnortuw24'/ !.OMG", max_size=60))
def test_every_character_knows_where_it_came_from(text: str) -> None:
    plain = written_out(clean(text))

    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(plain.starts, plain.ends, strict=True))
    assert list(plain.starts) == sorted(plain.starts)


@pytest.mark.parametrize(
    "statement",
    [
        "10 poeple DEAD of hepatitis in the valley omg",
        "PEHO rates teh risk for teh region as HIGH!!",
        "typical household w/ a loan - abt 85 crowns more a month",
        '"our staff are at their limit" - medical director',
    ],
)
def test_a_posted_claim_can_be_checked(statement: str) -> None:
    assert read_statement(statement).obstacle is None
