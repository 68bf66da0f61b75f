"""A draft read from top to bottom: what each sentence asserts, picked or passed over with a reason.

A sentence is divided as one of an article is (``articles.py``), so that what is checked has the
form of the records it is held against, and a doubt falls on the words that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from service.domain.drafts import PassedOver, PassedOverCode, WorthReason
from service.domain.mentions import Span
from service.extraction.appositions import without_appositions
from service.extraction.dating import dated
from service.extraction.descriptions import Descriptions
from service.extraction.division import Clause, clauses_of
from service.extraction.layout import Block, BlockKind, all_blocks
from service.extraction.markup import unmarked
from service.extraction.passages import LONGEST_SENTENCE, Sentence, sentences_of
from service.extraction.people import FullNames
from service.extraction.references import References
from service.extraction.setting import Setting
from service.extraction.wording import as_sentence
from service.extraction.worth import Unworthy, names_something, unworthy, worth_reasons
from service.parsing.checkability import ORDER, QUESTION, WISH, not_checkable
from service.parsing.language import detect_language

_LETTER = re.compile(r"[^\W\d_]")
_LEAST_WORDS = 2
_LABEL = Unworthy(
    code=PassedOverCode.LABEL, detail="A byline, a credit or a link is no sentence of the text."
)
_CROSSHEAD = Unworthy(
    code=PassedOverCode.FRAGMENT, detail="A line between paragraphs repeats what they say."
)
_TOO_LONG = Unworthy(
    code=PassedOverCode.TOO_LONG,
    detail=f"More than {LONGEST_SENTENCE} characters without the end of a sentence.",
)
# What these are about is no subject for the "it" of the next sentence.
_ABOUT_NOBODY = frozenset((ORDER, QUESTION, WISH))
_UNREAD = {BlockKind.LABEL: _LABEL, BlockKind.CROSSHEAD: _CROSSHEAD}
_NO_WORDS = Unworthy(code=PassedOverCode.FRAGMENT, detail="This is no sentence.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """An assertion worth checking; ``statement`` can be understood without its neighbours.

    ``span`` is the stretch of the draft that only it has, or its whole sentence.
    """

    sentence: Sentence
    span: Span
    statement: str
    worth: tuple[WorthReason, ...]

    def located(self, words: str) -> Span | None:
        """Where words of the statement stand in the draft; None unless that is plain."""
        text = self.sentence.text
        if not words or text.count(words) != 1:
            return None
        at = text.find(words)
        return self.sentence.original(Span(start=at, end=at + len(words)))


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReading:
    """What a draft asserts, in one of two lists, both in the order of the text."""

    language: str
    paragraphs: int
    picked: tuple[Picked, ...]
    passed_over: tuple[PassedOver, ...]


def read_draft(text: str, *, title: str | None, published_on: date | None) -> DraftReading:
    """Find what in a text is worth checking; never raises, whatever the text.

    Every span points into ``text`` as submitted.
    """
    visible = unmarked(text)
    blocks = list(all_blocks(visible))
    sentences = [list(_sentences(block)) for block in blocks]
    whole = [one.text for of_block in sentences for one in of_block if one.is_whole]
    context = [title, *whole] if title else whole
    reader = _Reader(text, context, published_on)
    for block, of_block in zip(blocks, sentences, strict=True):
        reader.read(block, of_block)
    return DraftReading(
        language=detect_language(visible),
        paragraphs=len({block.paragraph for block in blocks}),
        picked=tuple(sorted(reader.picked, key=lambda one: one.span.start)),
        passed_over=tuple(reader.passed_over),
    )


def _sentences(block: Block) -> Iterator[Sentence]:
    if block.kind not in _UNREAD:
        yield from sentences_of(block)


class _Reader:
    """What the sentences so far have told, and what became of each."""

    def __init__(self, submitted: str, context: list[str], published_on: date | None) -> None:
        self.picked: list[Picked] = []
        self.passed_over: list[PassedOver] = []
        self._submitted = submitted
        self._published_on = published_on
        self._setting = Setting(" ".join(context[:2]), context)
        self._references = References(FullNames(context), Descriptions())
        self._paragraphs: dict[str, int] = {}

    def read(self, block: Block, sentences: list[Sentence]) -> None:
        if block.kind in _UNREAD:
            self._pass_over(block.span, block.paragraph, _UNREAD[block.kind])
            return
        self._references.enter(block.paragraph)
        for is_whole, run in groupby(sentences, key=lambda sentence: sentence.is_whole):
            if is_whole:
                for sentence in run:
                    self._read_sentence(sentence)
            else:
                spans = [_span_of(piece) for piece in run]
                span = Span(start=spans[0].start, end=spans[-1].end)
                self._pass_over(span, block.paragraph, _TOO_LONG)

    def _read_sentence(self, sentence: Sentence) -> None:
        span, paragraph = _span_of(sentence), sentence.block.paragraph
        if not _LETTER.search(sentence.text) or len(sentence.text.split()) < _LEAST_WORDS:
            self._pass_over(span, paragraph, _NO_WORDS)
            return
        for clause in self._clauses(sentence):
            self._read_clause(sentence, clause)

    def _clauses(self, sentence: Sentence) -> Iterator[Clause]:
        """What the sentence asserts, without words that stand for something said before."""
        text, references = sentence.text, self._references
        spoken = references.continued(text)
        if spoken is not None:
            yield Clause(text=spoken, span=Span(start=0, end=len(text)))
            return
        references.describe(text)
        aside = without_appositions(references.resolved(text))
        for clause in clauses_of(aside.text, text):
            resolved = references.resolved(clause.text)
            if not_checkable(resolved) not in _ABOUT_NOBODY:
                references.read(resolved)
            yield replace(clause, text=resolved)
        for said in aside.said:
            yield Clause(text=said, span=Span(start=0, end=len(text)))

    def _read_clause(self, sentence: Sentence, clause: Clause) -> None:
        span, paragraph = sentence.original(clause.span), sentence.block.paragraph
        refusal = unworthy(clause.text, is_prose=sentence.block.kind is BlockKind.BODY)
        if refusal is not None:
            self._pass_over(span, paragraph, refusal)
            return
        statement = self._statement(clause.text)
        words = " ".join(statement.casefold().split())
        if words in self._paragraphs:
            self._pass_over(span, paragraph, _same_as(self._paragraphs[words]))
            return
        self._paragraphs[words] = paragraph
        self.picked.append(
            Picked(
                sentence=sentence, span=span, statement=statement, worth=worth_reasons(clause.text)
            )
        )

    def _statement(self, resolved: str) -> str:
        """The sentence as it can be understood alone: with its days, and its country if need be."""
        statement = dated(resolved, self._published_on) if self._published_on else resolved
        if not names_something(statement):
            statement = self._setting.added(statement)
        return as_sentence(statement)

    def _pass_over(self, span: Span, paragraph: int, refusal: Unworthy) -> None:
        passed = PassedOver(
            text=self._submitted[span.start : span.end],
            span=span,
            paragraph=paragraph,
            code=refusal.code,
            detail=refusal.detail,
        )
        # The clauses of a sentence may share their place and their fault.
        if passed not in self.passed_over[-1:]:
            self.passed_over.append(passed)


def _span_of(sentence: Sentence) -> Span:
    return sentence.original(Span(start=0, end=len(sentence.text)))


def _same_as(paragraph: int) -> Unworthy:
    detail = f"It says the same as an earlier sentence, in paragraph {paragraph}."
    return Unworthy(code=PassedOverCode.DUPLICATE, detail=detail)
