"""What an article says that gave no claim record, so that an editor can look it over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.articles import PassedOver, PassedReason
from service.domain.corpus import Claim
from service.domain.mentions import Span
from service.extraction.layout import BlockKind, all_blocks
from service.extraction.passages import sentences_of

_NOT_NEWS = (BlockKind.LABEL, BlockKind.CROSSHEAD)


def passed_over(text: str, claims: Sequence[Claim]) -> tuple[PassedOver, ...]:
    """The paragraphs and sentences of an article from which none of its ``claims`` was drawn."""
    drawn = sorted(
        (claim.locator.span.start, claim.locator.span.end)
        for claim in claims
        if claim.locator.span is not None
    )
    return tuple(_passed(text, _Covered(drawn)))


class _Covered:
    """The stretches from which records were drawn; asked for stretches in ascending order."""

    def __init__(self, drawn: Sequence[tuple[int, int]]) -> None:
        self._drawn = drawn
        self._at = 0
        self._reached = 0

    def meets(self, span: Span) -> bool:
        """Whether a record was drawn from within ``span``, or from around it."""
        while self._at < len(self._drawn) and self._drawn[self._at][0] < span.end:
            self._reached = max(self._reached, self._drawn[self._at][1])
            self._at += 1
        return self._reached > span.start


def _passed(text: str, covered: _Covered) -> Iterator[PassedOver]:
    seen: set[str] = set()
    for block in all_blocks(text):
        if block.kind in _NOT_NEWS:
            yield _stretch(text, block.span, block.paragraph, PassedReason.NOT_NEWS)
            continue
        for sentence in sentences_of(block):
            place = sentence.original(Span(start=0, end=len(sentence.text)))
            if not covered.meets(place):
                known = sentence.text in seen
                reason = PassedReason.REPEATED if known else PassedReason.NO_CLAIM
                yield _stretch(text, place, block.paragraph, reason)
            seen.add(sentence.text)


def _stretch(text: str, span: Span, paragraph: int, reason: PassedReason) -> PassedOver:
    return PassedOver(
        text=text[span.start : span.end], span=span, paragraph=paragraph, reason=reason
    )
