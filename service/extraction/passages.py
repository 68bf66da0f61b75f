"""Blocks into sentences.

All work is done on clean text; every stretch of it can be led back to the article as submitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.mentions import Span
from service.extraction.layout import Block, BlockKind
from service.parsing.cleaning import CleanText, clean
from service.parsing.sentences import split_sentences

# Characters. Longer stretches without a stop are no sentence of news prose; they are kept in
# pieces of this length, and no grammar is looked for in them.
LONGEST_SENTENCE = 700
# Characters that are read at once: what the rules cost may grow faster than the text.
_CHUNK = 4_000
_STOPS = re.compile(r"[.!?]{4,}")
_HALVES = re.compile(r"\s[-]\s|;\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article: its clean text and where it stands in the article.

    ``is_whole`` is false for a piece of a stretch that is too long for a sentence.
    """

    text: str
    block: Block
    clean_text: CleanText
    start: int  # in the clean text of its block
    is_whole: bool

    def original(self, span: Span) -> Span:
        """Where a span of this sentence's text stands in the article."""
        inner = self.clean_text.original_span(span.shifted(self.start))
        return inner.shifted(self.block.span.start)

    @property
    def is_readable(self) -> bool:
        return len(self.text) <= LONGEST_SENTENCE


def sentences_of(block: Block) -> Iterator[Sentence]:
    """The sentences of a block; a headline falls into the halves of its dash or semicolon."""
    for chunk in _chunks(block):
        cleaned = clean(chunk.text)
        masked = _STOPS.sub(lambda stops: "." + "-" * (len(stops.group()) - 1), cleaned.text)
        for passage in split_sentences(masked):
            is_whole = passage.span.end - passage.span.start <= LONGEST_SENTENCE
            for start, end in _pieces(masked, passage.span, block.kind):
                yield Sentence(
                    text=cleaned.text[start:end],
                    block=chunk,
                    clean_text=cleaned,
                    start=start,
                    is_whole=is_whole,
                )


def _chunks(block: Block) -> Iterator[Block]:
    """A block in stretches that end at a blank."""
    start = 0
    while start < len(block.text):
        end = min(len(block.text), start + _CHUNK)
        if end < len(block.text):
            stop = max(block.text.rfind(mark, start + 1, end) for mark in (". ", '" ', "\u201d "))
            blank = block.text.rfind(" ", start + 1, end)
            cut = stop + 1 if stop > start else blank
            end = cut if cut > start else end
        yield Block(
            kind=block.kind,
            paragraph=block.paragraph,
            text=block.text[start:end],
            span=Span(start=block.span.start + start, end=block.span.start + end),
            day=block.day,
        )
        start = end


def _pieces(text: str, span: Span, kind: BlockKind) -> Iterator[tuple[int, int]]:
    if kind is BlockKind.HEADLINE:
        yield from _cut_at(
            text, span, [m.span() for m in _HALVES.finditer(text, span.start, span.end)]
        )
        return
    cuts = []
    at = span.start
    while span.end - at > LONGEST_SENTENCE:
        blank = text.rfind(" ", at + 1, at + LONGEST_SENTENCE)
        at = blank if blank > at else at + LONGEST_SENTENCE
        cuts.append((at, at))
    yield from _cut_at(text, span, cuts)


def _cut_at(text: str, span: Span, cuts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = span.start
    for cut, resume in [*cuts, (span.end, span.end)]:
        piece = text[start:cut]
        begin = start + len(piece) - len(piece.lstrip())
        end = start + len(piece.rstrip())
        if begin < end:
            yield begin, end
        start = resume
