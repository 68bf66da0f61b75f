"""A sentence taken apart: content terms, mentions, polarity, attribution.

The same analysis is made of a statement's assertion and of a claim, so that the two can be laid
side by side (``service.stance``). It is a pure function of the text and the reference date, and
is cached, since a corpus is read far more often than it changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from service.domain.mentions import (
    Attribution,
    DateMention,
    Duration,
    Name,
    NameKind,
    Quantity,
    Quote,
    Span,
)
from service.parsing.attribution import find_attribution
from service.parsing.certainty import CertaintyMention, certainty_of
from service.parsing.dates import find_dates
from service.parsing.durations import find_durations
from service.parsing.lexicon import ConceptMatch, Lexicon
from service.parsing.names import country_of, find_names
from service.parsing.negation import is_cue, negated_stretches, outer_denial
from service.parsing.quantities import find_quantities
from service.parsing.quotes import find_quotes
from service.parsing.tokens import Token, tokenize

_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|into|of|across|over|around|outside|inside|between)\s+(?:the\s+)?$"
)


_COPULA_BEFORE = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|becomes?|became)|=)\s+(?:not\s+)?(?:(?:the|an?)\s+)?(?:[\w'-]+\s+){0,2}$"
)


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
    """All that the comparisons look at. ``denied`` is the outer "It is false that"."""

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


@lru_cache(maxsize=16_384)
def analyse(text: str, reference: date | None) -> Analysis:
    """Take one clean English sentence apart; weekdays and "ago" count from ``reference``."""
    undated = _analyse_undated(text)
    if reference is None or not undated.dates:
        return undated
    return replace(undated, dates=find_dates(text, reference=reference))


@lru_cache(maxsize=16_384)
def _analyse_undated(text: str) -> Analysis:
    """All but the placing of relative dates, which depends on no reference."""
    denied = outer_denial(text)
    tokens = tokenize(text)
    names = find_names(text)
    quantities = find_quantities(text)
    dates = find_dates(text, reference=None)
    durations = find_durations(text)
    attribution = find_attribution(text)
    reader = _TermReader(
        text=text,
        tokens=tokens,
        names=tuple(n for n in names if _is_name(n, quantities, tokens)),
        quantities=quantities,
        set_aside=(*(d.span for d in dates), *(d.span for d in durations))
        + ((denied,) if denied else ()),
        denied=denied,
        attribution=attribution,
    )
    return Analysis(
        text=text,
        terms=reader.terms(),
        quantities=quantities,
        dates=dates,
        durations=durations,
        names=names,
        quotes=find_quotes(text),
        attribution=attribution,
        certainty=certainty_of(text),
        denied=denied,
    )


def _is_name(name: Name, quantities: tuple[Quantity, ...], tokens: tuple[Token, ...]) -> bool:
    """Leave out units of quantities, and capitals that only mark a word the lexicon knows.

    These are acronyms ("LPG") and the first word of the sentence ("Soaring").
    """
    if any(_is_unit(quantity, name) for quantity in quantities):
        return False
    covered = [token for token in tokens if name.span.covers(token.span)]
    opens = len(covered) == 1 and name.span.start == 0 and name.kind is NameKind.OTHER
    if not opens and (not name.text.isupper() or name.kind is NameKind.PLACE):
        return True
    return not Lexicon.load().match([token.stem for token in covered])


def _is_unit(quantity: Quantity, name: Name) -> bool:
    """Whether a name is part of a quantity's own words ("10 US cents"), not of what is counted."""
    counted = quantity.counted_span
    return quantity.span.covers(name.span) and not (counted and counted.covers(name.span))


@dataclass(frozen=True, slots=True, kw_only=True)
class _TermReader:
    """Turns tokens into terms: names first, then phrases of the lexicon, then single words."""

    text: str
    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    set_aside: tuple[Span, ...]
    denied: Span | None
    attribution: Attribution | None

    def terms(self) -> tuple[Term, ...]:
        found = [self._name_term(name) for name in self.names]
        words = self._word_terms()
        found.extend(words)
        # A cue that is part of a phrase ("no prior notice") belongs to the phrase's own meaning.
        spoken_for = [w.span for w in words] + ([self.denied] if self.denied else [])
        loose = [t for t in self.tokens if not any(s.covers(t.span) for s in spoken_for)]
        negated = negated_stretches(self.text, loose)
        found.sort(key=lambda term: term.span)
        return _with_negation(found, negated)

    def _name_term(self, name: Name) -> Term:
        return self._term(name.text, name.span, stem="", concepts=frozenset(), name=name)

    def _word_terms(self) -> list[Term]:
        matches = Lexicon.load().match([token.stem for token in self.tokens])
        taken = [self._is_set_aside(token) for token in self.tokens]
        terms: list[Term] = []
        for first, last, concepts in _by_stretch(matches):
            if last > first and not any(taken[first : last + 1]):
                span = Span(start=self.tokens[first].span.start, end=self.tokens[last].span.end)
                stem = " ".join(token.stem for token in self.tokens[first : last + 1])
                text = self.text[span.start : span.end]
                terms.append(self._term(text, span, stem=stem, concepts=concepts, name=None))
                taken[first : last + 1] = [True] * (last + 1 - first)
        singles = {
            first: concepts for first, last, concepts in _by_stretch(matches) if first == last
        }
        for index, token in enumerate(self.tokens):
            concepts = singles.get(index, frozenset())
            if taken[index] or token.text[0].isdigit() or is_cue(token) or len(token.text) < 2:
                continue
            if token.stem in _THROUGHOUT and self._before_country(token):
                concepts = frozenset({"nationwide"})
            if token.is_stop and not concepts:
                continue
            terms.append(
                self._term(token.text, token.span, stem=token.stem, concepts=concepts, name=None)
            )
        return terms

    def _before_country(self, token: Token) -> bool:
        return any(
            country_of(name.key) == name.key and 0 <= name.span.start - token.span.end <= 2
            for name in self.names
        )

    def _is_set_aside(self, token: Token) -> bool:
        if any(name.span.overlaps(token.span) for name in self.names):
            return True
        if any(span.overlaps(token.span) for span in self.set_aside):
            return True
        return any(
            quantity.span.overlaps(token.span)
            and not (quantity.counted_span and quantity.counted_span.covers(token.span))
            for quantity in self.quantities
        )

    def _term(
        self, text: str, span: Span, *, stem: str, concepts: frozenset[str], name: Name | None
    ) -> Term:
        counted_by = next(
            (
                index
                for index, quantity in enumerate(self.quantities)
                if quantity.counted_span and quantity.counted_span.covers(span)
            ),
            None,
        )
        before = self.text[: span.start].lower()
        in_frame = self.attribution is not None and not self.attribution.content_span.covers(span)
        return Term(
            text=text,
            span=span,
            kind=TermKind.NAME if name else TermKind.WORD,
            stem=stem,
            concepts=concepts,
            name=name,
            negated=False,
            in_frame=in_frame,
            counted_by=counted_by,
            is_place=_PLACE_BEFORE.search(before) is not None,
            is_predicate=_COPULA_BEFORE.search(before) is not None,
        )


_THROUGHOUT = frozenset({"throughout", "across"})


def _by_stretch(matches: tuple[ConceptMatch, ...]) -> list[tuple[int, int, frozenset[str]]]:
    """Concepts gathered by the tokens that they cover, the longest stretch first."""
    gathered: dict[tuple[int, int], set[str]] = {}
    for match in matches:
        gathered.setdefault((match.first, match.last), set()).add(match.concept)
    stretches = sorted(gathered.items(), key=lambda item: (item[0][0] - item[0][1], item[0]))
    return [(first, last, frozenset(concepts)) for (first, last), concepts in stretches]


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
