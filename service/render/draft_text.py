"""A draft's report for people: in a terminal, and as lines that an editor can jump to."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.check import Answer, Verdict
from service.domain.drafts import DraftCheck, DraftReport, PassedOver
from service.domain.evidence import Evidence
from service.domain.offsets import OffsetUnit, TextPositions
from service.render.phrases import counted
from service.render.wrapping import harmless, wrapped

# What is wrong comes to the eye first in a summary.
_ORDER = (Verdict.REFUTED, Verdict.DISPUTED, Verdict.UNVERIFIED, Verdict.SUPPORTED)
_SHOWN_EVIDENCE = 3
_SHOWN_WORDS = 60
_UNNAMED = "draft"


def render_draft_text(report: DraftReport) -> str:
    """The report in lines of at most 80 columns, one block an assertion, in the draft's order."""
    positions = TextPositions(report.request.text, OffsetUnit.CODE_POINT)
    blocks = [
        _head(report),
        *(_check(check, positions) for check in report.checks),
        _passed_over(report.passed_over, positions),
        _foot(report),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def render_draft_lines(report: DraftReport, unit: OffsetUnit, *, name: str | None) -> str:
    """One line an assertion: ``path:line:column: verdict: summary``, as compilers print errors."""
    positions = TextPositions(report.request.text, unit)
    name = _one_line(name or _UNNAMED)
    lines = [
        f"{name}:{place.line}:{place.column}: {check.answer.verdict}: {summary}\n"
        for check in report.checks
        for place in [positions.place(check.span.start)]
        for summary in [_one_line(check.answer.summary)]
    ]
    if report.partial is not None:
        lines.append(f"{name}:1:1: partial: {_one_line(report.partial.detail)}\n")
    return "".join(lines)


def _head(report: DraftReport) -> list[str]:
    counts = report.verdicts
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in _ORDER)
    number = len(report.checks)
    lines = wrapped(f"{number} assertion{'' if number == 1 else 's'} checked: {told}.")
    if report.partial is not None:
        lines += wrapped(report.partial.detail, first="Partial:  ")
    return lines


def _check(check: DraftCheck, positions: TextPositions) -> list[str]:
    place = positions.place(check.span.start)
    answer = check.answer
    lines = [
        f"{answer.verdict.upper()}  line {place.line}, column {place.column}",
        *wrapped(f'"{_written(check.text)}"'),
    ]
    if check.statement.rstrip(".") != _written(check.text).rstrip("."):
        lines += wrapped(check.statement, first="  checked as: ")
    for difference in check.differences:
        words = f'"{_written(difference.text)}": {difference.detail}'
        lines += wrapped(words, first=f"  {difference.type}: ", rest="    ")
    if answer.verdict is Verdict.UNVERIFIED:
        return [*lines, *wrapped(answer.summary, first="  ")]
    return [*lines, *_reports(answer)]


def _reports(answer: Answer) -> Iterator[str]:
    sides = (("conflicting", answer.conflicting), ("supporting", answer.supporting))
    for name, evidence in sides:
        for piece in evidence[:_SHOWN_EVIDENCE]:
            yield from wrapped(_report(piece), first=f"  {name}: ", rest="    ")
        more = len(evidence) - _SHOWN_EVIDENCE
        if more > 0:
            yield f"  and {more} more {name}"


def _report(piece: Evidence) -> str:
    source, claim = piece.source, piece.claim
    where = ", ".join(filter(None, (source.publisher, source.id, source.published_at)))
    speaker = f" ({claim.speaker})" if claim.speaker else ""
    return f'{where}: "{claim.text}"{speaker}'


def _passed_over(passed_over: tuple[PassedOver, ...], positions: TextPositions) -> list[str]:
    if not passed_over:
        return []
    lines = [f"Not checked ({len(passed_over)})"]
    for one in passed_over:
        text = _written(one.text)
        shown = text if len(text) <= _SHOWN_WORDS else f"{text[:_SHOWN_WORDS]}…"
        line = positions.place(one.span.start).line
        lines += wrapped(f'{one.code}: "{shown}"', first=f"  line {line}: ", rest="    ")
    return lines


def _foot(report: DraftReport) -> list[str]:
    model = report.engine.model or "no language model"
    return wrapped(
        f"Corpus revision {report.corpus.revision}, {counted(report.corpus.claims, 'claim')}. "
        f"Engine {report.engine.version}, {model}."
    )


def _written(text: str) -> str:
    return " ".join(text.split())


def _one_line(text: str) -> str:
    return harmless(" ".join(text.split()))
