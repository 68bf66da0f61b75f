"""Which sentences of a draft are worth checking, and why the others are not.

Worth checking is what a source could confirm or refute: a figure, a day, a speaker, a quotation,
a name, or an event whose subject and act are both known words of news.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.drafts import PassedOverCode, Worth, WorthReason
from service.domain.mentions import Quantity
from service.extraction.references import dangling_pronoun
from service.parsing.analysis import Analysis, analyse
from service.parsing.checkability import FRAGMENT, OPINION, ORDER, QUESTION, WISH, not_checkable
from service.parsing.language import detect_language
from service.parsing.reading import READ_LANGUAGES
from service.parsing.verbs import is_past, read_words

_CODES = {
    QUESTION: PassedOverCode.QUESTION,
    ORDER: PassedOverCode.INSTRUCTION,
    OPINION: PassedOverCode.OPINION,
    WISH: PassedOverCode.WISH,
    FRAGMENT: PassedOverCode.FRAGMENT,
}
_VAGUE = "No figure, day, name, speaker or event that a source could be asked about."
# Concepts of states of mind, of quantity and of degree: no event is known by them.
_NO_EVENT = frozenset(
    "all many few some most common rare difficult important worry hope want tension continue change believe begin end good bad small".split()
)
# The act itself, and who or what takes part in it.
_LEAST_PARTIES = 2
# A shorter line without a verb that is known here has hardly one that is not.
_LEAST_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unworthy:
    """Why a sentence is passed over."""

    code: PassedOverCode
    detail: str


def unworthy(text: str, *, is_prose: bool) -> Unworthy | None:
    """Why a sentence cannot be checked; None where it can.

    Prose is given credit where no verb is known here: a sentence of a paragraph has one.
    """
    language = detect_language(text)
    if language not in READ_LANGUAGES:
        detail = f'It seems to be in "{language}"; only English is read.'
        return Unworthy(code=PassedOverCode.LANGUAGE, detail=detail)
    reason = not_checkable(text)
    if reason == FRAGMENT and is_prose and len(text.split()) >= _LEAST_WORDS:
        reason = None
    if reason is not None:
        return Unworthy(code=_CODES[reason], detail=reason)
    pronoun = dangling_pronoun(text)
    if pronoun is not None:
        detail = f'The text does not make plain for whom or what "{pronoun}" stands.'
        return Unworthy(code=PassedOverCode.VAGUE, detail=detail)
    if not worth_reasons(text):
        return Unworthy(code=PassedOverCode.VAGUE, detail=_VAGUE)
    return None


def worth_reasons(text: str) -> tuple[WorthReason, ...]:
    """What makes a sentence worth checking, one reason of a kind, with the first words for it."""
    analysis = analyse(text, None)
    attribution = analysis.attribution
    found: tuple[tuple[Worth, list[str]], ...] = (
        (Worth.NUMBER, [q.text for q in analysis.quantities if _is_figure(q)]),
        (Worth.DATE, [d.text for d in analysis.dates] + [d.text for d in analysis.durations]),
        (Worth.ATTRIBUTION, [attribution.speaker] if attribution else []),
        (Worth.QUOTE, [quote.text for quote in analysis.quotes]),
        (Worth.NAME, [name.text for name in analysis.names]),
        (Worth.EVENT, _events(analysis)),
    )
    return tuple(WorthReason(type=kind, text=words[0]) for kind, words in found if words)


def names_something(text: str) -> bool:
    """Whether a sentence names anybody or anything but its speaker: it then is about that."""
    analysis = analyse(text, None)
    said_by = analysis.attribution.speaker_span if analysis.attribution else None
    return any(said_by is None or not said_by.covers(name.span) for name in analysis.names)


def _is_figure(quantity: Quantity) -> bool:
    """Whether a quantity is a figure, and not the "one" or the "no" of everyday speech."""
    in_digits = any(char.isdigit() for char in quantity.text)
    return not quantity.ordinal and (in_digits or quantity.value > 1)


def _events(analysis: Analysis) -> list[str]:
    """The acts of a sentence that also says who or what takes part in them."""
    telling = [term for term in analysis.terms if term.concepts - _NO_EVENT]
    parties = len(telling) + len(analysis.names) + len(analysis.quantities)
    past = {w.low for w in read_words(analysis.text) if w.finite or is_past(w.low)}
    acts = [term.text for term in telling if past & set(term.text.lower().split())]
    return acts if parties >= _LEAST_PARTIES else []
