"""Quotations with their speaker: the same words, altered words, or another's words.

A statement that puts words between quotation marks into somebody's mouth is settled by a claim
that quotes: the same words of the same speaker support it; the same words of somebody else, or
nearly the same words of the same speaker with another one among them, contradict it (gold policies
6 and 7). All else a quotation says is left to the other comparisons.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import Indel

from service.domain.corpus import Claim
from service.domain.evidence import Passage, ReasonType
from service.domain.mentions import Quote
from service.parsing.analysis import Analysis, once
from service.parsing.negation import is_denied_at
from service.parsing.tokens import tokenize
from service.stance.alignment import OFFICES, Alignment
from service.stance.attribution import SpeakerMatch, voice
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.descriptions import Descriptions

_SAME_WORDS = 0.95
"""From this likeness of the words in order, two quotations differ by translation at most."""

_ALTERED = 0.6
"""From this on, the one is the other with something changed."""

_LEAST_WORDS = 4
"""A quotation of fewer words may be said by many, and changed into many others."""

_LEAST_TOUCHED = 0.5
"""So much of a statement with a shorter quotation must be told by the claim as well."""


def compare_utterance(
    statement: Analysis,
    analysis: Analysis,
    claim: Claim,
    alignment: Alignment,
    speaker: SpeakerMatch,
    descriptions: Descriptions,
) -> Comparison | None:
    """What a quoting claim says to a statement that is one quotation with its speaker."""
    ours = _uttered(statement)
    if ours is None:
        return None
    theirs = max(
        _quotations(analysis, claim), key=lambda text: _likeness(ours.text, text), default=""
    )
    likeness = _likeness(ours.text, theirs)
    is_long = len(_words(ours.text)) >= _LEAST_WORDS
    if not is_long and alignment.touched < _LEAST_TOUCHED:
        return None
    same = _is_same(statement, claim, speaker)
    another = not same and _is_another(statement, analysis, claim, descriptions)
    if likeness >= _SAME_WORDS and same and _is_whole(statement, ours):
        detail = f'the claim has the words "{theirs}"'
        return _on_the_words(Finding.AGREE, statement, analysis, ours, detail)
    if likeness >= _SAME_WORDS and another:
        return _on_the_speaker(statement, analysis, claim)
    altered = _ALTERED <= likeness < _SAME_WORDS and _has_other_words(ours.text, theirs)
    if is_long and altered and same:
        detail = f'the quoted words are "{theirs}"'
        return _on_the_words(Finding.CONFLICT, statement, analysis, ours, detail)
    return None


def is_utterance(statement: Analysis) -> bool:
    """Whether a statement is a quotation with its speaker, which few shared words may settle."""
    return _uttered(statement) is not None


@once
def _uttered(statement: Analysis) -> Quote | None:
    """The one quotation that the statement attributes to a speaker, who does not deny it."""
    attribution = statement.attribution
    if attribution is None or len(statement.quotes) != 1:
        return None
    if is_denied_at(statement.text, attribution.cue_span.start) or statement.denied is not None:
        return None
    quote = statement.quotes[0]
    inside = attribution.content_span.overlaps(quote.span)
    return quote if inside else None


def _is_whole(statement: Analysis, quote: Quote) -> bool:
    """Whether nothing but the quotation is said to have been said."""
    attribution = statement.attribution
    if attribution is None:
        return False
    before = statement.text[attribution.content_span.start : quote.span.start]
    after = statement.text[quote.span.end : attribution.content_span.end]
    return not _words(before) and not _words(after)


def _quotations(analysis: Analysis, claim: Claim) -> list[str]:
    return [quote.text for quote in analysis.quotes] + ([claim.quote] if claim.quote else [])


def _likeness(ours: str, theirs: str) -> float:
    """Of the words in order, 0 to 1."""
    return Indel.normalized_similarity(_words(ours), _words(theirs)) if theirs else 0.0


def _has_other_words(ours: str, theirs: str) -> bool:
    """Whether each has a content word in place of the other's; a translator may leave one out."""
    one, other = _content(ours), _content(theirs)
    return bool(one - other) and bool(other - one)


def _content(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokenize(text) if not token.is_stop)


def _words(text: str) -> list[str]:
    return [token.stem for token in tokenize(text)]


def _is_another(
    statement: Analysis, analysis: Analysis, claim: Claim, descriptions: Descriptions
) -> bool:
    """Whether the claim's speaker is known, and is not whom the statement names.

    Both are persons with names, or the statement names an office and the claim a person of whom the
    corpus tells another one.
    """
    asked_as = statement.attribution
    heard_as = claim.speaker or (analysis.attribution.speaker if analysis.attribution else None)
    if asked_as is None or heard_as is None:
        return False
    asked, heard = voice(asked_as.speaker), voice(heard_as)
    if (
        asked.names & heard.names
        or not heard.names
        or _capitals(asked_as.speaker) & _capitals(heard_as)
    ):
        return False
    if asked.names:
        return True
    office = asked.concepts & OFFICES
    known = [descriptions.of.get(name, frozenset()) for name in heard.names]
    return bool(office) and all(nouns and office.isdisjoint(nouns) for nouns in known)


def _is_same(statement: Analysis, claim: Claim, speaker: SpeakerMatch) -> bool:
    """Whether the speakers are one, by what is known of them or by their last name alone."""
    if speaker is SpeakerMatch.SAME:
        return True
    asked = statement.attribution
    if asked is None or claim.speaker is None:
        return False
    ours, theirs = _NAME_WORD.findall(asked.speaker), _NAME_WORD.findall(claim.speaker)
    return bool(ours and theirs) and ours[-1] == theirs[-1]


def _capitals(speaker: str) -> frozenset[str]:
    return frozenset(_NAME_WORD.findall(speaker))


_NAME_WORD = re.compile(r"\b[A-Z][\w'-]{2,}")


def _on_the_words(
    finding: Finding, statement: Analysis, analysis: Analysis, quote: Quote, detail: str
) -> Comparison:
    return comparison(
        finding,
        ReasonType.QUOTE,
        statement=passage(statement.text, quote.span),
        claim=_quoted_in(analysis),
        detail=detail,
    )


def _on_the_speaker(statement: Analysis, analysis: Analysis, claim: Claim) -> Comparison:
    """That it was another who said so."""
    asked, heard = statement.attribution, analysis.attribution
    return comparison(
        Finding.CONFLICT,
        ReasonType.ATTRIBUTION,
        statement=passage(statement.text, asked.speaker_span if asked else None),
        claim=passage(analysis.text, heard.speaker_span) if heard else _quoted_in(analysis),
        detail=f"{heard.speaker if heard else claim.speaker} said it",
    )


def _quoted_in(analysis: Analysis) -> Passage | None:
    return passage(analysis.text, analysis.quotes[0].span if analysis.quotes else None)
