"""Changes after which a claim must no longer support the sentence. Each yields whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.domain.mentions import DateRelation, Hedge, Manner, NameKind, Span
from service.parsing.analysis import Analysis
from service.parsing.names import country_of
from service.selftest.corpus_names import CorpusNames
from service.selftest.editing import is_negative, is_quoted, replaced
from service.selftest.number_writing import in_digits
from service.selftest.paraphrases import whole_numbers

_BOUND = re.compile(r"\b(?:more than|over|at least)\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|would|can|could|must|should)\b(?! not\b)"
)
# After one of these the auxiliary is not that of the main clause.
_SUBORDINATE = re.compile(
    r"\b(?:who|which|that|what|whoever|how|whether|where|why|if|because|while|before|after|since)\b",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"\ban? $", re.IGNORECASE)
# A part may be denied of some and affirmed of others; a possibility denies nothing.
_PARTIAL = re.compile(r"\b(?:some|certain|several|many|most|may|might)\b", re.IGNORECASE)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WHOLE = re.compile(r"\b(?:throughout|across)\s+(?:the\s+)?$", re.IGNORECASE)
_PART = re.compile(r"\b(?:most|some)\b(?= (?:of the )?[a-z]+)", re.IGNORECASE)
_YEARS_AWAY = 4
_DAYS_AWAY = 2


def raised_numbers(claim: Analysis) -> Iterator[str]:
    """Far above what the quantity allows; a bound above becomes a bound that is not reached."""
    for quantity, digits in whole_numbers(claim):
        if quantity.hedge in (Hedge.EXACT, Hedge.ABOUT, Hedge.AT_LEAST):
            yield replaced(claim.text, digits, in_digits(int(quantity.value) * 2 + 1))


def lowered_numbers(claim: Analysis) -> Iterator[str]:
    """Far below; "more than 3,700" becomes "fewer than 1,850", since it implies each lower one."""
    for quantity, digits in whole_numbers(claim):
        less = in_digits(int(quantity.value) // 2)
        if quantity.value < 4:
            continue
        if quantity.hedge in (Hedge.EXACT, Hedge.ABOUT):
            yield replaced(claim.text, digits, less)
        elif quantity.hedge is Hedge.AT_LEAST:
            bound = _BOUND.match(claim.text, quantity.span.start)
            if bound is not None:
                span = Span(start=bound.start(), end=digits.end)
                yield replaced(claim.text, span, f"fewer than {less}")


def negations(claim: Analysis) -> Iterator[str]:
    """ "were killed" -> "were not killed"; in "X said that Y" it is Y that is denied."""
    if is_negative(claim) or _PARTIAL.search(claim.text):
        return
    within = Span(start=0, end=len(claim.text))
    if claim.attribution is not None:
        if claim.attribution.manner is not Manner.SAID:
            return
        within = claim.attribution.content_span
    for found in _AUXILIARY.finditer(claim.text, within.start, within.end):
        before = claim.text[within.start : found.start()]
        if is_quoted(claim, Span(start=found.start(), end=found.end())):
            continue
        if not _SUBORDINATE.search(before):
            yield f"{claim.text[: found.end()]} not{claim.text[found.end() :]}"
        return


def swapped_names(claim: Analysis, names: CorpusNames) -> Iterator[str]:
    """Another name of the corpus and of the same kind in a name's place."""
    present = frozenset(name.key for name in claim.names)
    # "Macron" must not come in where "the president of France" stands for him, nor the other way.
    related = present | {country for key in present if (country := country_of(key))}
    for name in claim.names:
        repeated = sum(other.key == name.key for other in claim.names) > 1
        if name.kind is NameKind.OTHER or repeated or is_quoted(claim, name.span):
            continue
        if _INDEFINITE.search(claim.text[: name.span.start]):
            continue
        for other in names.others(claim.text, name, besides=frozenset(related)):
            yield replaced(claim.text, name.span, other)


def changed_scopes(claim: Analysis) -> Iterator[str]:
    """A city's event for the whole country, a part of the country for all of it, most for all."""
    if is_negative(claim):
        return
    for city, country in zip(claim.names, claim.names[1:], strict=False):
        between = claim.text[city.span.end : country.span.start]
        before = re.search(r"\b[Ii]n $", claim.text[: city.span.start])
        if between in (", ", " in ") and before and country_of(country.key) == country.key:
            comma = claim.text[country.span.end : country.span.end + 2] == ", "
            span = Span(start=before.start(), end=country.span.end + comma)
            yield replaced(claim.text, span, f"throughout {country.text}")
    for name in claim.names:
        whole = _WHOLE.search(claim.text[: name.span.start])
        if whole and country_of(name.key) == name.key:
            span = Span(start=whole.start(), end=name.span.end)
            yield replaced(claim.text, span, f"only in one region of {name.text}")
    for part in _PART.finditer(claim.text):
        span = Span(start=part.start(), end=part.end())
        if not is_quoted(claim, span):
            yield replaced(claim.text, span, "all")


def shifted_dates(claim: Analysis) -> Iterator[str]:
    """Another weekday, another year. "Since Wednesday" implies "since Friday", so only days on."""
    for mention in claim.dates:
        if mention.relation is not DateRelation.ON or is_quoted(claim, mention.span):
            continue
        day = _WEEKDAY.search(claim.text, mention.span.start, mention.span.end)
        if day is not None:
            other = _WEEKDAYS[(_WEEKDAYS.index(day.group()) + _DAYS_AWAY) % 7]
            yield replaced(claim.text, Span(start=day.start(), end=day.end()), other)
        year = _YEAR.search(claim.text, mention.span.start, mention.span.end)
        if year is not None:
            other = str(int(year.group()) - _YEARS_AWAY)
            yield replaced(claim.text, Span(start=year.start(), end=year.end()), other)
