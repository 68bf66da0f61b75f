"""Lists as CSV (RFC 4180): a header, a row a record, in the columns that an import reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from service.domain.check import Check
from service.domain.corpus import Candidate, Claim, Source
from service.domain.disagreements import GivenAnswer, Question
from service.domain.mentions import Span

Cell = str | int | float | None

# What makes a spreadsheet take a cell for a formula; full-width forms of the signs included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def claims_table(claims: Iterable[Claim]) -> str:
    columns = (
        *("kind", "id", "source_id", "text", "quote", "speaker", "standing", "event_at"),
        *("paragraph", "span_start", "span_end", "retracted_at", "retracted_reason"),
    )
    return _table(columns, map(_claim, claims))


def sources_table(sources: Iterable[Source]) -> str:
    columns = ("kind", "id", "publisher", "title", "url", "published_at", "language", "origin")
    return _table(columns, map(_source, sources))


def checks_table(checks: Iterable[Check]) -> str:
    columns = (
        *("id", "checked_at", "statement", "language", "as_of", "verdict", "confidence"),
        *("summary", "abstention", "safe_wording"),
        *("supporting_publishers", "supporting_origins"),
        *("conflicting_publishers", "conflicting_origins"),
        *("corpus_revision", "engine_version", "engine_model"),
    )
    return _table(columns, map(_check, checks))


def disagreements_table(questions: Iterable[Question]) -> str:
    """A row a claim: the question, the answer that the claim gives, and its source."""
    columns = (
        *("question_id", "type", "question", "answer", "publishers", "origins"),
        *("claim_id", "claim", "speaker", "standing", "event_at"),
        *("source_id", "publisher", "title", "url", "published_at"),
    )
    rows = (
        _disagreement(question, answer, candidate)
        for question in questions
        for answer in question.answers
        for candidate in answer.claims
    )
    return _table(columns, rows)


def harmless_cell(value: Cell) -> Cell:
    """The value; a text that a spreadsheet would compute gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless_cell(value) for value in row])
    return text.getvalue()


def _claim(claim: Claim) -> list[Cell]:
    retracted, locator = claim.retracted, claim.locator
    return [
        *("claim", claim.id, claim.source_id, claim.text, claim.quote, claim.speaker),
        *(claim.standing.value, claim.event_at, locator.paragraph, *_ends(locator.span)),
        *((retracted.at, retracted.reason) if retracted else (None, None)),
    ]


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def _source(source: Source) -> list[Cell]:
    return [
        *("source", source.id, source.publisher, source.title, source.url),
        *(source.published_at, source.language, source.origin),
    ]


def _check(check: Check) -> list[Cell]:
    answer, engine = check.answer, check.answer.engine
    supporting, conflicting = answer.agreement_supporting, answer.agreement_conflicting
    return [
        *(check.id, check.checked_at.isoformat(), answer.statement, answer.language),
        *(answer.as_of.isoformat() if answer.as_of else None, answer.verdict.value),
        *(answer.confidence, answer.summary),
        *(answer.abstention.code.value if answer.abstention else None, answer.safe_wording),
        *(supporting.publishers, supporting.origins, conflicting.publishers, conflicting.origins),
        *(answer.corpus.revision, engine.version, engine.model),
    ]


def _disagreement(question: Question, answer: GivenAnswer, candidate: Candidate) -> list[Cell]:
    claim, source = candidate.claim, candidate.source
    return [
        *(question.id, question.type.value, question.title),
        *(answer.text, answer.publishers, answer.origins),
        *(claim.id, claim.text, claim.speaker, claim.standing.value, claim.event_at),
        *(source.id, source.publisher, source.title, source.url, source.published_at),
    ]
