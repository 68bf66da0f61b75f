"""How long before or after another thing something happened: "five days after the vote"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from service.domain.mentions import Interval, Span
from service.parsing.mention_tokens import Tokens, phrase_end, word_at
from service.parsing.number_words import NumberForm
from service.parsing.scanning import scan
from service.parsing.single_measures import Measure
from service.parsing.units import DAY, TIME_DAYS

_AFTER = (("after",), ("following",), ("from",), ("of",))
_BEFORE = (("before",), ("ahead", "of"), ("prior", "to"))
# "Within a week of the vote" may count in both directions, and is said of what came later.
_WITHIN_OF = frozenset({("of",), ("from",)})
_LAY = tuple(
    tuple(words.split())
    for words in (
        "lay between|lie between|lies between|passed between|elapsed between|went by between|"
        "between|separate|separated"
    ).split("|")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """A length of time between two happenings.

    ``is_later`` says that the main happening is the later one, None where the words name no order
    ("a week lay between"). ``span`` reaches from the length to the word behind which the other
    happening stands.
    """

    span: Span
    days: Interval
    is_later: bool | None


@lru_cache(maxsize=16_384)
def find_offsets(text: str) -> tuple[Offset, ...]:
    """The lengths of time from one happening to another, in order.

    Raises nothing, whatever the text.
    """
    read = scan(text)
    tokens = read.tokens
    found = []
    for measure in read.measures:
        if measure.unit.unit != DAY or measure.number.form is NumberForm.ORDINAL:
            continue
        offset = _offset(tokens, measure.start, measure.end, measure)
        if offset is not None:
            found.append(offset)
    for index, token in enumerate(tokens):
        # "the day after the vote"; "the day after" alone is a date that the text leaves open.
        if token.lower == "the" and word_at(tokens, index + 1) in TIME_DAYS:
            offset = _offset(tokens, index, index + 2, None)
            if offset is not None:
                found.append(offset)
    return tuple(sorted(found, key=lambda offset: offset.span))


def _offset(tokens: Tokens, start: int, end: int, measure: Measure | None) -> Offset | None:
    within = measure is not None and word_at(tokens, start - 1) in {"within", "inside"}
    later = _phrase(tokens, end, _AFTER)
    earlier = _phrase(tokens, end, _BEFORE)
    lay = _phrase(tokens, end, _LAY) if measure is not None else None
    close = later or earlier or lay
    if close is None or close >= len(tokens) or word_at(tokens, close) in {".", ",", ";", "!", "?"}:
        return None
    words = tuple(token.lower for token in tokens[end:close])
    if words in _WITHIN_OF and not within:
        return None
    if words == ("following",) and measure is None:
        return None
    if word_at(tokens, close) in {"yesterday", "tomorrow"}:
        return None
    days = _days(tokens, end, measure)
    if within:
        days = Interval(low=0.0, high=days.high)
        start -= 1
    span = Span(start=tokens[start].start, end=tokens[close - 1].end)
    return Offset(span=span, days=days, is_later=None if lay else later is not None)


def _days(tokens: Tokens, end: int, measure: Measure | None) -> Interval:
    if measure is not None:
        return measure.interval()[0]
    days = TIME_DAYS[word_at(tokens, end - 1)]
    return Interval(low=days, high=days)


def _phrase(tokens: Tokens, index: int, phrases: tuple[tuple[str, ...], ...]) -> int | None:
    ends = (phrase_end(tokens, index, words) for words in phrases)
    return next((end for end in ends if end is not None), None)
