"""Changing a sentence: putting words in another's place, and what a change must keep away from."""

from __future__ import annotations

from service.domain.mentions import Span
from service.parsing.analysis import Analysis
from service.parsing.negation import is_cue
from service.parsing.tokens import tokenize


def replaced(text: str, span: Span, words: str) -> str:
    """The text with other words at the span; a capital at its beginning is kept."""
    if span.start == 0 and words:
        words = words[0].upper() + words[1:]
    return text[: span.start] + words + text[span.end :]


def is_quoted(claim: Analysis, span: Span) -> bool:
    """Whether the span touches quoted words, which nobody may reword."""
    return any(quote.span.overlaps(span) for quote in claim.quotes)


def is_negative(claim: Analysis) -> bool:
    """Whether anything in the sentence is denied; what is left out of it may then be what is."""
    return claim.denied is not None or any(is_cue(token) for token in tokenize(claim.text))
