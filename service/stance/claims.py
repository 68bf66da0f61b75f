"""A claim made ready for comparison, once per process and text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from service.domain.evidence import Passage, Reason
from service.parsing.analysis import Analysis, analyse
from service.parsing.cleaning import CleanText, clean
from service.parsing.lexicon import Lexicon
from service.stance.belonging import Member, told_members
from service.stance.descriptions import given_in
from service.stance.term_index import TermIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClaim:
    """A claim's text as it was published and as we read it."""

    text: str
    clean_text: CleanText
    analysis: Analysis
    index: TermIndex
    descriptions: tuple[tuple[str, frozenset[str]], ...]
    members: tuple[Member, ...]

    def published(self, reason: Reason) -> Reason:
        """The reason with its claim side pointing into the published text."""
        if reason.claim is None:
            return reason
        span = self.clean_text.original_span(reason.claim.span)
        words = Passage(text=self.text[span.start : span.end], span=span)
        return replace(reason, claim=words)


@lru_cache(maxsize=16_384)
def read_claim(text: str, published_on: date | None) -> ReadClaim:
    """Take a claim apart; its weekdays count from the day its source was published."""
    cleaned = clean(text)
    analysis = analyse(cleaned.text, published_on)
    return ReadClaim(
        text=text,
        clean_text=cleaned,
        analysis=analysis,
        index=TermIndex(analysis, Lexicon.load()),
        descriptions=given_in(analysis),
        members=told_members(analysis),
    )
