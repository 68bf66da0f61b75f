"""Which words of a text carry its content, and for what they stand in the lexicon.

Names, numbers, dates and an outer denial have a meaning of their own; what is left are phrases
that stand for one concept ("took office") and single words. A claim is indexed by them alone,
without the rest of its analysis, which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.mentions import DateMention, Duration, Name, NameKind, Quantity, Span
from service.parsing.dates import find_dates
from service.parsing.durations import find_durations
from service.parsing.lexicon import ConceptMatch, Lexicon
from service.parsing.names import country_of, find_names
from service.parsing.negation import is_cue, outer_denial
from service.parsing.quantities import find_quantities
from service.parsing.tokens import Token, tokenize

_THROUGHOUT = frozenset({"throughout", "across"})
_NATIONWIDE = frozenset({"nationwide"})
_NO_CONCEPT: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """The tokens of a text and what they mention.

    ``names`` are all capitalised names, ``content_names`` those that are content terms: no units
    of quantities, no mere capitals.
    """

    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    content_names: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    durations: tuple[Duration, ...]
    denied: Span | None


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
        denied=outer_denial(text),
    )


def word_stretches(mentions: Mentions) -> Iterator[Stretch]:
    """Phrases of the lexicon, the longest first, then the single words that none of them took."""
    tokens = mentions.tokens
    taken = _set_aside(mentions)
    gathered = _by_stretch(Lexicon.load().match([token.stem for token in tokens]))
    for (first, last), concepts in sorted(
        gathered.items(), key=lambda item: (item[0][0] - item[0][1], item[0])
    ):
        if last > first and not any(taken[first : last + 1]):
            yield Stretch(first=first, last=last, concepts=frozenset(concepts))
            taken[first : last + 1] = [True] * (last + 1 - first)
    for index, token in enumerate(tokens):
        if taken[index] or token.text[0].isdigit() or len(token.text) < 2:
            continue
        known = gathered.get((index, index))
        single = frozenset(known) if known else _NO_CONCEPT
        if token.stem in _THROUGHOUT and _before_country(token, mentions.content_names):
            single = _NATIONWIDE
        if (token.is_stop and not single) or is_cue(token):
            continue
        yield Stretch(first=index, last=index, concepts=single)


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
    if mentions.denied:
        spans.append(mentions.denied)
    whole = [(span.start, span.end) for span in spans]
    return [
        _overlaps_one(token.start, token.end, whole)
        or (bool(mentions.quantities) and _in_quantity(token.span, mentions.quantities))
        for token in mentions.tokens
    ]


def _in_quantity(span: Span, quantities: tuple[Quantity, ...]) -> bool:
    """Whether a word belongs to a number or its unit, and is not what the number counts."""
    return any(
        quantity.span.overlaps(span)
        and not (quantity.counted_span and quantity.counted_span.covers(span))
        for quantity in quantities
    )


def _overlaps_one(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    for begins, ends in spans:  # noqa: SIM110  A generator would take twice as long.
        if begins < end and start < ends:
            return True
    return False


def _before_country(token: Token, names: tuple[Name, ...]) -> bool:
    return any(
        country_of(name.key) == name.key and 0 <= name.span.start - token.end <= 2 for name in names
    )


def _by_stretch(matches: tuple[ConceptMatch, ...]) -> dict[tuple[int, int], set[str]]:
    """Concepts gathered by the tokens that they cover."""
    gathered: dict[tuple[int, int], set[str]] = {}
    for match in matches:
        gathered.setdefault((match.first, match.last), set()).add(match.concept)
    return gathered
