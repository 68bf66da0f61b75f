"""Predicates that leave out what the first one said: "26 were killed and 18 injured"."""

from __future__ import annotations

import re

from service.domain.mentions import Span
from service.parsing.attribution import find_attribution
from service.parsing.clauses import Part
from service.parsing.coordination import AND, COUNT_HEAD
from service.parsing.quotes import mask_quotes
from service.parsing.verbs import (
    BE,
    HAVE,
    INTRANSITIVE,
    Word,
    is_participle,
    main_verb,
    read_words,
)

_JOINT = re.compile(rf"(?:{AND.pattern})|,\s+(?=\d)")
# So many words at most stand between a count and its participle.
_NOUN_PHRASE_LENGTH = 4


def cut_gapped(text: str) -> tuple[Part, ...]:
    """ "26 demonstrators were killed and 18 injured": what the second leaves out is put back."""
    masked = mask_quotes(text)
    words = read_words(masked)
    verb = main_verb(words)
    if verb < 1 or " and " not in masked or find_attribution(text) is not None:
        return ()
    for joint in _JOINT.finditer(masked, words[verb].end):
        count = COUNT_HEAD.match(masked, joint.end())
        if count is None:
            continue
        following = read_words(masked[count.end() :])
        parts = _gapped(masked, words, verb, joint, count, following)
        if parts:
            return parts
    return ()


def _gapped(
    masked: str,
    words: tuple[Word, ...],
    verb: int,
    joint: re.Match[str],
    count: re.Match[str],
    following: tuple[Word, ...],
) -> tuple[Part, ...]:
    """The two parts when the words after ``count`` are a predicate short of noun or auxiliary."""
    offset = count.end()
    first, own = _span(0, joint.start()), _span(joint.end(), len(masked))
    noun = _counted_noun(masked, words[verb])
    opens_predicate = following and (
        (following[0].finite and not is_participle(following[0].low))
        or following[0].low in INTRANSITIVE
    )
    if opens_predicate and noun:
        rest = _span(offset + following[0].start, len(masked))
        head = _span(joint.end(), offset + following[0].start - 1)
        return Part(pieces=(first,), own=first), Part(pieces=(head, noun, rest), own=own)
    at = next((i for i, word in enumerate(following) if is_participle(word.low)), -1)
    if words[verb].low not in BE | HAVE or not 0 <= at <= _NOUN_PHRASE_LENGTH:
        return ()
    if any(word.low in BE | HAVE for word in following[:at]) or _takes_object(following, at):
        return ()
    rest = _span(offset + following[at].start, len(masked))
    head = _span(joint.end(), rest.start - 1)
    if (at == 0 and noun is None) or following[at].low in INTRANSITIVE:
        return ()
    # "one officer were killed" would be no English; "one officer killed" is a headline.
    single = count.group().strip().lower() in {"one", "1", "another"}
    auxiliary = () if single else (_auxiliary(words, verb),)
    pieces = (head, *((noun,) if at == 0 and noun else ()), *auxiliary, rest)
    return Part(pieces=(first,), own=first), Part(pieces=pieces, own=own)


def _takes_object(words: tuple[Word, ...], at: int) -> bool:
    """Whether the form at ``at`` is an active verb: "and 26 rebels killed a guard"."""
    if at + 1 >= len(words):
        return False
    following = words[at + 1]
    return following.capital or following.low in {"the", "a", "an"} or following.low[0].isdigit()


def _counted_noun(masked: str, verb: Word) -> Span | None:
    """What the subject counts, without its number: "demonstrators"."""
    counted = COUNT_HEAD.match(masked, 0, verb.start)
    if counted is None or not masked[counted.end() : verb.start].strip():
        return None
    return _span(counted.end(), counted.end() + len(masked[counted.end() : verb.start].rstrip()))


def _auxiliary(words: tuple[Word, ...], verb: int) -> Span:
    """The auxiliaries that a second participle shares: "were", "have been"."""
    end = verb
    while end + 1 < len(words) and words[end + 1].low in {"been", "being"}:
        end += 1
    return _span(words[verb].start, words[end].end)


def _span(start: int, end: int) -> Span:
    return Span(start=start, end=end)
