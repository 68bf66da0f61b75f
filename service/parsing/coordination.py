"""Coordinated names and counts: "A and B were killed" says it of A and of B."""

from __future__ import annotations

import re
from itertools import pairwise

from service.domain.mentions import Name, NameKind, Span
from service.parsing.attribution import find_attribution
from service.parsing.clauses import Part
from service.parsing.names import country_of, find_names
from service.parsing.quotes import mask_quotes
from service.parsing.verbs import (
    Word,
    is_adverb,
    is_participle,
    main_verb,
    read_words,
)

AND = re.compile(r",?\s+and\s+")
# What two do together, or to each other, neither does alone.
_TOGETHER = re.compile(
    r"\b(?:between|among|both|either|neither|together|jointly|each\s+other|one\s+another|respectively"
    r"|met|meet|meets|talks|talked|agreed|agree|signed|sign|fought|fight|clashed|clash|discussed"
    r"|exchanged|negotiated|relations|war|share|shared|shares|differ|differed|allies|neighbours"
    r"|neighbors|rivals|partners|separated|split|merged|combined|total|altogether|not\s+only"
    r"|rather\s+than|for\s+every|common|united|joint|border|conversations|times|same|(?<!more\s)(?<!fewer\s)(?<!less\s)than"
    r"|unlike|like|including|such\s+as|comprising|comprises|consists|include|includes|equal)\b",
    re.IGNORECASE,
)
_HEDGE = (
    r"(?:(?:more|fewer|less)\s+than|at\s+(?:least|most)|about|around|some|over|nearly|almost|up\s+to"
    r"|roughly|another|only|exactly)?\s*"
)
_NUMBER = (
    r"(?:\d[\d,.]*(?:\s+(?:hundred|thousand|million|billion))?|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|dozens\s+of|hundreds\s+of|thousands\s+of|one)"
)
_COUNTED = re.compile(rf"^{_HEDGE}(?P<number>{_NUMBER})\s+(?P<noun>[a-z][^,;]*)$", re.IGNORECASE)
COUNT_HEAD = re.compile(rf"(?P<count>{_HEDGE}{_NUMBER})\b\s*", re.IGNORECASE)
_MEASURES = re.compile(
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|years?|months?|weeks?|days?|hours?|minutes?|seconds?|feet|foot|inch(?:es)?|pence|cents?"
    r"|per|percent|percentage|points?|metres?|meters?|km|kilometres?|miles?|half|quarters?)\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(rf"\b{_NUMBER}\s+(?P<noun>[a-z]+)", re.IGNORECASE)
_PREPOSITIONS = frozenset(
    "in on at from to with of for by near against over under across outside inside into".split()
)
_DETERMINERS = frozenset("his her its their the".split())
_NOUN_PHRASE_LENGTH = 4
_LONGEST_LIST = 6


def cut_coordination(text: str) -> tuple[Part, ...]:
    """Cut coordinated counts and names that share a predicate; empty when nothing is sure."""
    masked = mask_quotes(text)
    if " and " not in masked or find_attribution(text) is not None:
        return ()
    words = read_words(masked)
    verb = main_verb(words)
    if verb < 1 or _TOGETHER.search(masked):
        return ()
    subject_end = words[verb].start
    return (
        _counted_subjects(masked, subject_end)
        or _paired_adjectives(text, masked)
        or _named(text, masked, subject_end)
        or _counted_objects(masked, words, verb)
    )


def _span(start: int, end: int) -> Span:
    return Span(start=start, end=end)


def _counted_subjects(masked: str, subject_end: int) -> tuple[Part, ...]:
    """ "26 demonstrators and 81 officers were killed"."""
    joint = AND.search(masked, 0, subject_end)
    if joint is None or AND.search(masked, joint.end(), subject_end):
        return ()
    first, second = masked[: joint.start()], masked[joint.end() : subject_end].rstrip()
    if not (_is_count(first) and _is_count(second)):
        return ()
    predicate = _span(subject_end, len(masked))
    left = _span(0, joint.start())
    right = _span(joint.end(), joint.end() + len(second))
    return Part(pieces=(left, predicate), own=left), Part(pieces=(right, predicate), own=right)


def _is_count(phrase: str) -> bool:
    match = _COUNTED.match(phrase.strip())
    return match is not None and not _MEASURES.match(match["noun"])


def _paired_adjectives(text: str, masked: str) -> tuple[Part, ...]:
    """ "The Kuwaiti and Saudi embassies asked …"."""
    names = find_names(text)
    for first, second in pairwise(names):
        if not (first.country and second.country):
            continue
        if masked[first.span.end : second.span.start] != " and ":
            continue
        after = re.match(r"\s+[a-z]+s\b", masked[second.span.end :])
        if after is None or first.text.endswith("s"):
            continue
        return _alternatives(masked, first.span, second.span)
    return ()


def _alternatives(masked: str, *spans: Span) -> tuple[Part, ...]:
    """The readings that have one of several neighbours each and share all the rest."""
    before = (_span(0, spans[0].start - 1),) if spans[0].start > 1 else ()
    end = len(masked)
    begin = spans[-1].end
    while begin < end and masked[begin] == " ":
        begin += 1
    after = (_span(begin, end),) if begin < end else ()
    return tuple(Part(pieces=(*before, span, *after), own=span) for span in spans)


def _named(text: str, masked: str, subject_end: int) -> tuple[Part, ...]:
    """ "thanked Vladimir Putin and Alexander Lukashenko", "removed X and his daughter from …"."""
    names = [name for name in find_names(text) if not name.country]
    for joint in AND.finditer(masked):
        first = _phrase_before(masked, names, joint.start(), subject_end)
        second = _phrase_after(masked, names, joint.end())
        if first is None or second is None or "," in masked[first.start : second.end]:
            continue
        if not _alike(text, names, first, second):
            continue
        in_subject = second.end <= subject_end
        if in_subject and masked[second.end : subject_end].strip():
            continue
        rest = masked[: first.start] + ". " + masked[second.end :]
        if any(not _MEASURES.match(count["noun"]) for count in _COUNTING.finditer(rest)):
            # "Russia and Belarus sent 3,000 men": together or each, the words do not say.
            continue
        spans = (*_listed(masked, text, names, first, subject_end), second)
        before = masked[: spans[0].start]
        if before.endswith(", ") and any(word.finite for word in read_words(before)):
            # A list of which not every member was understood.
            continue
        return _alternatives(masked, *spans)
    return ()


def _listed(
    masked: str, text: str, names: list[Name], last: Span, subject_end: int
) -> tuple[Span, ...]:
    """The phrases of a list that ends with ``last``: "Russia, Belarus" before "and Armenia"."""
    spans = [last]
    while masked[: spans[0].start].endswith(", ") and len(spans) < _LONGEST_LIST:
        earlier = _phrase_before(masked, names, spans[0].start - 2, subject_end)
        if earlier is None or not _alike(text, names, earlier, spans[0]):
            break
        spans.insert(0, earlier)
    return tuple(spans)


def _phrase_before(masked: str, names: list[Name], end: int, subject_end: int) -> Span | None:
    """The noun phrase that ends with a name at ``end``, its titles included."""
    name = next((name for name in names if name.span.end == end), None)
    if name is None:
        return None
    words = read_words(masked[: name.span.start])
    start = name.span.start
    for word in reversed(words):
        if word.finite or word.low in _PREPOSITIONS or masked[word.end : start] != " ":
            break
        if word.low in {"and", "that", "who"} or (
            word.end > subject_end and is_participle(word.low)
        ):
            break
        start = word.start
    return _span(start, end)


def _phrase_after(masked: str, names: list[Name], start: int) -> Span | None:
    """The noun phrase at ``start``: a name with its titles, or "his daughter"."""
    words = read_words(masked[start : start + 120])
    if not words:
        return None
    by_end = {name.span.start: name.span.end for name in names}
    for at, word in enumerate(words[: _NOUN_PHRASE_LENGTH + 1]):
        if start + word.start in by_end:
            if any(w.finite or w.low in _PREPOSITIONS for w in words[:at]):
                return None
            return _span(start, by_end[start + word.start])
    if words[0].low not in _DETERMINERS - {"the"}:
        return None
    end = 1
    while end < min(len(words), _NOUN_PHRASE_LENGTH):
        word = words[end]
        divided = masked[start + words[end - 1].end : start + word.start] != " "
        if divided or word.finite or word.low in _PREPOSITIONS or is_adverb(word.low):
            break
        end += 1
    return _span(start, start + words[end - 1].end) if end > 1 else None


def _alike(text: str, names: list[Name], first: Span, second: Span) -> bool:
    """Whether two phrases name things of one kind, so that each can take the other's place."""
    one = [name for name in names if first.covers(name.span)]
    other = [name for name in names if second.covers(name.span)]
    if not one:
        return False
    if not other:
        return one[-1].kind in {NameKind.PERSON, NameKind.OTHER}
    if other[-1].key in {country_of(name.key) for name in one}:
        # "Paris, France": the second says where the first lies.
        return False
    kinds = {one[-1].kind, other[-1].kind}
    return one[-1].key != other[-1].key and (
        len(kinds) == 1
        or NameKind.OTHER in kinds
        or kinds == {NameKind.PLACE, NameKind.ORGANISATION}
    )


def _counted_objects(masked: str, words: tuple[Word, ...], verb: int) -> tuple[Part, ...]:
    """ "killed 26 demonstrators and 18 officers": each count is an assertion of its own."""
    for joint in AND.finditer(masked, words[verb].end):
        if not _is_count(re.split(r"[,;]", masked[joint.end() :])[0]):
            continue
        before = masked[words[verb].end : joint.start()]
        counts = [m.start() for m in re.finditer(rf"(?<!\S){_HEDGE}{_NUMBER}\b", before, re.I)]
        if not counts or not _is_count(before[counts[-1] :].strip()):
            continue
        start = words[verb].end + counts[-1]
        start += len(masked[start:]) - len(masked[start:].lstrip())
        own, other = _span(start, joint.start()), _span(joint.end(), len(masked))
        lead = _span(0, start - 1)
        return Part(pieces=(lead, own), own=own), Part(pieces=(lead, other), own=other)
    return ()
