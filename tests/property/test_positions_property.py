"""What is found of a text at once is what looking at each of its places would find."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.parsing.calendar_dates import scan_calendar
from service.parsing.dates import find_dates
from service.parsing.lexicon import Lexicon
from service.parsing.measures import scan_measures
from service.parsing.mention_tokens import tokenise
from service.parsing.positions import place_ends, predicate_ends

PLACE = re.compile(
    r"\b(?:in|at|near|from|to|into|of|across|over|around|outside|inside|between)\s+(?:the\s+)?$"
)
PREDICATE = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|becomes?|became)|=)\s+(?:not\s+)?(?:(?:the|an?)\s+)?"
    r"(?:[\w'-]+\s+){0,2}$"
)
WORDS = st.lists(
    st.sampled_from(
        "in at main inn the a an is was not = becomes mayor old- it's of oslo - , . \n".split(" ")
    ),
    max_size=12,
).map(" ".join)
NUMBERED = st.lists(
    st.sampled_from(
        """on in the last next this may May January's 5 6th 20 2022 1990s 90s nineties early mid-
        week year ago Friday first of second quarter Q3 winter twice double his thirties no one people
        a few dozen million % $ - and to between aged 81 3.5 1/2 earlier yesterday minus""".split()
    ),
    max_size=14,
).map(" ".join)


@given(WORDS)
def test_places_are_those_behind_which_a_preposition_ends(text: str) -> None:
    words = [match.start() for match in re.finditer(r"\S+", text)]

    found = place_ends(text)

    assert [at in found for at in words] == [bool(PLACE.search(text[:at])) for at in words]


@given(WORDS)
def test_predicates_are_those_that_a_verb_of_being_leads_up_to(text: str) -> None:
    words = [match.start() for match in re.finditer(r"\S+", text)]

    found = predicate_ends(text)

    assert [at in found for at in words] == [bool(PREDICATE.search(text[:at])) for at in words]


@given(NUMBERED)
def test_no_number_or_date_is_passed_over_before_a_foreign_word(text: str) -> None:
    # A word that can begin nothing must not change what is found behind it.
    tokens, shifted = tokenise(text), tokenise(f"zebra zebra. {text}")

    assert [(m.start + 3, m.end + 3) for m in scan_calendar(tokens)] == [
        (m.start, m.end) for m in scan_calendar(shifted)
    ]
    assert [(m.start + 3, m.end + 3) for m in scan_measures(tokens, frozenset())] == [
        (m.start, m.end) for m in scan_measures(shifted, frozenset())
    ]


@given(NUMBERED)
def test_the_words_of_a_date_do_not_depend_on_the_reference(text: str) -> None:
    undated = find_dates(text, reference=None)
    dated = find_dates(text, reference=date(2022, 1, 10))

    assert [one.span for one in undated] == [one.span for one in dated]
    assert all(
        here == there for here, there in zip(undated, dated, strict=True) if here.first is not None
    )


@given(st.lists(st.sampled_from("head of state took office kill not _ strike".split()), max_size=8))
def test_a_phrase_is_found_wherever_it_stands(words: list[str]) -> None:
    lexicon = Lexicon.load()

    alone = lexicon.match(words)
    behind = lexicon.match(["qqq", *words])

    assert [(m.concept, m.first + 1, m.last + 1) for m in alone] == [
        (m.concept, m.first, m.last) for m in behind
    ]
