from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from service.parsing.analysis import Analysis, analyse, once
from service.parsing.cleaning import clean

WORDS = st.sampled_from(
    "the police of Kazakhstan said that 40 people were not killed in Almaty, on 5 January 2022 "
    "President Tokayev's New York United States denied refused prime minister Nur-Sultan AFP "
    '"quoted words" U.S. head of state and but 3.5 % twice İstanbul'.split(" ")
)
TEXTS = st.lists(WORDS, max_size=16).map(" ".join) | st.text(max_size=60)


@given(text=TEXTS)
def test_each_term_begins_behind_the_one_before(text: str) -> None:
    terms = analyse(clean(text).text, None).terms

    starts = [term.span.start for term in terms]

    assert starts == sorted(set(starts))


def test_what_is_asked_once_is_looked_up_once_for_each_analysis() -> None:
    asked: list[str] = []

    @once
    def length(analysis: Analysis) -> int:
        asked.append(analysis.text)
        return len(analysis.terms)

    analysis = analyse("The ferry sank off Halsund.", None)
    shorter = replace(analysis, terms=analysis.terms[:1])

    found = [length(analysis), length(analysis), length(shorter)]

    assert found == [len(analysis.terms), len(analysis.terms), 1]
    assert len(asked) == 2


def test_what_is_known_of_a_text_holds_on_whichever_day_its_dates_are_placed() -> None:
    asked: list[str] = []

    @once
    def length(analysis: Analysis) -> int:
        asked.append(analysis.text)
        return len(analysis.terms)

    text = "The tanker left Halsund on Friday."
    readings = [analyse(text, None), *(analyse(text, date(2022, 1, day)) for day in (7, 14))]

    assert len({reading.dates for reading in readings}) == 3
    assert len({length(reading) for reading in readings}) == 1
    assert len(asked) == 1


def test_what_is_known_of_an_analysis_makes_it_no_other() -> None:
    analysis = analyse("The ferry sank off Halsund.", None)
    same = replace(analysis)

    once(lambda of: len(of.text))(analysis)

    assert analysis == same
    assert hash(analysis) == hash(same)
