"""Claim records of short invented passages, one JSON line a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.domain.corpus import Claim, Source
from service.extraction.articles import extract

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("extraction.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_an_article_gives_the_records_that_a_careful_reader_would_note(
    case: dict[str, dict[str, str]],
) -> None:
    text = case["input"]["text"]
    source = Source(
        id="paper",
        publisher=None,
        title="Paper",
        url=None,
        published_at=case["input"]["published_at"],
        language="en",
        origin="paper",
    )

    claims = extract(source, text)

    expected: object = case["expected"]
    assert [_row(claim, text) for claim in claims] == expected


def _row(claim: Claim, text: str) -> dict[str, object]:
    span = claim.locator.span
    assert span is not None
    return {
        "text": claim.text,
        "speaker": claim.speaker,
        "standing": claim.standing.value,
        "event_at": claim.event_at,
        "quote": claim.quote,
        "paragraph": claim.locator.paragraph,
        "passage": text[span.start : span.end],
    }
