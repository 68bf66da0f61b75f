"""A draft's report to read: 80 columns, one block an assertion, and lines for an editor."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.domain.check import Verdict
from service.domain.drafts import DraftReport, Partial, PassedOver, PassedOverCode
from service.domain.evidence import Stance
from service.domain.mentions import Span
from service.domain.offsets import OffsetUnit
from service.render.draft_text import render_draft_lines, render_draft_text
from service.render.wrapping import COLUMNS, width
from tests.draft_reports import make_check, make_report
from tests.factories import make_statement
from tests.fakes_api import make_abstention, make_answer, make_evidence

QUESTION = PassedOver(
    text="Who\nknows?",
    span=Span(start=0, end=10),
    paragraph=1,
    code=PassedOverCode.QUESTION,
    detail="A question.",
)


def test_a_report_reads_from_verdict_to_difference_to_source() -> None:
    report = make_report(make_check(Verdict.REFUTED), passed_over=(QUESTION,))

    assert (
        render_draft_text(report)
        == """\
1 assertion checked: 1 refuted, 0 disputed, 0 unverified, 0 supported.

REFUTED  line 2, column 1
"In \U0001f600 Oslo 5 people died in the fire."
  checked as: In Oslo 5 people died in the fire.
  number: "5": 4 is not 5
  conflicting: dpa, kz-dpa, 2022-01-07: "More than 3,700 people were arrested."

Not checked (1)
  line 1: question: "Who knows?"

Corpus revision 3, 9 claims. Engine 1.0.0, no language model.
"""
    )


def test_what_nobody_reports_says_why() -> None:
    answer = make_abstention(make_statement())
    report = make_report(make_check(Verdict.UNVERIFIED, answer=answer))

    assert "No record bears on the statement." in render_draft_text(report)


def test_of_many_sources_the_first_are_named_and_the_rest_are_counted() -> None:
    answer = make_answer(
        make_statement(), conflicting=tuple(make_evidence(Stance.CONFLICTING) for _ in range(5))
    )

    text = render_draft_text(make_report(make_check(Verdict.REFUTED, answer=answer)))

    assert text.count("  conflicting: ") == 3
    assert "and 2 more conflicting" in text


def test_a_partial_report_says_so_first() -> None:
    partial = Partial(by_rules_alone=0, not_reached=4, detail="4 were not reached.")

    report = make_report(partial=partial)

    assert "Partial:  4 were not reached." in render_draft_text(report).splitlines()[1]
    lines = render_draft_lines(report, OffsetUnit.CODE_POINT, name="a.txt")
    assert lines == "a.txt:1:1: partial: 4 were not reached.\n"


def test_columns_of_lines_are_counted_in_the_unit_asked_for() -> None:
    check = make_check(Verdict.REFUTED)
    at = check.differences[0].span
    report = make_report(replace(check, span=at))

    points = render_draft_lines(report, OffsetUnit.CODE_POINT, name="a.txt")
    units = render_draft_lines(report, OffsetUnit.UTF16, name="a.txt")

    assert points.startswith("a.txt:2:11: refuted: ")
    assert units.startswith("a.txt:2:12: refuted: ")


def test_nothing_in_a_line_breaks_it() -> None:
    answer = make_answer(make_statement(), summary="one\ntwo\x1b[31m")
    report = make_report(make_check(Verdict.REFUTED, answer=answer))

    (line,) = render_draft_lines(report, OffsetUnit.CODE_POINT, name="a\nb").splitlines()

    assert line == "a b:2:1: refuted: one two\\x1b[31m"


@given(st.text(min_size=1, max_size=200))
def test_no_text_is_wider_than_a_terminal(text: str) -> None:
    report: DraftReport = make_report(
        make_check(Verdict.REFUTED, text=text, statement=text),
        passed_over=(replace(QUESTION, text=text),),
    )

    assert all(width(line) <= COLUMNS for line in render_draft_text(report).split("\n"))
