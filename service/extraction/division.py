"""What a sentence asserts, clause by clause, each with the speaker who governs it.

``parsing.assertions`` divides statements, where half a sentence that nobody said would be judged.
Here some more is divided: what one speaker said into its parts, an aside with a verb of speech,
and a place that brings a clause of its own. A division that leaves a fragment is not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from service.domain.mentions import NameKind, Span
from service.extraction.counts import tolls
from service.extraction.participles import asides
from service.extraction.subordinates import (
    announcements,
    deeds,
    introduced,
    means,
    partitives,
    places,
    reasons,
    reduced,
    relatives,
)
from service.parsing.assertions import split_assertions
from service.parsing.attribution import find_attribution
from service.parsing.checkability import FRAGMENT, not_checkable
from service.parsing.clauses import subject_of
from service.parsing.dates import find_dates
from service.parsing.names import find_names
from service.parsing.quotes import mask_quotes
from service.parsing.sentences import split_sentences
from service.parsing.verbs import PRESENT, main_verb, read_words

_AND_SAID = re.compile(
    r",?\s(?:and|but)\s(?P<said>(?:also\s)?(?:said|announced|added|promised|warned|claimed|denied"
    r"|suggested|declared|stated|confirmed|insisted|called|demanded|rejected|urged)[\s,])"
)
# "Two days after the loss, …": what follows counts something else.
_OPENING = re.compile(
    r"^(?:[\w-]+\s){1,2}(?:days?|weeks?|months?|years?|hours?|minutes?)\s"
    r"(?:after|before|ago|earlier|later)\b[^,\"]{0,80},\s",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:who|which|that|after|before|when|while|because|since|if|as|though|although)\s"
)
# "between 1.1 | and 1.4 billion" is one range.
_BETWEEN = re.compile(
    r"\b(?:between(?!.*\sand\s)\s[^,]{1,25}|from\s(?:[^\s,]+\s){0,2}\S*\d[^\s,]*(?:\s\w+)?)$"
)
_PREPOSITIONS = frozenset("in on at from to of for by with near".split())
# "Cafes staying boarded" is what is left of "with many kiosks and cafes staying boarded".
_NO_FINITE = re.compile(
    r"^(?!.*\b(?:is|are|was|were|has|have|had)\b)[^,]*?\b[a-z]{3,}ing\s[a-z]+ed\b[^,]*$"
)
# "Anton Brelik and Mira Hollen welcomed the verdict": each of them did.
_BOTH = re.compile(
    r"^(?P<one>[^,\"~]{3,90}?)\sand\s(?P<other>[^,\"~]{2,90}?)"
    r"\s(?:(?:unanimously|jointly|both|also|later)\s)?(?P<verb>called|urged|condemned|denounced|praised"
    r"|welcomed|demanded|rejected|criticised|criticized|warned|appealed|said|told|declared)\b"
)
_DAY_AHEAD = re.compile(r"^(?:(?:Early|Late|Earlier)\s)?(?:[Oo]n|[Ii]n)\s(?P<day>[^,\"]{3,30}),\s")
# "Invited Ivo Tann and his cousin": once they are apart, "his" would be somebody else's.
_PAIR = re.compile(
    r"(?<=[a-z]\s)(?P<one>(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,3})\sand\s(?:his|her)(?=\s[a-z])"
)
_HAS_AUXILIARY = re.compile(r"\b(?:was|were|been|are|is)\b")
_BARE_PARTICIPLE = re.compile(
    r"^(?:(?!.*\b(?:was|were|been|are|is|have|has|had)\b)).*?\b(?:thousand|hundred|dozens?|\d+)\s"
    r"(?:\w+\s){0,3}?(?P<done>injured|wounded|killed|arrested|detained|hurt|evacuated)\b"
)
_WHILE = re.compile(r",\s(?:while|whereas)\s(?![a-z]+ing\b)")
_SAYINGS = re.compile(r"^\"(?P<said>[^\"?]{20,600}),?\",?(?P<rest>\s[^\"]{4,200})$")
_AND_THAT = re.compile(r",?\sand\sthat\s")
_COUNTED_WHILE = re.compile(r",?\swhile\s(?=(?:one|two|three|some|more|another|at\sleast|\d)\b)")


Rule = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One assertion of a sentence: its text, and the stretch of the sentence that it is from."""

    text: str
    span: Span


def clauses_of(text: str, written: str) -> tuple[Clause, ...]:
    """What a sentence asserts, in order; at least one clause.

    ``text`` is the sentence with its references resolved, ``written`` as it stands in the article;
    the spans point into ``written``.
    """
    text = _PAIR.sub(r"\g<one> and \g<one>'s", text)
    clauses = [Clause(text=text, span=Span(start=0, end=len(written)))]
    for rule in _RULES:
        clauses = [part for clause in clauses for part in _applied(rule, written, clause)]
    return tuple(clauses)


def _applied(rule: Rule, whole: str, clause: Clause) -> list[Clause]:
    """The parts that a rule makes of a clause, unless one of them says nothing."""
    texts = list(rule(clause.text))
    if len(texts) < 2 or any(_is_fragment(text) for text in texts):
        return [clause]
    if any(_splits_names(*pair) for pair in pairwise(texts)):
        return [clause]
    texts = [texts[0], *(_with_auxiliary(texts[0], text) for text in texts[1:])]
    texts = [texts[0], *(_with_day(texts[0], text) for text in texts[1:])]
    return [_placed(whole, clause, text) for text in texts]


def _is_fragment(text: str) -> bool:
    words = read_words(mask_quotes(text))
    present = any(word.low in PRESENT for word in words[1:])
    if len(words) < 3 or (main_verb(words) < 1 and not present) or words[0].low == "little":
        return True
    if _BETWEEN.search(text) or _NO_FINITE.match(text.rstrip(".")):
        return True
    return not_checkable(text) == FRAGMENT


def _splits_names(left: str, right: str) -> bool:
    """Whether a cut went between two names: "in the towns of A | and B on 1 May"."""
    last, first = left.split()[-1], right.split()[:2]
    return last[0].isupper() and first[0][0].isupper() and first[-1].lower() in _PREPOSITIONS


def _with_auxiliary(first: str, text: str) -> str:
    """ "26 were killed | and a thousand residents injured": the second part lacks its verb."""
    found = _BARE_PARTICIPLE.match(text)
    if found is None or not _HAS_AUXILIARY.search(first):
        return text
    return f"{text[: found.start('done')]}were {text[found.start('done') :]}"


def _with_day(first: str, text: str) -> str:
    """ "On 5 May, X did this | and X did that": one subject did both on that day."""
    opening = _DAY_AHEAD.match(first)
    if opening is None or not text.startswith(first[opening.end() :].split()[0]):
        return text
    if not find_dates(opening["day"], reference=None) or find_dates(text, reference=None):
        return text
    return f"{opening.group()}{text}"


def _placed(whole: str, clause: Clause, text: str) -> Clause:
    """A part with the stretch that only it has, where that stands in the sentence as it is."""
    bare = text.rstrip(".")
    at = whole.find(bare, clause.span.start, clause.span.end)
    if at < 0:
        return Clause(text=text, span=clause.span)
    return Clause(text=text, span=_grown(whole, Span(start=at, end=at + len(bare))))


def _grown(whole: str, span: Span) -> Span:
    """A stretch with the quotation marks and the stop that belong to its ends."""
    start, end = span.start, span.end
    while end < len(whole) and whole[end] in ".!?\"')":
        end += 1
    while start > 0 and whole[start - 1] in "\"'(":
        start -= 1
    return Span(start=start, end=end)


def _second_speech(text: str) -> Iterator[str]:
    """ "Tessalon cut its forecast and said that …": two acts of one subject."""
    masked = mask_quotes(text)
    found = _AND_SAID.search(masked)
    subject = subject_of(text)
    if found is None or subject is None or subject.end >= found.start():
        return
    left = text[: found.start()]
    governed = find_attribution(left) is not None
    if governed and not found.group().startswith(","):
        return
    if not governed and _SUBORDINATE.search(left):
        return
    yield left
    yield f"{text[subject.start : subject.end]} {text[found.start('said') :]}"


def _apart(text: str) -> Iterator[str]:
    """ "A did this, while B did that": two things, unless one speaker says both."""
    found = _WHILE.search(mask_quotes(text))
    if found is None or text.count('"', 0, found.start()) % 2:
        return
    attribution = find_attribution(text)
    if attribution is not None and (
        attribution.content_span.start < found.start() < attribution.content_span.end
    ):
        return
    yield text[: found.start()]
    yield text[found.end() : found.end() + 1].upper() + text[found.end() + 1 :]


def _both_spoke(text: str) -> Iterator[str]:
    """ "X and Y welcomed it": one record for each, since each is asked for alone."""
    found = _BOTH.match(text)
    if found is None:
        return
    sides = (found["one"], found["other"])
    if not all(any(n.kind is NameKind.PERSON for n in find_names(side)) for side in sides):
        return
    rest = text[found.start("verb") :]
    yield from (f"{side} {rest}" for side in sides)


def _quoted_sentences(text: str) -> Iterator[str]:
    """'"A. B," said X': two things said."""
    found = _SAYINGS.match(text)
    if found is None:
        return
    parts = split_sentences(found["said"])
    if len(parts) < 2:
        return
    for part in parts:
        yield f'"{part.text.rstrip(".,")},"{found["rest"]}'


def asides_of(text: str) -> Iterator[str]:
    """ "X said …, rejecting calls for dialogue": X rejected them."""
    parts = asides(text)
    if parts:
        yield from parts


def _assertions(text: str) -> Iterator[str]:
    opening = _OPENING.match(text)
    begin = opening.end() if opening else 0
    number = 0
    for stretch in _COUNTED_WHILE.split(mask_quotes(text)[begin:]):
        start = text.find(stretch, begin) if "~" not in stretch else begin
        whole = text[start : start + len(stretch)]
        begin = start + len(stretch)
        for assertion in split_assertions(whole):
            yield (text[: opening.end()] if opening and not number else "") + assertion.text
            number += 1


def _that_clauses(content: str) -> list[str]:
    """ "… that A and that B" is two things said."""
    if _AND_THAT.search(mask_quotes(content)) is None or '"' in content:
        return [content]
    return _AND_THAT.split(content)


def _said(text: str) -> Iterator[str]:
    """Divide what a speaker said, and keep the speaker with each part."""
    attribution = find_attribution(text)
    if attribution is None:
        return
    at = attribution.content_span
    content = text[at.start : at.end]
    if content.count('"') % 2 or not mask_quotes(content).strip('"~ .,'):
        return
    before, after = text[: at.start], text[at.end :]
    parts = [part for piece in _that_clauses(content) for part in _assertions(piece)]
    for rule in _CARRIED:
        parts = [p for part in parts for p in (list(rule(part)) or [part])]
    if any(_NO_FINITE.match(part.rstrip(".")) for part in parts):
        return
    for part in parts:
        said = part if before.strip() else part[:1].upper() + part[1:]
        yield f"{before}{said}{after}"


_CARRIED = (places, relatives, introduced, partitives, reasons)
_RULES = (
    _quoted_sentences,
    reduced,
    *_CARRIED,
    _apart,
    _both_spoke,
    _second_speech,
    asides_of,
    _second_speech,
    means,
    announcements,
    deeds,
    tolls,
    _assertions,
    _said,
)
