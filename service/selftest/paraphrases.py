"""Light rewordings that a claim still says. Each generator yields whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anyascii import anyascii

from service.domain.mentions import DateRelation, Hedge, NameKind, Quantity, Span
from service.parsing.analysis import Analysis
from service.parsing.stemming import stem_word
from service.selftest.corpus_names import CorpusNames
from service.selftest.editing import is_negative, is_quoted, replaced
from service.selftest.number_writing import in_digits, in_words

_DIGITS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?![\w.,]*\d)(?!-)")
_DETERMINER = re.compile(r"\b(?:the|these|those|all|both|its|their|other)\s+$", re.IGNORECASE)
_MORE_THAN = re.compile(r"\b(?:more than|over)\b", re.IGNORECASE)
_SCALE_AFTER = re.compile(r"\s*(?:million|billion|trillion|thousand|hundred|per|%)", re.IGNORECASE)
_PURPOSE = re.compile(r"\s+in order to [^,;\"]+(?=\.$)")
_BEFORE_DATE = re.compile(r"\s*,?\s*\b(?:on)\s+$", re.IGNORECASE)
_AFTER_DATE = re.compile(r"(?:\s+(?:morning|afternoon|evening|night))?")
_SAFE_AFTER_DATE = re.compile(r"\.$|\s+(?:that|in|to)\b")
_SUBJECT = r"(?P<subject>(?:[A-Z][\w\-]+)(?: [A-Z][\w\-]+)*)"
_ACTIVE = re.compile(
    rf"^{_SUBJECT} (?P<verb>[a-z]+ed) (?P<object>the (?P<head>[a-z]+(?: [a-z]+){{0,2}}?)"
    r"(?P<rest>(?: (?:of|in|for|on|from) [^,\"]+)?))\.$"
)
# What follows one of these is no object of the verb before it.
_NO_PASSIVE = re.compile(
    r"\b(?:that|to|as|by|who|which|and|his|her|its|their|himself|ordered|asked|appeared)\b"
)


def whole_numbers(claim: Analysis) -> Iterator[tuple[Quantity, Span]]:
    """Each quantity that is a whole number in digits, with the place of its digits."""
    for quantity in claim.quantities:
        found = _DIGITS.search(claim.text, quantity.span.start, quantity.span.end)
        if found is None or quantity.ordinal or _is_dated(claim, quantity):
            continue
        if _SCALE_AFTER.match(claim.text, found.end()):
            continue
        if float(found.group().replace(",", "")) == quantity.value:
            yield quantity, Span(start=found.start(), end=found.end())


def numbers_in_words(claim: Analysis) -> Iterator[str]:
    """ "26 people" -> "twenty-six people"."""
    for quantity, digits in whole_numbers(claim):
        if quantity.value < 1_000_000 and not is_quoted(claim, digits):
            yield replaced(claim.text, digits, in_words(int(quantity.value)))


def lower_bounds(claim: Analysis) -> Iterator[str]:
    """ "26 people" -> "at least 26 people"; "more than 3,700" -> "more than 3,330"."""
    for quantity, digits in whole_numbers(claim):
        if not quantity.counted or quantity.unit or is_quoted(claim, quantity.span):
            continue
        determined = _DETERMINER.search(claim.text[: quantity.span.start])
        if quantity.hedge is Hedge.EXACT and quantity.value >= 2 and not determined:
            yield replaced(claim.text, quantity.span, f"at least {quantity.text}")
        elif quantity.hedge is Hedge.AT_LEAST and _MORE_THAN.match(quantity.text):
            less = int(quantity.value * 0.9)
            yield replaced(claim.text, digits, in_digits(less))


def dropped_adjuncts(claim: Analysis) -> Iterator[str]:
    """The sentence without its day or its purpose; nothing is taken from a denial."""
    if is_negative(claim):
        return
    for mention in claim.dates:
        before = _BEFORE_DATE.search(claim.text, 0, mention.span.start)
        if mention.relation is not DateRelation.ON or before is None or before.start() == 0:
            continue
        after = _AFTER_DATE.match(claim.text, mention.span.end)
        end = after.end() if after else mention.span.end
        if _SAFE_AFTER_DATE.match(claim.text, end):
            yield claim.text[: before.start()] + claim.text[end:]
    purpose = _PURPOSE.search(claim.text)
    if purpose and not is_quoted(claim, Span(start=purpose.start(), end=purpose.end())):
        yield claim.text[: purpose.start()] + claim.text[purpose.end() :]


def passives(claim: Analysis) -> Iterator[str]:
    """ "Germany condemned the violence." -> "The violence was condemned by Germany."."""
    found = _ACTIVE.match(claim.text)
    if found is None or is_negative(claim) or _NO_PASSIVE.search(claim.text):
        return
    day = next((d for d in claim.dates if d.span.end == len(claim.text) - 1), None)
    thing, when = found["object"], ""
    if day is not None:
        cut = _BEFORE_DATE.search(claim.text, 0, day.span.start)
        if cut is None or day.relation is not DateRelation.ON:
            return
        thing = claim.text[found.start("object") : cut.start()]
        when = claim.text[cut.start() : day.span.end]
    be = "were" if _is_plural(found["head"].split()[-1]) else "was"
    yield f"{thing[0].upper()}{thing[1:]} {be} {found['verb']} by {found['subject']}{when}."


def respelled_names(claim: Analysis, names: CorpusNames) -> Iterator[str]:
    """Another spelling of a name that the corpus holds, or the same without its accents."""
    for name in claim.names:
        if is_quoted(claim, name.span) or name.kind is NameKind.OTHER:
            continue
        # A name with its acronym beside it would say one of the two twice.
        if sum(other.key == name.key for other in claim.names) > 1:
            continue
        spellings = {*names.other_spellings(claim.text, name), anyascii(name.text)}
        for spelling in sorted(spellings - {name.text}):
            yield replaced(claim.text, name.span, spelling)


def _is_dated(claim: Analysis, quantity: Quantity) -> bool:
    spans = [date.span for date in claim.dates] + [length.span for length in claim.durations]
    return any(span.overlaps(quantity.span) for span in spans)


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith("ss") and stem_word(noun) != noun
