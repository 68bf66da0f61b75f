"""Relative dates of a sentence written out, so that it can be understood on any other day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from service.domain.mentions import DateMention, DateRelation
from service.extraction.events import is_planned
from service.parsing.dates import find_dates
from service.parsing.quotes import find_quotes

_YEAR = re.compile(r"\b\d{4}\b")
_POSSESSIVE = re.compile(r"'s\b")
_SINCE = re.compile(r"\bsince\s+$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:on|in|since|of|from|for|to|about|with|during|over|late|early|mid)[\s-]+$", re.IGNORECASE
)
_AGAIN = re.compile(r"\b(?:every|each|most|some|any|one)\s+(?:\w+\s+)?$", re.IGNORECASE)
_AGO = re.compile(r"\b(?:years?|decades?|months?)\s+(?:ago|before|earlier)\b", re.IGNORECASE)
_LAST_DAYS = 28


def dated(text: str, published_on: date) -> str:
    """The sentence with "on Monday" and "last year" as days and years of the calendar.

    What is quoted, bounds such as "by Friday" and lengths such as "three years ago" stay.
    """
    quotes = [quote.span for quote in find_quotes(text)]
    for mention in reversed(find_dates(text, reference=published_on)):
        if any(quote.overlaps(mention.span) for quote in quotes):
            continue
        written = _written_out(text, mention, published_on)
        if written is not None:
            text = text[: mention.span.start] + written + text[mention.span.end :]
    return text


def _written_out(text: str, mention: DateMention, published_on: date) -> str | None:
    before = text[: mention.span.start]
    # "Monday's session": the day owns something, and the "'s" may be counted to it.
    possessive = _POSSESSIVE.search(text, mention.span.start, mention.span.end + len("'s"))
    if mention.first is None or mention.last is None or _YEAR.search(mention.text):
        return None
    if possessive or _AGAIN.search(before) or _AGO.search(mention.text):
        return None
    if mention.relation is not DateRelation.ON and not _SINCE.search(before):
        return None
    first, last = mention.first, mention.last
    ahead = is_planned(text)
    if first > published_on and not ahead:
        return None  # "After the first warning, in April": of the year before, it seems.
    if first == last:
        if mention.weekday is not None and first < published_on and ahead:
            first += timedelta(days=7)
        name = f"{first:%A} " if mention.weekday is not None else ""
        words, preposition = f"{name}{first.day} {first:%B} {first.year}", "on"
    elif (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        words, preposition = f"{first.year}", "in"
    elif first.day == 1 and last.day >= _LAST_DAYS and first.month == last.month:
        words, preposition = f"{first:%B} {first.year}", "in"
    else:
        return None
    if _PREPOSITION.search(before):
        return words
    return f"{preposition if before.strip() else preposition.title()} {words}"
