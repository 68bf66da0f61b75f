"""Laws of the extraction: whatever the text, every record leads back to it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.corpus import Source
from service.extraction.articles import extract
from service.extraction.origins import shared_origin

SOURCE = Source(
    id="paper",
    publisher=None,
    title="Paper",
    url=None,
    published_at="2023-03-16",
    language="en",
    origin="paper",
)
PIECES = st.sampled_from(
    [
        "The coastguard said that 38 people were missing and 214 were rescued.",
        "\u201cWe had no warning,\u201d said nurse Mirela Oskand.",
        "He claimed that the ferry was \u201csafe\u201d, without giving any details.",
        "Built in 1989, the ferry, based in Ostvik, was sold; it sank on Tuesday.",
        "Photo: A helicopter lands at the harbour. (ABC)",
        "OSTVIK (ABC) \u2013 ",
        "In Kenya, where 640 people work, more than 3,000 were arrested, officials said.",
        "\n",
        "\n\n",
        " ",
        "\u00ad\u200b&amp;\u2019s caf\u00e9 \U0001f600",
        '"',
        "...",
    ]
)
NEWS = st.lists(PIECES | st.text(max_size=30), max_size=12).map("".join)


@given(st.text(max_size=400) | NEWS)
def test_every_record_lies_within_the_text_that_was_submitted(text: str) -> None:
    for claim in extract(SOURCE, text):
        span = claim.locator.span
        assert span is not None
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
        assert claim.text.strip()
        assert len(claim.text) <= 5_000


@given(NEWS)
def test_quoted_words_stand_in_the_passage_word_for_word(text: str) -> None:
    for claim in extract(SOURCE, text):
        if claim.quote is not None and claim.locator.span is not None:
            span = claim.locator.span
            assert claim.quote in text[span.start : span.end]
            assert claim.speaker is not None


@given(NEWS)
def test_the_same_article_gives_the_same_records_numbered_from_one(text: str) -> None:
    claims = extract(SOURCE, text)

    assert claims == extract(SOURCE, text)
    assert [claim.id for claim in claims] == [
        f"paper-{number:03d}" for number in range(1, len(claims) + 1)
    ]


@given(NEWS)
def test_paragraphs_are_counted_in_the_order_of_the_text(text: str) -> None:
    paragraphs = [claim.locator.paragraph or 0 for claim in extract(SOURCE, text)]

    assert paragraphs == sorted(paragraphs)
    assert all(paragraph >= 1 for paragraph in paragraphs)


@given(NEWS, st.lists(NEWS, max_size=3))
def test_the_order_of_the_passages_does_not_tell_the_origin(text: str, others: list[str]) -> None:
    existing = [(SOURCE, passage) for passage in (text, *others)]

    assert shared_origin([text], existing) == shared_origin([text], existing[::-1])


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        ".",
        '"',
        "\u201c",
        "A. ",
        "\n",
        "&amp;",
        "x,",
    ],
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    quarter = _seconds((piece * 25_000)[:25_000])

    whole = _seconds((piece * 100_000)[:100_000])

    # Four times the text; twice that and a second are left to a busy machine.
    assert whole < 8 * quarter + 1


def _seconds(text: str) -> float:
    began = time.process_time()
    extract(SOURCE, text)
    return time.process_time() - began
