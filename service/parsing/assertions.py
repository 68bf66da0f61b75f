"""Assertions that can be checked alone, read out of compound statements.

A statement is cut by one rule after another until none applies. A rule looks at plain words and
answers with parts; each part is some stretches of those words, since a subject or a predicate may
be shared. When in doubt nothing is cut: half a sentence that nobody said is worse than a whole one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from service.domain.mentions import NameKind, Span
from service.parsing.clauses import Part, cut_clauses, subject_of
from service.parsing.coordination import cut_coordination
from service.parsing.gapping import cut_gapped
from service.parsing.names import find_names
from service.parsing.relative_clauses import cut_relative
from service.parsing.sentences import split_sentences

MAX_ASSERTIONS = 12
_PERSONAL = frozenset({"he", "she"})
_IMPERSONAL = frozenset({NameKind.PLACE, NameKind.ORGANISATION})
_PRONOUNS = _PERSONAL | {"they", "it"}
_RULES = (cut_relative, cut_gapped, cut_clauses, cut_coordination)
# Longer sentences are no compounds of news prose; taking them apart would cost more than it tells.
_LONGEST_SENTENCE = 700
# Wherever a rule cuts stands one of these; most claims have none.
_MAY_JOIN = re.compile(r"[,;]|\b(?:and|but)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One assertion of a text.

    ``text`` is the ``pieces`` of the whole text joined by blanks, so that it reads as a sentence
    of its own; ``span`` is the contiguous stretch of the whole text that only it has.
    """

    text: str
    pieces: tuple[Span, ...]
    span: Span


def split_assertions(text: str) -> tuple[Assertion, ...]:
    """The assertions of a clean text in order: at least one, at most ``MAX_ASSERTIONS``.

    Sentences are divided first, then compounds within them. A pronoun that opens a later sentence
    is replaced by the subject before it. What a speaker is said to have said stays whole.
    """
    sentences = split_sentences(text)
    if not sentences:
        return (_assertion(text, _Draft.of(Span(start=0, end=len(text)))),)
    drafts: list[_Draft] = []
    subject: tuple[Span, ...] = ()
    for number, sentence in enumerate(sentences, start=1):
        # One place is kept for the sentences to come: they may have to share it.
        room = MAX_ASSERTIONS - len(drafts) - (number < len(sentences))
        if room < 1:
            rest = _bare(text, Span(start=sentence.span.start, end=sentences[-1].span.end))
            drafts.append(_Draft.of(rest))
            break
        draft = _resolved(text, _Draft.of(_bare(text, sentence.span)), subject)
        if number < len(sentences):
            subject = _subject(text, draft) or subject
        drafts += _divided(text, draft, room)
    return tuple(_assertion(text, draft) for draft in drafts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """Stretches of the whole text that read as one assertion, and the stretch of its own."""

    pieces: tuple[Span, ...]
    own: Span

    @classmethod
    def of(cls, span: Span) -> _Draft:
        return cls(pieces=(span,), own=span)

    def text(self, whole: str) -> str:
        return " ".join(whole[piece.start : piece.end] for piece in self.pieces)

    def cut(self, part: Part) -> _Draft:
        """The draft that a part of this draft's text stands for."""
        pieces = tuple(piece for span in part.pieces for piece in self._located(span))
        located = self._located(part.own)
        mine = [span for span in located if self.own.covers(span)] or located
        own = Span(start=min(s.start for s in mine), end=max(s.end for s in mine))
        return _Draft(pieces=_joined(pieces), own=own)

    def _located(self, span: Span) -> list[Span]:
        """Where a span of this draft's text stands in the whole text."""
        found: list[Span] = []
        offset = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            start, end = max(span.start, offset), min(span.end, offset + length)
            if start < end:
                found.append(
                    Span(start=piece.start + start - offset, end=piece.start + end - offset)
                )
            offset += length + 1
        return found


def _joined(pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """Pieces that only one blank divides, as one piece."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and joined[-1].end + 1 == piece.start:
            joined[-1] = Span(start=joined[-1].start, end=piece.end)
        else:
            joined.append(piece)
    return tuple(joined)


def _divided(whole: str, draft: _Draft, room: int) -> list[_Draft]:
    """Apply the rules until none does or ``room`` assertions are made."""
    done: list[_Draft] = []
    waiting = [draft]
    while waiting:
        current = waiting.pop(0)
        parts = _parts(current.text(whole)) if len(done) + len(waiting) + 2 <= room else ()
        if len(parts) < 2 or len(done) + len(waiting) + len(parts) > room:
            done.append(current)
            continue
        subject: tuple[Span, ...] = ()
        cut: list[_Draft] = []
        for part in parts:
            piece = _resolved(whole, current.cut(part), subject)
            subject = _subject(whole, piece) or subject
            cut.append(piece)
        waiting = cut + waiting
    return done


def _parts(text: str) -> tuple[Part, ...]:
    if len(text) > _LONGEST_SENTENCE or _MAY_JOIN.search(text) is None:
        return ()
    for rule in _RULES:
        parts = rule(text)
        if parts:
            return parts
    return ()


def _subject(whole: str, draft: _Draft) -> tuple[Span, ...]:
    text = draft.text(whole)
    span = subject_of(text)
    if span is None or text[span.start : span.end].lower() in _PRONOUNS:
        return ()
    return draft.cut(Part(pieces=(span,), own=span)).pieces


def _resolved(whole: str, draft: _Draft, subject: tuple[Span, ...]) -> _Draft:
    """Put the subject before for a pronoun that opens an assertion."""
    text = draft.text(whole)
    pronoun, _, rest = text.partition(" ")
    if not subject or pronoun.lower() not in _PRONOUNS or not rest:
        return draft
    named = " ".join(whole[piece.start : piece.end] for piece in subject)
    if not _may_stand_for(pronoun.lower(), named, rest):
        return draft
    start = len(pronoun) + 1
    remaining = draft.cut(
        Part(
            pieces=(Span(start=start, end=len(text)),),
            own=Span(start=0, end=len(text)),
        )
    )
    return replace(remaining, pieces=(*subject, *remaining.pieces))


def _may_stand_for(pronoun: str, subject: str, rest: str) -> bool:
    people = [name for name in find_names(subject) if name.kind is NameKind.PERSON]
    plural = " and " in subject
    if pronoun in _PERSONAL:
        first = next(iter(find_names(subject)), None)
        named = first is not None and not first.country and first.span.start <= len("the ")
        if first is not None and named and first.kind in _IMPERSONAL:
            return False
        return not plural and (bool(people) or not subject.lower().endswith("s"))
    if pronoun == "they":
        return plural or (not people and subject.lower().endswith("s"))
    # "It is clear that …", "It rained", "It was announced that …" speak of nothing before.
    if " that " in f" {rest} "[:60] or rest.split()[0] in {"rained", "snowed", "takes", "took"}:
        return False
    return not people and not plural


def _bare(text: str, span: Span) -> Span:
    """A sentence without its full stop; the stop of an abbreviation stays."""
    end = span.end
    sentence = text[span.start : end]
    if sentence.endswith(".") and not sentence.endswith("..") and not _ends_short(sentence):
        end -= 1
    while end > span.start + 1 and text[end - 1] in " ,;":
        end -= 1
    return Span(start=span.start, end=end)


def _ends_short(sentence: str) -> bool:
    last = sentence.rsplit(None, 1)[-1]
    return "." in last[:-1] and last[0].isalpha() and len(last) <= 6


def _assertion(whole: str, draft: _Draft) -> Assertion:
    return Assertion(text=draft.text(whole), pieces=draft.pieces, span=draft.own)
