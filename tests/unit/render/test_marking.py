"""Which words of a text are set off, and as what."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.evidence import Passage
from service.domain.mentions import Span
from service.render.marking import Mark, marked

TEXT = "3,000 people were arrested."
MARKS = st.lists(
    st.tuples(st.integers(0, 27), st.integers(0, 27), st.sampled_from(list(Mark))), max_size=6
)


def passage(start: int, end: int) -> Passage:
    return Passage(text=TEXT[start:end], span=Span(start=start, end=end))


def shown(*marks: tuple[Passage, Mark]) -> list[tuple[str, str]]:
    return [(stretch.text, stretch.mark.value) for stretch in marked(TEXT, marks)]


def test_words_on_which_sources_disagree_are_in_dispute() -> None:
    found = shown((passage(0, 5), Mark.AGREES), (passage(0, 12), Mark.DIFFERS))

    assert found == [
        *(("3,000", "disputed"), (" people", "differs")),
        (" were arrested.", "plain"),
    ]


def test_a_passage_that_is_not_where_its_span_says_marks_nothing() -> None:
    astray = Passage(text="arrested", span=Span(start=0, end=8))

    assert shown((astray, Mark.DIFFERS)) == [(TEXT, "plain")]


@given(marks=MARKS)
def test_the_stretches_make_up_the_text(marks: list[tuple[int, int, Mark]]) -> None:
    known = [(passage(*sorted((a, b))), mark) for a, b, mark in marks]

    stretches = marked(TEXT, known)

    assert "".join(stretch.text for stretch in stretches) == TEXT
    assert all(stretch.text for stretch in stretches)
