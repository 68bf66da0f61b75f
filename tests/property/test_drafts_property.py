"""Laws of reading a draft: whatever the text, every place is one of it, and nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.offsets import OffsetUnit, TextPositions
from service.extraction.draft_sentences import read_draft
from service.extraction.markup import unmarked

PIECES = st.sampled_from(
    [
        "The coastguard said that 38 people were missing and 214 were rescued.",
        "\u201cWe had no warning,\u201d said nurse Mirela Oskand.",
        "He claimed that the ferry was \u201csafe\u201d on Monday.",
        "<p>More than <b>400</b> homes were <i class='x'>flooded</i> in Ostvik.</p>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "```",
        "---\n",
        "# ",
        "- ",
        "**",
        "[a](b)",
        "&amp;",
        "\r\n",
        "\n\n",
        "\n",
        " ",
        "\t",
        "\u00ad\u200b&amp;\u2019s caf\u00e9 e\u0301 \U0001f600",
        "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd.",
        "\u202e",
        '"',
        "...",
        "x" * 900,
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=200)


@given(TEXTS)
def test_every_sentence_stands_where_it_is_said_to_stand(text: str) -> None:
    reading = read_draft(text, title=None, published_on=date(2023, 3, 16))

    spans = [one.span for one in reading.picked] + [one.span for one in reading.passed_over]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert [text[one.span.start : one.span.end] for one in reading.passed_over] == [
        one.text for one in reading.passed_over
    ]
    assert [one.span.start for one in reading.picked] == sorted(
        one.span.start for one in reading.picked
    )
    assert all(one.worth and one.statement.strip() for one in reading.picked)


@given(TEXTS)
def test_marks_are_hidden_at_equal_length(text: str) -> None:
    hidden = unmarked(text)

    assert len(hidden) == len(text)
    assert all(now == then or now in " \n\u200b" for now, then in zip(hidden, text, strict=True))


@given(st.text(max_size=60), st.integers(min_value=0, max_value=60))
def test_utf16_offsets_are_those_of_the_encoding(text: str, at: int) -> None:
    at = min(at, len(text))
    positions = TextPositions(text, OffsetUnit.UTF16)

    place = positions.place(at)

    units = text[:at].encode("utf-16-le", "surrogatepass")
    assert positions.offset(at) == len(units) // 2
    line = text[:at].rpartition("\n")[2]
    assert place.line == text[:at].count("\n") + 1
    assert place.column == len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "\n", ".", '"', "<a ", "<!--", "<script>", "*a", "[](", "```\n", "&amp;", "# "],
)
def test_endless_repetition_is_read_in_no_time(unit: str) -> None:
    text = (unit * 200_000)[:200_000]

    reading = read_draft(text, title=None, published_on=None)

    assert reading.picked == ()
    assert len(reading.passed_over) <= 2
