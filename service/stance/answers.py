"""What a disagreement is about, and what each side answers, in words and as a key."""

from __future__ import annotations

from service.domain.disagreements import DisagreementType
from service.domain.evidence import Passage
from service.domain.mentions import NameKind, Quantity
from service.parsing.analysis import Analysis, Term
from service.parsing.names import country_of
from service.parsing.tokens import Token, tokenize
from service.stance.peers import Difference, Meeting

_LONGEST_TOPIC = 90
_PLAIN = frozenset({DisagreementType.NUMBER, DisagreementType.SCOPE, DisagreementType.DURATION})
_KEPT_BEFORE = frozenset(
    {"in", "of", "at", "from", "to", "by", "for", "against", "with", "on", "and"}
)
_ARTICLES = frozenset({"the", "a", "an", "their", "his", "her", "its"})


def answer_key(kind: DisagreementType, analysis: Analysis, passage: Passage) -> str:
    """Equal for words that give one answer."""
    quantity = _quantity(analysis, passage)
    if kind is DisagreementType.NUMBER and quantity is not None:
        bounds = quantity.interval
        ends = f"{'(' if bounds.low_open else '['}{bounds.low},{bounds.high}"
        return f"{ends}{')' if bounds.high_open else ']'} {quantity.unit}".strip()
    if kind is DisagreementType.DURATION:
        for duration in analysis.durations:
            if duration.span.overlaps(passage.span):
                return f"{duration.days.low}..{duration.days.high}"
    if kind is DisagreementType.DATE:
        for mention in analysis.dates:
            if mention.span.overlaps(passage.span) and mention.first is not None:
                return f"{mention.relation} {mention.first}..{mention.last}"
    negated = any(t.negated for t in analysis.terms if t.span.overlaps(passage.span))
    return ("not " if negated else "") + _words_key(analysis, passage)


def answer_text(kind: DisagreementType, analysis: Analysis, passage: Passage) -> str:
    """The disputed words, or all that is told where a single word would say nothing."""
    if kind in _PLAIN:
        # A capital only tells that the sentence begins with it.
        return passage.text[:1].lower() + passage.text[1:]
    if kind is not DisagreementType.POLARITY:
        return passage.text
    told = analysis.attribution.content_span if analysis.attribution else None
    return analysis.text[told.start : told.end] if told else analysis.text


def topic_of(kind: DisagreementType, meeting: Meeting, difference: Difference) -> str:
    """The words that both sides share, as the shorter of them puts them."""
    left, right = meeting.left.analysis, meeting.right.analysis
    is_left = (len(left.text), left.text) <= (len(right.text), right.text)
    analysis = left if is_left else right
    disputed = difference.left if is_left else difference.right
    reading = meeting.forward if is_left else meeting.backward
    shared = [link.statement for link in reading.alignment.links if link.link.entails]
    kept = [t for t in shared if not t.in_frame and not t.span.overlaps(disputed.span)]
    match kind:
        case DisagreementType.OUTCOME:
            fates = " or ".join(sorted({difference.left.text, difference.right.text}))
            places = [t for t in kept if _is_place(t)]
            words = f"{_common_count(meeting)} {fates} {_joined(analysis, places)}"
        case DisagreementType.ACTOR:
            words = f"{_common_count(meeting)} {_joined(analysis, kept)}"
        case DisagreementType.QUOTE:
            speaker = meeting.left.candidate.claim.speaker or ""
            telling = [t for t in kept if t.text not in speaker]
            words = f"{speaker}: {_joined(analysis, telling)}"
        case _:
            words = _joined(analysis, kept)
    return _short(words) or _short(_joined(analysis, shared)) or _short(disputed.text)


def _common_count(meeting: Meeting) -> str:
    """A number that both sides have, as the left one writes it."""
    theirs = {quantity.interval for quantity in meeting.right.analysis.quantities}
    ours = meeting.left.analysis.quantities
    return next((f"{q.value:,.0f}" for q in ours if q.interval in theirs and not q.unit), "")


def _joined(analysis: Analysis, kept: list[Term]) -> str:
    """The terms in the order of the text, with the prepositions and the "and" between them.

    A country comes last ("Kazakhstan's police" is "police in Kazakhstan"), and its adjective goes.
    """
    tokens = tokenize(analysis.text)
    countries = {t.name.key for t in kept if t.name is not None and not t.name.country}
    words: list[str] = []
    last = ""
    for term in sorted(kept, key=lambda term: term.span):
        if term.name is not None and term.name.country in countries:
            continue
        before = _before(tokens, term)
        if _is_place(term) and before != "of" and country_of(_key(term)) == _key(term):
            last = f"in {term.text}"
            continue
        words += [before, term.text] if words else [term.text]
    return " ".join([*words, last])


def _before(tokens: tuple[Token, ...], term: Term) -> str:
    preceding = [token for token in tokens if token.span.end <= term.span.start]
    for token in preceding[-1:-3:-1]:
        word = token.text.lower()
        if word in _KEPT_BEFORE:
            return word
        if word not in _ARTICLES:
            return ""
    return ""


def _is_place(term: Term) -> bool:
    return term.name is not None and term.name.kind is NameKind.PLACE and not term.name.country


def _key(term: Term) -> str:
    return term.name.key if term.name is not None else ""


def _quantity(analysis: Analysis, passage: Passage) -> Quantity | None:
    return next((q for q in analysis.quantities if q.span.overlaps(passage.span)), None)


def _words_key(analysis: Analysis, passage: Passage) -> str:
    """Names by their keys and other words by stem, so that spellings do not matter."""
    names = [name for name in analysis.names if name.span.overlaps(passage.span)]
    stems = {
        token.stem
        for token in tokenize(passage.text)
        if not any(token.text in name.text for name in names)
    }
    return " ".join(sorted({name.key for name in names} | stems)) or passage.text.casefold()


def _short(words: str) -> str:
    text = " ".join(words.split())
    return (
        text if len(text) <= _LONGEST_TOPIC else text[: _LONGEST_TOPIC - 1].rsplit(" ", 1)[0] + "…"
    )
