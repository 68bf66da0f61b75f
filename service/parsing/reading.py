"""A submitted statement made ready: cleaned, its language known, split into assertions.

Every part can lead a span of its own text back to the text that was submitted, so that the spans
of an answer always point into the caller's words.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.check import Abstention, AbstentionCode
from service.domain.evidence import Passage
from service.domain.mentions import Span
from service.parsing.assertions import split_assertions
from service.parsing.checkability import not_checkable
from service.parsing.cleaning import CleanText, clean
from service.parsing.informal import written_out
from service.parsing.language import detect_language

READ_LANGUAGES = frozenset({"en", "und"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One assertion: its text, and the stretches of the clean text that it is made of."""

    text: str
    pieces: tuple[Span, ...]
    span: Span  # in the submitted text
    submitted: str
    clean_text: CleanText

    def passage(self, span: Span) -> Passage:
        """The submitted words behind a span of this part's text."""
        whole = self._submitted_span(span)
        return Passage(text=self.submitted[whole.start : whole.end], span=whole)

    def _submitted_span(self, span: Span) -> Span:
        """A span that reaches over a seam between two pieces is cut at the seam."""
        offset = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            if span.start <= offset + length:
                start = piece.start + max(0, span.start - offset)
                end = min(piece.end, piece.start + max(0, span.end - offset))
                return self.clean_text.original_span(Span(start=start, end=max(start, end)))
            offset += length + 1
        return self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReading:
    """What was submitted, as we read it. ``obstacle`` says why it cannot be checked at all."""

    language: str
    parts: tuple[Part, ...]
    obstacle: Abstention | None


def read_statement(text: str) -> StatementReading:
    """Clean the text and split it; never raises, whatever the text."""
    cleaned = written_out(clean(text))
    language = detect_language(cleaned.text)
    parts = tuple(
        Part(
            text=assertion.text,
            pieces=assertion.pieces,
            span=cleaned.original_span(assertion.span),
            submitted=text,
            clean_text=cleaned,
        )
        for assertion in split_assertions(cleaned.text)
    )
    return StatementReading(
        language=language, parts=parts, obstacle=_obstacle(cleaned.text, language)
    )


def _obstacle(text: str, language: str) -> Abstention | None:
    if language not in READ_LANGUAGES:
        return Abstention(
            code=AbstentionCode.LANGUAGE,
            detail=f'The statement seems to be in "{language}"; only English is read.',
            missing="an English wording of the statement",
        )
    reason = not_checkable(text)
    if reason is not None:
        return Abstention(
            code=AbstentionCode.NOT_CHECKABLE,
            detail=reason,
            missing="an assertion that a source could report",
        )
    return None
