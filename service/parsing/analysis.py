"""A sentence taken apart: content terms, mentions, polarity, attribution.

The same analysis is made of a statement's assertion and of a claim, so that the two can be laid
side by side (``service.stance``). It is a pure function of the text and the reference date, and
is cached, since a corpus is read far more often than it changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache, wraps
from typing import Any, TypeVar

from service.domain.mentions import (
    Attribution,
    DateMention,
    Duration,
    Name,
    Quantity,
    Quote,
    Span,
)
from service.parsing.attribution import find_attribution
from service.parsing.certainty import CertaintyMention, certainty_of
from service.parsing.dates import find_dates
from service.parsing.negation import is_cue, negated_stretches
from service.parsing.positions import place_ends, predicate_ends
from service.parsing.quotes import find_quotes
from service.parsing.stretches import Mentions, Stretch, read_mentions, word_stretches


class TermKind(StrEnum):
    WORD = "word"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A content word, a phrase that stands for one concept, or a name.

    ``in_frame`` marks words of the attribution ("state television reported that"), which tell
    who speaks and not what is said; ``counted_by`` is the index of the quantity that counts the
    term, or None; ``is_place`` says that a preposition of place stands before it,
    ``is_predicate`` that it is what the subject is said to be ("is the capital").
    """

    text: str
    span: Span
    kind: TermKind
    stem: str
    concepts: frozenset[str]
    name: Name | None
    negated: bool
    in_frame: bool
    counted_by: int | None
    is_place: bool
    is_predicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All that the comparisons look at. ``denied`` is the outer "It is false that".

    ``known`` is what ``once`` has found out about it.
    """

    text: str
    terms: tuple[Term, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    durations: tuple[Duration, ...]
    names: tuple[Name, ...]
    quotes: tuple[Quote, ...]
    attribution: Attribution | None
    certainty: CertaintyMention
    denied: Span | None
    known: dict[object, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def dated(self, dates: tuple[DateMention, ...]) -> Analysis:
        """The same with its dates placed; both share what is known, which depends on no date."""
        placed = replace(self, dates=dates)
        object.__setattr__(placed, "known", self.known)
        return placed


T = TypeVar("T")


def once(work: Callable[[Analysis], T]) -> Callable[[Analysis], T]:
    """Let a pure function look at each analysis once.

    One analysis is laid beside dozens of others, and most of what a comparison asks of it is the
    same each time. The answers go with the analysis, and with every placing of its dates, so
    ``work`` may not look at these.
    """

    @wraps(work)
    def remembered(analysis: Analysis) -> T:
        known = analysis.known
        if work not in known:
            known[work] = work(analysis)
        found: T = known[work]
        return found

    return remembered


@lru_cache(maxsize=16_384)
def analyse(text: str, reference: date | None) -> Analysis:
    """Take one clean English sentence apart; weekdays and "ago" count from ``reference``."""
    undated = _analyse_undated(text)
    if reference is None or all(date.first is not None for date in undated.dates):
        # What can be placed without a reference stands in the calendar by itself.
        return undated
    return undated.dated(find_dates(text, reference=reference))


@lru_cache(maxsize=16_384)
def _analyse_undated(text: str) -> Analysis:
    """All but the placing of relative dates, which depends on no reference."""
    mentions = read_mentions(text)
    attribution = find_attribution(text)
    return Analysis(
        text=text,
        terms=_TermReader(text, mentions, attribution).terms(),
        quantities=mentions.quantities,
        dates=mentions.dates,
        durations=mentions.durations,
        names=mentions.names,
        quotes=find_quotes(text),
        attribution=attribution,
        certainty=certainty_of(text),
        denied=mentions.denied,
    )


class _TermReader:
    """Turns tokens into terms: names first, then phrases of the lexicon, then single words."""

    def __init__(self, text: str, mentions: Mentions, attribution: Attribution | None) -> None:
        self._text = text
        self._mentions = mentions
        self._content = attribution.content_span if attribution else None
        self._counted = [
            (index, quantity.counted_span)
            for index, quantity in enumerate(mentions.quantities)
            if quantity.counted_span
        ]
        lowered = text.lower()
        # A letter that grows in lower case would shift all offsets behind it.
        self._aligned = len(lowered) == len(text)
        self._place_ends = place_ends(lowered) if self._aligned else frozenset()
        self._predicate_ends = predicate_ends(lowered) if self._aligned else frozenset()

    def terms(self) -> tuple[Term, ...]:
        denied, tokens = self._mentions.denied, self._mentions.tokens
        found = [self._name_term(name) for name in self._mentions.content_names]
        words = [self._word_term(stretch) for stretch in word_stretches(self._mentions)]
        found.extend(words)
        # A cue that is part of a phrase ("no prior notice") belongs to the phrase's own meaning.
        spoken_for = [word.span for word in words] + ([denied] if denied else [])
        cues = [token for token in tokens if is_cue(token)]
        loose = [t for t in cues if not any(span.covers(t.span) for span in spoken_for)]
        negated = negated_stretches(self._text, loose)
        found.sort(key=lambda term: term.span)
        return _with_negation(found, negated)

    def _name_term(self, name: Name) -> Term:
        return self._term(name.text, name.span, stem="", concepts=frozenset(), name=name)

    def _word_term(self, stretch: Stretch) -> Term:
        tokens = self._mentions.tokens[stretch.first : stretch.last + 1]
        span = tokens[0].span
        if len(tokens) > 1:
            span = Span(start=span.start, end=tokens[-1].span.end)
        return self._term(
            self._text[span.start : span.end],
            span,
            stem=" ".join(token.stem for token in tokens),
            concepts=stretch.concepts,
            name=None,
        )

    def _term(
        self, text: str, span: Span, *, stem: str, concepts: frozenset[str], name: Name | None
    ) -> Term:
        counted_by = next((i for i, counted in self._counted if counted.covers(span)), None)
        return Term(
            text=text,
            span=span,
            kind=TermKind.NAME if name else TermKind.WORD,
            stem=stem,
            concepts=concepts,
            name=name,
            negated=False,
            in_frame=self._content is not None and not self._content.covers(span),
            counted_by=counted_by,
            is_place=self._stands_behind(span, self._place_ends, place_ends),
            is_predicate=self._stands_behind(span, self._predicate_ends, predicate_ends),
        )

    def _stands_behind(
        self, span: Span, ends: frozenset[int], find: Callable[[str], frozenset[int]]
    ) -> bool:
        if self._aligned:
            return span.start in ends
        before = self._text[: span.start].lower()
        return len(before) in find(before)


def _with_negation(terms: list[Term], stretches: tuple[Span, ...]) -> tuple[Term, ...]:
    """Mark the first content word of each negated stretch; a second negation undoes the first.

    Only the first: "did not ask for the foreign troops" denies the asking, not the troops.
    """
    flipped: dict[int, bool] = {}
    for stretch in stretches:
        inside = [i for i, term in enumerate(terms) if stretch.covers(term.span)]
        words = [i for i in inside if terms[i].kind is TermKind.WORD] or inside
        if words:
            flipped[words[0]] = not flipped.get(words[0], False)
    return tuple(
        replace(term, negated=True) if flipped.get(index, False) else term
        for index, term in enumerate(terms)
    )
