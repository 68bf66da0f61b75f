"""Who speaks in a sentence: the party of an attribution, or the subject of an act of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.domain.mentions import Attribution, NameKind, Quote
from service.extraction.people import FullNames
from service.parsing.attribution import find_attribution
from service.parsing.clauses import subject_of
from service.parsing.lexicon import Lexicon
from service.parsing.names import find_names
from service.parsing.quotes import find_quotes
from service.parsing.tokens import tokenize
from service.parsing.verbs import read_words

PRONOUNS = frozenset("he she it they".split())
# Acts of speech whose content the outlet passes on, though no "said that" governs it.
_ACTS = re.compile(
    r"^(?:\s+(?:also|again|later|now|repeatedly|sharply|strongly|unanimously|jointly|firmly|\w+ly"
    r"|had|has|have|on\s+\w+day|meanwhile))*\s+"
    r"(?:promised|promises|vowed|vows|pledged|pledges|demanded|demands|urged|urges|called|calls"
    r"|condemned|condemns|praised|praises|lauded|lauds|denounced|denounces|rejected|rejects"
    r"|criticised|criticizes|criticises|criticized|blamed|blames|accused|accuses|thanked|thanks"
    r"|welcomed|welcomes|advised|advises|apologised|apologized|defended|defends|dismissed"
    r"|dismisses|disputed|disputes|spoke\s+of|speaks\s+of|warned|warns|ruled\s+out|rules\s+out"
    r"|appealed|appeals|recommended|recommends|cautioned|cautions|expects|expected|forecast"
    r"|expressed|estimated|estimates|regards|denied|denies|deny|announced|announces|alleges|alleged|claims)\b",
    re.IGNORECASE,
)
# '"…," said survivor Mirela Oskand, a nurse.'
_NAMED_BEHIND = re.compile(
    r"[,?!.]\"\s(?:said|says|added|asked|explained|recalled|warned|told\sus)\s"
    r"(?P<who>(?:[a-z][\w-]*\s){0,4}[^\W\d_a-z][^,.\"]{1,60})"
)
# '"…," his lawyer, Bo Ketting, told the Courier.'
_TOLD = re.compile(r"\"\s(?P<who>[^\"]{2,90}?),?\s(?:told|said|added|explained)\b")
# "…, the interior ministry said on Thursday."
_SAID_LAST = re.compile(
    r",\s(?P<who>[^,\"]{2,70})\s(?:said|added|reported|told\s[^,\"]{2,40}|announced)"
    r"(?:\s(?:on|in|at|late|early)\s[^,\"]{2,40})?\.?$"
)
_ALLEGING = re.compile(r"^(?P<who>[^,;\"]{3,60}?)\s(?:alleges?|claims)\s(?:that\b|to\b)")
_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her)\s+", re.IGNORECASE)
_ASIDE = re.compile(r",|\s(?:who|which|whose|in|on|at|from|to|near|during|after)\s")
# "the number of", "shares in": what opens so speaks for nobody.
_NO_PARTY = re.compile(
    r"\b(?:number|numbers|toll|figure|figures|shares?|prices?|unrest|protests?|inflation|economy"
    r"|rate|rates|papers?|tests?)\b",
    re.IGNORECASE,
)
_PARTIES = frozenset(
    """official authority government spokesperson police ministry minister prosecutor army lawyer
    president prime-minister mayor company opposition""".split()
)
_OF = re.compile(r"\b(?:of|at|from|for)\s(?:the\s)?$")
_SECOND_HAND = frozenset({"according to", "as per", "as reported by"})
_LONGEST_SPEAKER = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The speaker of a record and what governs its words; both None in the outlet's own voice."""

    speaker: str | None
    attribution: Attribution | None
    quotes: tuple[Quote, ...]


def voice_of(text: str, names: FullNames) -> Voice:
    """Whose words a clean sentence passes on."""
    quotes = tuple(quote for quote in find_quotes(text) if not _is_title(quote.text))
    attribution = find_attribution(text)
    if attribution is not None and not _is_addressee(attribution):
        apposed = names.apposed(text[attribution.speaker_span.end :])
        speaker = named_party(apposed[0].text if apposed else attribution.speaker, names)
        if speaker and attribution.cue.lower() in _SECOND_HAND:
            speaker = _chained(text, attribution, speaker, names)
        return Voice(speaker=speaker, attribution=attribution, quotes=quotes)
    behind = _NAMED_BEHIND.search(text) or _TOLD.search(text) or _SAID_LAST.search(text)
    if behind and not any(word.finite for word in read_words(behind["who"])):
        speaker = named_party(behind["who"], names)
    else:
        speaker = _actor(text, quotes, names)
    return Voice(speaker=speaker, attribution=None, quotes=quotes)


def named_party(words: str, names: FullNames) -> str | None:
    """The person among the words for a speaker, in full, or the words without article and aside.

    None for a pronoun, which names nobody.
    """
    words = words.strip(" ,")
    people = names.people(words)
    if people and not re.search(r"\band\b", words):
        # "Dresk's lawyer" is the lawyer.
        last = next(
            (p for p in reversed(people) if not _OF.search(words[: p.span.start])), people[0]
        )
        if not re.match(r"'s?\s", words[last.span.end :]) and not last.text.endswith("'s"):
            return names.of(last)
    bare = _ASIDE.split(_ARTICLE.sub("", words), maxsplit=1)[0].strip()
    if bare.lower() in PRONOUNS | {"", "we", "i", "you", "there", "this", "that", "who", "one"}:
        return None
    return bare[:_LONGEST_SPEAKER].strip()


def _actor(text: str, quotes: tuple[Quote, ...], names: FullNames) -> str | None:
    """The subject of an act of speech, or of a sentence that quotes after its verb."""
    if alleging := _ALLEGING.match(text):
        return named_party(alleging["who"], names)
    span = subject_of(text)
    if span is None or span.end - span.start > _LONGEST_SPEAKER:
        return None
    subject = text[span.start : span.end]
    if _NO_PARTY.search(subject):
        return None
    acts = _ACTS.match(text, span.end) or _ACTS.match(text[span.end :])
    quoting = any(quote.span.start > span.end for quote in quotes)
    if not acts and not quoting:
        return None
    if not find_names(subject) and not is_party(subject):
        return None
    called = acts is not None and "called" in acts.group()
    if called and not (names.people(subject) or is_party(subject) or _is_country(subject)):
        return None
    return named_party(subject, names)


def is_party(subject: str) -> bool:
    """Whether a subject without a name can speak: "officials", "the transport ministry"."""
    stems = [token.stem for token in tokenize(subject) if not token.is_stop]
    concepts = {match.concept for match in Lexicon.load().match(stems)}
    return bool(concepts & _PARTIES)


def _chained(text: str, attribution: Attribution, outlet: str, names: FullNames) -> str:
    """The speaker with the medium that quotes it: "Anna Lund, according to Radio One"."""
    span = attribution.content_span
    inner = find_attribution(text[span.start : span.end])
    first = named_party(inner.speaker, names) if inner and not _is_addressee(inner) else None
    return f"{first}, according to {outlet}"[:_LONGEST_SPEAKER] if first else outlet


def _is_country(subject: str) -> bool:
    return any(name.kind is NameKind.PLACE or name.country for name in find_names(subject))


def _is_addressee(attribution: Attribution) -> bool:
    """Whether the "speaker" was told: "his lawyer, Bo Ketting, told the Courier"."""
    told = attribution.cue.lower() in {"told", "tells", "tell"}
    return told and attribution.speaker_span.start > attribution.cue_span.start


def _is_title(quoted: str) -> bool:
    """Whether quoted words are the name of a thing: every longer word has a capital."""
    words = [word for word in quoted.split() if len(word) > 3]
    return len(quoted.split()) <= 5 and bool(words) and all(word[0].isupper() for word in words)
