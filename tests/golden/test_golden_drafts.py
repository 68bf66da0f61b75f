"""What of invented drafts is worth checking, and why the rest is not, one JSON line a case."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.extraction.draft_sentences import read_draft

CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("drafts.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_draft_is_read_as_a_careful_editor_would_read_it(case: dict[str, Any]) -> None:
    given = case["input"]
    text, day = given["text"], given["published_at"]

    reading = read_draft(
        text, title=given["title"], published_on=date.fromisoformat(day) if day else None
    )

    found = {
        "checks": [
            {
                "text": text[one.span.start : one.span.end],
                "statement": one.statement,
                "worth": [reason.type.value for reason in one.worth],
            }
            for one in reading.picked
        ],
        "passed_over": [{"text": one.text, "code": one.code.value} for one in reading.passed_over],
    }
    assert found == case["expected"]
