"""A draft's report as SARIF 2.1.0 (OASIS), the form in which editors take what a tool found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TypeAlias
from urllib.parse import quote

from service.domain.check import Verdict
from service.domain.drafts import Difference, DraftCheck, DraftReport
from service.domain.evidence import Evidence
from service.domain.mentions import Span
from service.domain.offsets import OffsetUnit, TextPositions

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_COLUMNS = {OffsetUnit.CODE_POINT: "unicodeCodePoints", OffsetUnit.UTF16: "utf16CodeUnits"}
_UNNAMED = "draft.txt"
# What RFC 3986 lets stand in a reference; all else is percent-encoded.
_REFERENCE = "/:?#[]@!$&'()*+,;=-._~%"
_LEVELS = {
    Verdict.REFUTED: "error",
    Verdict.DISPUTED: "warning",
    Verdict.UNVERIFIED: "note",
    Verdict.SUPPORTED: "none",
}
_RULES = {
    Verdict.REFUTED: (
        "Refuted",
        "Some source conflicts with this, and none supports it.",
        "Read the sources named in the message. Correct the sentence, or say who says otherwise.",
    ),
    Verdict.DISPUTED: (
        "Disputed",
        "Sources stand on both sides.",
        "Say whose figure or account this is, and that others differ.",
    ),
    Verdict.UNVERIFIED: (
        "Unverified",
        "No source settles this; the message says why.",
        "Find a source, name the speaker, or leave it out. Nothing is known against it here.",
    ),
    Verdict.SUPPORTED: (
        "Supported",
        "Some source supports this, and none conflicts with it.",
        "Nothing to do. Whether the source is right is not for a tool to say.",
    ),
}
_PLACES = list(_RULES)

Json: TypeAlias = dict[str, object]


def render_sarif(report: DraftReport, unit: OffsetUnit) -> str:
    """The report as a SARIF log of one run, as JSON text; columns are counted in ``unit``."""
    artifact: Json = {"uri": quote(report.request.uri or _UNNAMED, safe=_REFERENCE), "index": 0}
    writer = _Writer(artifact, TextPositions(report.request.text, unit), report.request.text)
    run: Json = {
        "tool": {"driver": _driver(report)},
        "columnKind": _COLUMNS[unit],
        "newlineSequences": ["\r\n", "\n"],
        "artifacts": [{"location": artifact, "mimeType": "text/plain", "encoding": "UTF-8"}],
        "invocations": [_invocation(report)],
        "results": [writer.result(check) for check in report.checks],
        "properties": {
            "corpusRevision": report.corpus.revision,
            "model": report.engine.model,
            "passedOver": len(report.passed_over),
        },
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _driver(report: DraftReport) -> Json:
    return {
        "name": "factcheck",
        "version": report.engine.version,
        "semanticVersion": report.engine.version,
        "rules": [
            {
                "id": verdict.value,
                "name": name,
                "shortDescription": {"text": description},
                "fullDescription": {"text": description},
                "help": {"text": help_text},
                "defaultConfiguration": {"level": _LEVELS[verdict]},
            }
            for verdict, (name, description, help_text) in _RULES.items()
        ],
    }


def _invocation(report: DraftReport) -> Json:
    """A run that was cut short worked, and says so where tools look for it."""
    if report.partial is None:
        return {"executionSuccessful": True}
    notice: Json = {"level": "warning", "message": {"text": report.partial.detail}}
    return {"executionSuccessful": True, "toolExecutionNotifications": [notice]}


class _Writer:
    """Writes results into one artifact."""

    def __init__(self, artifact: Json, positions: TextPositions, text: str) -> None:
        self._artifact = artifact
        self._positions = positions
        self._text = text

    def result(self, check: DraftCheck) -> Json:
        verdict = check.answer.verdict
        result: Json = {
            "ruleId": verdict.value,
            "ruleIndex": _PLACES.index(verdict),
            "kind": "pass" if verdict is Verdict.SUPPORTED else "fail",
            "level": _LEVELS[verdict],
            "message": {"text": check.answer.summary},
            "locations": [{"physicalLocation": self._physical(check.span)}],
            "fingerprints": {"statement/v1": _fingerprint(check)},
            "properties": {
                "statement": check.statement,
                "confidence": check.answer.confidence,
                "worth": [reason.type.value for reason in check.worth],
                "evidence": {
                    "conflicting": _ids(check.answer.conflicting),
                    "supporting": _ids(check.answer.supporting),
                    "unverified": _ids(check.answer.unverified),
                },
            },
        }
        if check.differences:
            result["relatedLocations"] = [
                self._related(number, one) for number, one in enumerate(check.differences, start=1)
            ]
        return result

    def _related(self, number: int, difference: Difference) -> Json:
        return {
            "id": number,
            "message": {"text": difference.detail},
            "physicalLocation": self._physical(difference.span),
        }

    def _physical(self, span: Span) -> Json:
        first, last = self._positions.place(span.start), self._positions.place(span.end)
        place = self._positions.span(span)
        region: Json = {
            "startLine": first.line,
            "startColumn": first.column,
            "endLine": last.line,
            "endColumn": last.column,
            "charOffset": place.start,
            "charLength": place.end - place.start,
            "snippet": {"text": self._text[span.start : span.end]},
        }
        return {"artifactLocation": self._artifact, "region": region}


def _fingerprint(check: DraftCheck) -> str:
    """Equal in every run for an assertion with its verdict, wherever it has moved to."""
    words = " ".join(check.statement.casefold().split())
    return hashlib.sha256(f"{check.answer.verdict} {words}".encode()).hexdigest()


def _ids(evidence: Sequence[Evidence]) -> list[str]:
    return [piece.claim.id for piece in evidence]
