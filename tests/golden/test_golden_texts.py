"""Names, attributions, assertions and checkability of invented news, one JSON line a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.parsing import checkability
from service.parsing.assertions import split_assertions
from service.parsing.attribution import find_attribution
from service.parsing.names import find_names

HERE = Path(__file__).parent
KINDS_OF_REASON = {
    None: None,
    checkability.QUESTION: "question",
    checkability.ORDER: "order",
    checkability.OPINION: "opinion",
    checkability.WISH: "wish",
    checkability.FRAGMENT: "fragment",
}


def cases(name: str) -> list[object]:
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [pytest.param(row["input"], row["expected"], id=row["id"]) for row in rows]


@pytest.mark.parametrize(("text", "expected"), cases("names"))
def test_names_are_found_under_their_keys(text: str, expected: list[list[str]]) -> None:
    found = [[name.text, name.key, name.kind.value] for name in find_names(text)]

    assert found == expected


@pytest.mark.parametrize(("text", "expected"), cases("attributions"))
def test_the_speaker_is_told_from_what_was_said(text: str, expected: dict[str, str] | None) -> None:
    found = find_attribution(text)

    read = found and {
        "speaker": found.speaker,
        "key": found.speaker_key,
        "manner": found.manner.value,
        "cue": found.cue,
        "content": text[found.content_span.start : found.content_span.end],
    }
    assert read == expected


@pytest.mark.parametrize(("text", "expected"), cases("assertions"))
def test_a_compound_falls_into_assertions(text: str, expected: list[str]) -> None:
    assert [assertion.text for assertion in split_assertions(text)] == expected


@pytest.mark.parametrize(("text", "expected"), cases("checkability"))
def test_only_claims_are_checkable(text: str, expected: str | None) -> None:
    assert KINDS_OF_REASON[checkability.not_checkable(text)] == expected


def test_every_case_has_its_own_id_and_says_why() -> None:
    rows = [
        json.loads(line)
        for name in ("names", "attributions", "assertions", "checkability")
        for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]

    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["why"] for row in rows)
