"""Claim records out of a whole article.

The article is read once from top to bottom: layout, sentences, clauses. Each clause becomes one
record whose text can be understood alone, with its speaker, the outlet's standing, the day of the
event and the place in the article from which it was drawn. When in doubt a sentence stays whole
and its pronouns stay pronouns: a record that says less is better than one that nobody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.domain.corpus import Claim, Locator, Source, Standing
from service.domain.mentions import Quote, Span
from service.extraction.ages import ages
from service.extraction.appositions import without_appositions
from service.extraction.counts import populations, with_people
from service.extraction.descriptions import Descriptions
from service.extraction.division import clauses_of
from service.extraction.events import event_at
from service.extraction.layout import BlockKind, read_layout
from service.extraction.offices import Holders
from service.extraction.passages import Sentence, sentences_of
from service.extraction.people import FullNames
from service.extraction.quotations import indirect
from service.extraction.references import References
from service.extraction.setting import Setting
from service.extraction.standing import counts_unverified, standing_of, takes_distance
from service.extraction.towns import Towns
from service.extraction.voices import Voice, voice_of
from service.extraction.wording import as_sentence
from service.parsing.capitals import is_title_case
from service.parsing.checkability import FRAGMENT, ORDER, QUESTION, WISH, not_checkable
from service.parsing.gazetteer import common_words
from service.parsing.quotes import mask_quotes
from service.parsing.verbs import read_words

_NO_CLAIMS = frozenset((FRAGMENT, ORDER, QUESTION, WISH))
_OWN = Voice(speaker=None, attribution=None, quotes=())
_PRESENT = re.compile(
    r"\b[a-z]{3,}s\s(?:in|at|on|to|the|an?|outside|near|from|after|during|with|over|his|her|its)\b"
)
_LEAST_WORDS = 3
_LETTER = re.compile(r"[^\W\d_]")


def extract(source: Source, text: str) -> tuple[Claim, ...]:
    """The claim records of an article, in its order, with ids ``<source-id>-001`` and on.

    Never raises, whatever the text; the same text gives the same records.
    """
    blocks = read_layout(text)
    sentences = [sentence for block in blocks for sentence in sentences_of(block)]
    return _Article(source=source, submitted=text).records(sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A record in the making: what the sentence says, who says it, and from where."""

    text: str
    voice: Voice
    span: Span
    sentence: Sentence
    town: str | None = None
    joint: str = "in"  # Before the country, if the record lacks one; "" where it needs none.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    source: Source
    submitted: str

    def records(self, sentences: list[Sentence]) -> tuple[Claim, ...]:
        texts = [s.text for s in sentences if s.is_readable]
        names = FullNames(texts)
        opening = " ".join(texts[:2])
        setting = Setting(opening, texts)
        references = References(names, Descriptions())
        holders = Holders(texts, names, setting.country)
        towns = Towns(setting.country)
        claims: list[Claim] = []
        begun = 0
        seen: set[str] = set()
        for sentence in sentences:
            drawn = list(self._drawn(sentence, references, names, holders, towns, setting.country))
            if sentence.is_readable and takes_distance(sentence.text):
                figures = counts_unverified(sentence.text)
                claims[begun:] = [_doubted(claim, figures=figures) for claim in claims[begun:]]
            begun = len(claims)
            for one in drawn:
                if one.text in seen:
                    continue
                seen.add(one.text)
                claims.append(self._claim(one, setting, number=len(claims) + 1))
        return tuple(claims)

    def _drawn(
        self,
        sentence: Sentence,
        references: References,
        names: FullNames,
        holders: Holders,
        towns: Towns,
        country: str | None,
    ) -> Iterator[_Drawn]:
        if not _LETTER.search(sentence.text) or len(sentence.text.split()) < 2:
            return
        if not sentence.is_readable:
            yield _plain(sentence)
            return
        references.enter(sentence.block.paragraph)
        written = _written(sentence)
        spoken = references.continued(written)
        if spoken is not None:
            one = _Drawn(
                text=spoken,
                voice=voice_of(spoken, names),
                span=_all_of(sentence),
                sentence=sentence,
            )
            yield one
            yield from _indirect(one)
            return
        if sentence.block.kind is BlockKind.CAPTION and not _has_verb(sentence.text):
            return
        references.describe(sentence.text)
        towns.enter(sentence.block.paragraph)
        located = towns.resolved(written)
        town = towns.of(located)
        towns.read(located)
        aside = without_appositions(references.resolved(holders.named(located)))
        for clause in clauses_of(aside.text, sentence.text):
            text = with_people(as_sentence(references.resolved(clause.text)))
            references.read(text)
            voice = voice_of(text, names)
            if voice.speaker is None and _claims_nothing(text, sentence):
                continue
            one = _Drawn(text=text, voice=voice, span=clause.span, sentence=sentence, town=town)
            yield one
            yield from _indirect(one)
        if sentence.block.kind is BlockKind.HEADLINE:
            return
        for said in aside.said:
            yield _Drawn(text=said, voice=_OWN, span=_all_of(sentence), sentence=sentence)
        for said in ages(sentence.text, names):
            yield _Drawn(text=said, voice=_OWN, span=_all_of(sentence), sentence=sentence, joint="")
        for said in populations(located, country):
            yield _Drawn(text=said, voice=_OWN, span=_all_of(sentence), sentence=sentence, joint="")
        for office in holders.offices(sentence.text):
            yield _Drawn(
                text=office.text,
                voice=_OWN,
                span=_all_of(sentence),
                sentence=sentence,
                joint="of" if office.is_national else "",
            )

    def _claim(self, drawn: _Drawn, setting: Setting, *, number: int) -> Claim:
        sentence, voice = drawn.sentence, drawn.voice
        quote = _longest(voice.quotes) if voice.speaker else None
        written = sentence.original(drawn.span)
        whole = sentence.original(Span(start=0, end=len(sentence.text)))
        verbatim = self._verbatim(quote, written) or self._verbatim(quote, whole)
        span = written if verbatim is None or self._verbatim(quote, written) else whole
        day = sentence.block.day or self.source.published_on
        return Claim(
            id=f"{self.source.id}-{number:03d}",
            source_id=self.source.id,
            text=setting.added(drawn.text, joint=drawn.joint, town=drawn.town),
            quote=verbatim,
            speaker=voice.speaker,
            standing=standing_of(
                drawn.text, voice.attribution, voice.quotes, speaker=voice.speaker
            ),
            event_at=event_at(drawn.text, day),
            locator=Locator(paragraph=sentence.block.paragraph, span=span),
        )

    def _verbatim(self, quote: Quote | None, span: Span) -> str | None:
        """The quoted words as the article has them, from a stretch of it."""
        if quote is None:
            return None
        words = [re.escape(word) for word in quote.text.rstrip(".,").split()]
        pattern = r"\s+".join(words).replace("'", "['\u2018\u2019]").replace('"', '["\u201c\u201d]')
        found = re.search(pattern, self.submitted[span.start : span.end])
        return found.group() if found else None


def _written(sentence: Sentence) -> str:
    """The sentence as it stands alone; a headline in title case as it would be written in the text."""
    if sentence.block.kind is not BlockKind.HEADLINE or not is_title_case(sentence.text):
        return _opened(sentence.text)
    known = common_words()
    first, *rest = sentence.text.split(" ")
    lowered = (
        word.lower() if re.sub(r"[^a-z]", "", word.lower().split("-")[-1]) in known else word
        for word in rest
    )
    return " ".join((first, *lowered))


def _opened(text: str) -> str:
    """A sentence out of the middle of a quotation, with the mark that stands further up."""
    first = text.find('"')
    closes = first > 0 and text[first - 1] in ",.!?" and text.count('"') == 1
    return f'"{text}' if closes else text


def _plain(sentence: Sentence) -> _Drawn:
    """A stretch too long for a sentence, as it is."""
    return _Drawn(
        text=sentence.text,
        voice=_OWN,
        span=_all_of(sentence),
        sentence=sentence,
    )


def _indirect(drawn: _Drawn) -> Iterator[_Drawn]:
    """The longest quotation of a named speaker once more, with its "I" resolved."""
    quote = _longest(drawn.voice.quotes)
    if drawn.voice.speaker is None or quote is None:
        return
    text = indirect(drawn.voice.speaker, quote)
    if text is not None:
        yield replace(drawn, text=text)


def _claims_nothing(text: str, sentence: Sentence) -> bool:
    """Whether a text makes no claim. Prose is given credit: its verbs may be unknown here."""
    reason = not_checkable(text)
    if reason == FRAGMENT and sentence.block.kind is BlockKind.BODY:
        return len(text.split()) < _LEAST_WORDS
    return reason in _NO_CLAIMS


def _all_of(sentence: Sentence) -> Span:
    return Span(start=0, end=len(sentence.text))


def _has_verb(text: str) -> bool:
    """Whether a caption says that something happens; verbs unknown here are told by their place."""
    finite = any(word.finite for word in read_words(mask_quotes(text)))
    return finite or _PRESENT.search(text) is not None


def _longest(quotes: tuple[Quote, ...]) -> Quote | None:
    return max(quotes, key=lambda quote: (len(quote.text), -quote.span.start), default=None)


def _doubted(claim: Claim, *, figures: bool) -> Claim:
    """A record that the next sentence puts in doubt; a count that is only unverified is relayed."""
    if figures:
        own = claim.standing is Standing.ASSERTED
        return replace(claim, standing=Standing.RELAYED) if own else claim
    if claim.standing is Standing.ASSERTED:
        return claim
    return replace(claim, standing=Standing.DISTANCED)
