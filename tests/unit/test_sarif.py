"""SARIF: the log has the structure of the standard, and its places are those of the text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema_rs
import pytest

from service.domain.check import Verdict
from service.domain.drafts import (
    DraftReport,
    Partial,
)
from service.domain.mentions import Span
from service.domain.offsets import OffsetUnit
from service.render.sarif import render_sarif
from tests.draft_reports import SENTENCE, TEXT, make_check, make_report

# The rules of SARIF 2.1.0 (OASIS, errata 01) for the objects that we write, in our own words:
# which properties they need and may have, and which values.
_MESSAGE = {"type": "object", "required": ["text"], "additionalProperties": False,
            "properties": {"text": {"type": "string", "minLength": 1}}}  # fmt: skip


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_COUNT = {"type": "integer", "minimum": 0}
_FROM_ONE = {"type": "integer", "minimum": 1}
_WORDS = {"type": "string"}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_ARTIFACT = _object(["uri"], uri={"type": "string", "format": "uri-reference"}, index=_COUNT)
_REGION = _object(
    ["startLine"], startLine=_FROM_ONE, startColumn=_FROM_ONE, endLine=_FROM_ONE,
    endColumn=_FROM_ONE, charOffset=_COUNT, charLength=_COUNT, snippet=_object([], text=_WORDS),
)  # fmt: skip
_LOCATION = _object(
    [], id=_COUNT, message=_MESSAGE,
    physicalLocation=_object(["artifactLocation"], artifactLocation=_ARTIFACT, region=_REGION),
)  # fmt: skip
_RULE = _object(
    ["id"], id=_WORDS, name=_WORDS, shortDescription=_MESSAGE, fullDescription=_MESSAGE,
    help=_MESSAGE, defaultConfiguration=_object([], level=_LEVEL),
)  # fmt: skip
_DRIVER = _object(
    ["name"], name=_WORDS, version=_WORDS, rules=_many(_RULE),
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
)  # fmt: skip
_RESULT = _object(
    ["message"], ruleId=_WORDS, ruleIndex=_COUNT, level=_LEVEL, message=_MESSAGE,
    kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    locations=_many(_LOCATION), relatedLocations=_many(_LOCATION),
    fingerprints={"type": "object", "additionalProperties": _WORDS}, properties={"type": "object"},
)  # fmt: skip
_RESULT["if"] = {"not": {"properties": {"kind": {"const": "fail"}}}}
_RESULT["then"] = {"properties": {"level": {"const": "none"}}}
_INVOCATION = _object(
    ["executionSuccessful"], executionSuccessful={"type": "boolean"},
    toolExecutionNotifications=_many(_object(["message"], level=_LEVEL, message=_MESSAGE)),
)  # fmt: skip
_RUN = _object(
    ["tool"], tool=_object(["driver"], driver=_DRIVER), results=_many(_RESULT),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]}, newlineSequences=_many(_WORDS),
    artifacts=_many(
        _object([], location=_ARTIFACT, mimeType={"pattern": "^[^/]+/.+$"}, encoding=_WORDS)
    ),
    invocations=_many(_INVOCATION), properties={"type": "object"},
)  # fmt: skip
RULES = _object(["version", "runs"], version={"const": "2.1.0"}, runs=_many(_RUN))
RULES["properties"]["$schema"] = {"type": "string", "format": "uri"}


def run_of(report: DraftReport, unit: OffsetUnit = OffsetUnit.CODE_POINT) -> Any:
    """The only run of the log, which is held against the rules."""
    log = json.loads(render_sarif(report, unit))
    errors = jsonschema_rs.Draft202012Validator(RULES, validate_formats=True).iter_errors(log)
    assert [f"{list(each.instance_path)}: {each.message}" for each in errors] == []
    (run,) = log["runs"]
    return run


@pytest.mark.parametrize("unit", OffsetUnit)
def test_a_log_of_every_verdict_has_the_structure_of_the_standard(unit: OffsetUnit) -> None:
    run = run_of(make_report(*map(make_check, Verdict)), unit)

    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == set(Verdict)
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


@pytest.mark.parametrize(
    ("verdict", "kind", "level"),
    [
        (Verdict.REFUTED, "fail", "error"),
        (Verdict.DISPUTED, "fail", "warning"),
        (Verdict.UNVERIFIED, "fail", "note"),
        (Verdict.SUPPORTED, "pass", "none"),
    ],
)
def test_a_verdict_has_its_level(verdict: Verdict, kind: str, level: str) -> None:
    (result,) = run_of(make_report(make_check(verdict)))["results"]

    assert (result["ruleId"], result["kind"], result["level"]) == (verdict.value, kind, level)


@pytest.mark.parametrize(
    ("unit", "kind", "encoding", "width"),
    [
        (OffsetUnit.CODE_POINT, "unicodeCodePoints", "utf-32-le", 4),
        (OffsetUnit.UTF16, "utf16CodeUnits", "utf-16-le", 2),
    ],
)
def test_regions_count_in_the_unit_that_the_run_declares(
    unit: OffsetUnit, kind: str, encoding: str, width: int
) -> None:
    run = run_of(make_report(make_check(Verdict.REFUTED)), unit)

    (result,) = run["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    units = TEXT.encode(encoding)
    start, length = region["charOffset"], region["charLength"]
    assert run["columnKind"] == kind
    assert units[start * width : (start + length) * width].decode(encoding) == SENTENCE
    assert (region["startLine"], region["startColumn"]) == (2, 1)
    assert (region["endLine"], region["endColumn"]) == (3, len("in the fire.") + 1)
    related = result["relatedLocations"][0]["physicalLocation"]["region"]
    before = "In \U0001f600 Oslo ".encode(encoding)
    assert related["startColumn"] == len(before) // width + 1


def test_the_name_of_the_file_becomes_a_reference() -> None:
    run = run_of(make_report(make_check(Verdict.REFUTED)))

    assert run["artifacts"][0]["location"]["uri"] == "news/a%20b%C3%A9.txt"


def test_a_fingerprint_stays_where_the_sentence_moves_and_goes_with_its_verdict() -> None:
    here = make_check(Verdict.REFUTED)
    moved = replace(here, span=Span(start=0, end=5), text="moved")
    changed = make_check(Verdict.SUPPORTED)

    first, second, third = (
        one["fingerprints"]["statement/v1"]
        for one in run_of(make_report(here, moved, changed))["results"]
    )

    assert first == second != third


def test_evidence_is_named_by_its_ids() -> None:
    (result,) = run_of(make_report(make_check(Verdict.REFUTED)))["results"]

    assert result["properties"]["evidence"] == {
        "conflicting": ["kz-dpa-07"],
        "supporting": [],
        "unverified": [],
    }


def test_a_run_that_was_cut_short_says_so() -> None:
    partial = Partial(by_rules_alone=0, not_reached=4, detail="4 were not reached.")

    (invocation,) = run_of(make_report(partial=partial))["invocations"]

    (notice,) = invocation["toolExecutionNotifications"]
    assert (notice["level"], notice["message"]["text"]) == ("warning", "4 were not reached.")
