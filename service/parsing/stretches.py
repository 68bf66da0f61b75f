"""Which words of a text carry its content, and for what they stand in the lexicon.

Names, numbers, dates and an outer denial have a meaning of their own; what is left are phrases
that stand for one concept ("took office") and single words. A claim is indexed by them alone,
without the rest of its analysis, which takes several times as long.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from service.domain.mentions import DateMention, Duration, Name, NameKind, Quantity, Span
from service.parsing.clocks import find_clock_times
from service.parsing.dates import find_dates
from service.parsing.durations import find_durations
from service.parsing.lexicon import Lexicon
from service.parsing.names import country_of, find_names
from service.parsing.negation import is_cue, outer_denial
from service.parsing.offsets import find_offsets
from service.parsing.quantities import find_quantities
from service.parsing.tokens import Token, tokenize

_THROUGHOUT = frozenset({"throughout", "across"})
_NATIONWIDE = frozenset({"nationwide"})
# "The past week", "lasted a week": the words belong to the length of time.
_OF_A_LENGTH = frozenset("past last full whole entire lasted lasts lasting".split())
# "x was arrested"; not the letters of "e.g.", "a.k.a." or "12 m".
_LETTER = re.compile(r"(?:^|(?<=[^\d\s] ))[^\W\d_](?= [^\W\d_])")
_NO_CONCEPT: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """The tokens of a text and what they mention.

    ``names`` are all capitalised names, ``content_names`` those that are content terms: no units
    of quantities, no mere capitals. ``times`` are hours and how long before or after another
    something happened, ``letters`` where one letter is a word by itself.
    """

    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    content_names: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    durations: tuple[Duration, ...]
    times: tuple[Span, ...]
    denied: Span | None
    letters: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A phrase or a word, ``first`` and ``last`` token included."""

    first: int
    last: int
    concepts: frozenset[str]


def read_mentions(text: str) -> Mentions:
    """Names, numbers and dates of one clean English sentence; relative dates are not placed."""
    tokens = tokenize(text)
    names = find_names(text)
    quantities = find_quantities(text)
    return Mentions(
        tokens=tokens,
        names=names,
        content_names=tuple(name for name in names if _is_content(name, quantities, tokens)),
        quantities=quantities,
        dates=find_dates(text, reference=None),
        durations=find_durations(text),
        times=(
            *(time.span for time in find_clock_times(text) if not time.part),
            *(offset.span for offset in find_offsets(text)),
        ),
        denied=outer_denial(text),
        letters=frozenset(
            [one.start for one in tokens if len(one.text) == 1 and _LETTER.match(text, one.start)]
        ),
    )


def word_stretches(mentions: Mentions) -> Iterator[Stretch]:
    """Phrases of the lexicon, the longest first, then the single words that none of them took."""
    gathered = _by_stretch(mentions)
    taken = _set_aside(mentions)
    for first, last in _take_phrases(gathered, taken):
        yield Stretch(first=first, last=last, concepts=frozenset(gathered[first, last]))
    for index, token in enumerate(mentions.tokens):
        single = None if taken[index] else _single(mentions, index, gathered)
        if single is not None and (single or not token.is_stop):
            yield Stretch(first=index, last=index, concepts=frozenset(single))


def spoken_concepts(mentions: Mentions) -> set[str]:
    """The concepts of all stretches: an import has no use for the words that stand for none."""
    gathered = _by_stretch(mentions)
    taken = _set_aside(mentions)
    spoken: set[str] = set()
    for stretch in _take_phrases(gathered, taken):
        spoken |= gathered[stretch]
    meaning = {first for first, last in gathered if first == last}
    meaning.update(at for at, token in enumerate(mentions.tokens) if token.stem in _THROUGHOUT)
    for index in meaning:
        if not taken[index]:
            spoken.update(_single(mentions, index, gathered) or ())
    return spoken


def _take_phrases(
    gathered: dict[tuple[int, int], set[str]], taken: list[bool]
) -> Iterator[tuple[int, int]]:
    """The phrases that neither touch what was set aside nor each other; they take their tokens."""
    phrases = [(first - last, first, last) for first, last in gathered if last > first]
    for _, first, last in sorted(phrases):
        # A number or a name may stand in a phrase's gap ("claimed 12 lives").
        if not (taken[first] or taken[last]):
            yield first, last
            taken[first : last + 1] = [True] * (last + 1 - first)


def _single(
    mentions: Mentions, index: int, gathered: dict[tuple[int, int], set[str]]
) -> Set[str] | None:
    """The concepts of one word by itself; None for what is no word, or denies others."""
    token = mentions.tokens[index]
    text = token.text
    if text[0].isdigit() or (len(text) < 2 and token.start not in mentions.letters):
        return None
    if is_cue(token):
        return None
    if token.stem in _THROUGHOUT and _before_country(token, mentions.content_names):
        return _NATIONWIDE
    return gathered.get((index, index), _NO_CONCEPT)


def _is_content(name: Name, quantities: tuple[Quantity, ...], tokens: tuple[Token, ...]) -> bool:
    """Leave out units of quantities, and capitals that only mark a word the lexicon knows.

    These are acronyms ("LPG") and the first word of the sentence ("Soaring").
    """
    if any(_is_unit(quantity, name) for quantity in quantities):
        return False
    capitals = name.kind is not NameKind.PLACE and name.text.isupper()
    opens = name.kind is NameKind.OTHER and name.span.start == 0
    if not (capitals or opens):
        return True
    covered = [token for token in tokens if name.span.covers(token.span)]
    if not capitals and len(covered) != 1:
        return True
    return not Lexicon.load().match([token.stem for token in covered])


def _is_unit(quantity: Quantity, name: Name) -> bool:
    """Whether a name is part of a quantity's own words ("10 US cents"), not of what is counted."""
    counted = quantity.counted_span
    return quantity.span.covers(name.span) and not (counted and counted.covers(name.span))


def _set_aside(mentions: Mentions) -> list[bool]:
    """For each token whether it belongs to a name, a date, a number or the outer denial."""
    spans = [name.span for name in mentions.content_names]
    spans += [date.span for date in mentions.dates]
    spans += [duration.span for duration in mentions.durations]
    spans += mentions.times
    if mentions.denied:
        spans.append(mentions.denied)
    tokens = mentions.tokens
    taken = [False] * len(tokens)
    starts = [token.start for token in tokens]
    for span in spans:
        for index in _within(span, tokens, starts):
            taken[index] = True
    for duration in mentions.durations:
        before = _within(duration.span, tokens, starts).start - 1
        if before >= 0 and tokens[before].text.lower() in _OF_A_LENGTH:
            taken[before] = True
    for quantity in mentions.quantities:
        # A word that the number counts belongs neither to it nor to its unit.
        counted = quantity.counted_span
        for index in _within(quantity.span, tokens, starts):
            if counted is None or not counted.covers(tokens[index].span):
                taken[index] = True
    return taken


def _within(span: Span, tokens: Sequence[Token], starts: list[int]) -> range:
    """The tokens that overlap a span; tokens stand in order and overlap nothing themselves."""
    first = bisect_right(starts, span.start)
    if first and tokens[first - 1].end > span.start:
        first -= 1
    return range(first, bisect_left(starts, span.end))


def _before_country(token: Token, names: tuple[Name, ...]) -> bool:
    return any(
        country_of(name.key) == name.key and 0 <= name.span.start - token.end <= 2 for name in names
    )


def _by_stretch(mentions: Mentions) -> dict[tuple[int, int], set[str]]:
    """The concepts of the lexicon gathered by the tokens that they cover."""
    gathered: dict[tuple[int, int], set[str]] = {}
    for concept, first, last in Lexicon.load().match([token.stem for token in mentions.tokens]):
        gathered.setdefault((first, last), set()).add(concept)
    return gathered
