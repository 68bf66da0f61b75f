"""The answer as text: 80 columns, both sides quoted, nothing that steers a terminal."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.domain.check import AssertionVerdict, AttributionVerdict, Verdict
from service.domain.evidence import Stance
from service.domain.mentions import Span
from service.render.text import render_text
from service.render.wrapping import COLUMNS, harmless, width, wrapped
from tests.factories import make_claim, make_source, make_statement
from tests.fakes_api import make_abstention, make_answer, make_evidence

REQUEST = make_statement()


def test_a_refutation_reads_from_verdict_to_source_to_difference() -> None:
    assert (
        render_text(make_answer(REQUEST))
        == """\
REFUTED  (confidence 0.97)
"More than 5,000 people were arrested in Kazakhstan."

Conflicting: one source reports 3,700 arrests.

Conflicting (1 publisher, 1 independent origin)

  * dpa, kz-dpa, 2022-01-07, paragraph 4
    Kazakhstan: arrests after the unrest
      "More than 3,700 people were arrested."
      - the outlet's own words
      number: 3,700 is not 5,000
        the statement has "More than"
        the source has    "More than 3,700"

Nothing in the corpus conflicts with
  More than 3,700 people were arrested.

Corpus revision 1, 1 claim. Engine 1.0.0, no language model.
"""
    )


def test_an_abstention_says_why_and_what_is_missing() -> None:
    text = render_text(make_abstention(REQUEST))

    assert text.startswith("UNVERIFIED")
    assert "Why:      Nothing was found. (no_record)" in text
    assert "Missing:  a record of it" in text


def test_both_sides_are_quoted_where_there_are_two() -> None:
    supporting = make_evidence(
        Stance.SUPPORTING,
        claim=make_claim(quote="Five thousand, at least.", speaker="The mayor"),
        source=make_source(id="kz-afp", publisher=None, published_at=None),
    )

    text = render_text(make_answer(REQUEST, verdict=Verdict.DISPUTED, supporting=(supporting,)))

    assert 'in the words "Five thousand, at least."' in text
    assert "- The mayor (the outlet's own words)" in text
    assert '"More than 3,700 people were arrested."' in text


def test_an_abstention_does_not_say_the_same_twice() -> None:
    text = render_text(replace(make_abstention(REQUEST), summary="Nothing was found."))

    assert text.count("Nothing was found.") == 1
    assert "Why:      no_record" in text


def test_only_the_nearest_of_what_settles_nothing_is_shown() -> None:
    related = tuple(
        make_evidence(Stance.UNVERIFIED, claim=make_claim(text=f"Record {n}.")) for n in range(5)
    )

    text = render_text(make_answer(REQUEST, unverified=related))

    assert '"Record 2."' in text
    assert '"Record 3."' not in text
    assert "and 2 more in the JSON form" in text


def test_a_compound_is_shown_part_by_part() -> None:
    parts = tuple(
        AssertionVerdict(text=text, span=Span(start=0, end=4), verdict=verdict)
        for text, verdict in (("One.", Verdict.SUPPORTED), ("Two.", Verdict.REFUTED))
    )

    text = render_text(make_answer(REQUEST, assertions=parts))

    assert "  supported   One.\n  refuted     Two.\n" in text


def test_saying_and_content_are_told_apart() -> None:
    attribution = AttributionVerdict(
        speaker="Tokayev", said=Verdict.SUPPORTED, content=Verdict.DISPUTED
    )

    text = render_text(make_answer(REQUEST, attribution=attribution))

    assert "Tokayev said it: supported.\nWhat was said, by itself: disputed.\n" in text


def test_codes_that_steer_a_terminal_are_spelled_out() -> None:
    assert harmless("a\x1b[31mb\x9b0m\x07\u202ec\nd\te") == "a\\x1b[31mb\\x9b0m\\x07\\u202ec\nd e"


def test_long_lines_are_broken_between_words_and_long_words_anywhere() -> None:
    lines = wrapped(" ".join(["word"] * 20) + " " + "漢" * 50, first=" * ")

    assert lines == [
        " * " + " ".join(["word"] * 15),
        "   " + " ".join(["word"] * 5),
        "   " + "漢" * 38,
        "   " + "漢" * 12,
    ]


@given(text=st.text(st.characters(codec="utf-8"), max_size=400), first=st.sampled_from(["", " * "]))
def test_no_line_is_wider_than_the_terminal(text: str, first: str) -> None:
    for line in wrapped(text, first=first):
        assert width(line) <= COLUMNS
        assert not any(unicodedata.category(char) == "Cc" for char in line)


@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=300))
def test_an_answer_to_any_text_stays_in_its_columns(text: str) -> None:
    hostile = make_evidence(
        Stance.CONFLICTING,
        claim=make_claim(text=text, speaker=text),
        source=make_source(publisher=text, title=text),
    )

    rendered = render_text(
        make_answer(make_statement(statement=text), summary=text, conflicting=(hostile,))
    )

    assert all(width(line) <= COLUMNS for line in rendered.split("\n"))
    assert not set(rendered) - {"\n"} & {chr(n) for n in (*range(32), *range(127, 160))}


@given(text=st.text("ab \n漢é", max_size=300))
def test_wrapping_loses_no_letter(text: str) -> None:
    joined = "".join(wrapped(text)).replace(" ", "")

    assert joined == "".join(text.split())
