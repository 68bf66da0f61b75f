"""Markdown: what is quoted is shown letter by letter, and no mark-up of its own takes effect."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.domain.check import Verdict
from service.domain.evidence import Stance
from service.render.markdown import escaped, render_markdown
from service.render.wrapping import harmless
from tests.factories import make_source, make_statement
from tests.fakes_api import make_abstention, make_answer, make_evidence
from tests.published import everywhere, make_change, make_published, make_review

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {
    *("heading", "blockquote", "paragraph", "bullet_list", "list_item", "inline", "text"),
    *("strong", "code_inline", "link"),
}
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1) | st.text(
    "a1 *_`[]()<>#+-=.!|~\\&:/\nw@", min_size=1
)


def kinds(markdown: str) -> set[str]:
    """The sorts of elements that a reader makes of the text."""
    tokens = READER.parse(markdown)
    every = [*tokens, *(child for token in tokens for child in token.children or [])]
    return {re.sub("_(open|close)$", "", token.type) for token in every}


def shown(markdown: str) -> str:
    tokens = READER.parse(markdown)
    return "".join(child.content for token in tokens for child in token.children or [])


@given(text=TEXTS)
def test_an_escaped_text_is_shown_as_it_is(text: str) -> None:
    markdown = escaped(text)

    assert kinds(markdown) <= {"paragraph", "inline", "text"}
    assert shown(markdown) == " ".join(harmless(text).split())


@given(text=TEXTS)
def test_no_text_adds_an_element_of_its_own(text: str) -> None:
    assert kinds(render_markdown(everywhere(text))) <= OURS


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[a](javascript:b)", "![x](y)", "# no", "1. no", "- no", "***"],
)
def test_mark_up_in_a_text_does_nothing(text: str) -> None:
    assert shown(escaped(text)) == text


def test_a_refutation_reads_from_verdict_to_source_to_difference() -> None:
    assert (
        render_markdown(make_published())
        == """\
# Refuted by the sources on file

> **More than** 5,000 people were arrested in Kazakhstan.

Conflicting: one source reports 3,700 arrests.

Found by machine, not reviewed by a person. At least one source on file conflicts with it, and none supports it. Confidence 0.97. Checked 2022-01-08 12:00 UTC.

## Conflicting (1 publisher, 1 independent origin)

- **dpa**, Kazakhstan: arrests after the unrest, 2022-01-07, paragraph 4

  > **More than 3,700** people were arrested.

  the outlet's own words

  - number: 3,700 is not 5,000 (the statement has “More than”, the source has “More than 3,700”)

## Safe to print

> More than 3,700 people were arrested.

Corpus revision 1, 1 claim. Engine 1.0.0, no language model. [This check](<https://facts.example/v1/checks/chk_1>).
"""
    )


def test_an_abstention_says_why_and_what_is_missing() -> None:
    text = render_markdown(make_published(make_abstention(make_statement())))

    assert "Nothing was found. (`no_record`)" in text
    assert "What a source would have to say: a record of it" in text


def test_what_is_partial_or_superseded_says_so() -> None:
    text = render_markdown(everywhere("Any text."))

    assert "**Partial:** Any text." in text
    assert "superseded by a later, greater count: kz-dpa-20" in text


def test_a_review_stands_right_below_the_verdict_of_the_machine_which_leads() -> None:
    text = render_markdown(make_published(reviews=(make_review(verdict=Verdict.SUPPORTED),)))

    assert text.startswith(
        "# Refuted by the sources on file\n\n**Editor's review:** **supported**, A. Editor,"
        " 2022-01-08 12:00 UTC. Confirmed by telephone.\n\n> "
    )
    assert "Conflicting: one source reports 3,700 arrests." in text
    assert "Found by machine, reviewed by a person." in text
    assert "Other reviews" not in text


def test_other_reviews_and_the_history_have_their_sections() -> None:
    reviews = (make_review(stale=True), make_review())

    text = render_markdown(make_published(reviews=reviews, history=(make_change(),)))

    assert (
        "## Other reviews\n\n- **refuted**, A. Editor, 2022-01-08 12:00 UTC. Confirmed by"
        " telephone. Stale: the verdict was refuted then, and has changed since.\n"
    ) in text
    assert (
        "- 2022-01-08 12:00 UTC, revision 3: from refuted to **supported** (0.91),"
        " claim kz-dpa-07: retracted (Withdrawn.)"
    ) in text


def test_a_web_address_becomes_a_link_that_ends_where_it_ends() -> None:
    evidence = make_evidence(
        Stance.CONFLICTING, source=make_source(title="A [title]", url="https://e.org/(a)>b?c=<d>&e")
    )

    text = render_markdown(make_published(make_answer(make_statement(), conflicting=(evidence,))))

    assert "[A \\[title\\]](<https://e.org/%28a%29%3Eb?c=%3Cd%3E&e>)" in text
    assert all(unicodedata.category(char) != "Cc" for char in text.replace("\n", ""))
