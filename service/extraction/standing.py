"""How the outlet stands to what it prints: its own word, a party's, or a party's with a distance."""

from __future__ import annotations

import re

from service.domain.corpus import Standing
from service.domain.mentions import Attribution, Manner, Quote

_DOUBTED = re.compile(
    r"\b(?:allegedly|purportedly|supposedly|alleged\s+to|rumou?red|rumou?rs?|so-called"
    r"|unconfirmed|alleges?|unverified|unsubstantiated|self-styled|claims?\s+that|claimed\s+to"
    r"|(?:a|the|its|his|her|their|whose)\s+claims?\s+(?:to|of|that))\b",
    re.IGNORECASE,
)
_NO_PROOF = re.compile(
    r"\bwithout\s+(?:\w+\s+){0,2}?(?:(?:offering|giving|providing|presenting|citing|showing)\s+"
    r"(?:\w+\s+){0,3}?(?:proof|evidence|details?|documents?|figures?|sources?|particulars)"
    r"|elaborat\w+|(?:any\s+)?(?:proof|evidence))\b",
    re.IGNORECASE,
)
# Said of the sentence before, by the next one.
_TAKEN_UP = re.compile(
    r"\b(?:(?:could|can|might|may)\s*(?:not|n't)\s+(?:\w+\s+){0,2}?be\s+(?:\w+\s+){0,2}?"
    r"(?:verified|confirmed|checked|corroborated|substantiated)"
    r"|cannot\s+be\s+(?:\w+\s+){0,2}?(?:verified|confirmed|checked))\b"
    r"|\b(?:gave|offered|provided|presented|produced|showed|cited)\s+no\s+(?:\w+\s+){0,2}?"
    r"(?:proof|evidence|details?|documents?|figures?|sources?|basis)\b"
    r"|\bno\s+(?:proof|evidence)\s+(?:was|has|for)\b|\bcontradicted\s+(?:him|her|it|them|this)\b",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"\bwould\s+neither\s+put\s+this|\bdid\s+not\s+(?:elaborate|substantiate)\b", re.IGNORECASE
)
_RELAYED = re.compile(
    r"\b(?:reportedly|apparently|is\s+said\s+to|are\s+said\s+to|was\s+said\s+to|were\s+said\s+to"
    r"|believed\s+to|thought\s+to|understood\s+to|according\s+to|as\s+per"
    r"|(?:has|have|had|was|were)\s+been\s+reported|(?:was|were)\s+reported)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"\b(?:figures?|numbers?|tolls?|counts?|totals?)\b(?=.{0,40}\b(?:verified|confirmed|checked)\b)",
    re.IGNORECASE,
)
# With one of these alone a party is relayed; with its own word in quotation marks, distanced.
_GUARDED = frozenset("maintained maintains insisted insists suggested suggests boasted".split())
_LABEL_WORDS = 3


def standing_of(
    text: str, attribution: Attribution | None, quotes: tuple[Quote, ...], *, speaker: str | None
) -> Standing:
    """The standing of one record, from its own words."""
    if _DOUBTED.search(text) or _NO_PROOF.search(text):
        return Standing.DISTANCED
    if attribution is not None:
        if attribution.manner is Manner.CLAIMED:
            return Standing.DISTANCED
        labels = [quote for quote in quotes if len(quote.text.split()) <= _LABEL_WORDS]
        if attribution.cue.lower() in _GUARDED and labels:
            return Standing.DISTANCED
    if speaker is not None or attribution is not None or _RELAYED.search(text):
        return Standing.RELAYED
    return Standing.ASSERTED


def counts_unverified(text: str) -> bool:
    """Whether a sentence only says that figures are a party's own count: they stay relayed."""
    return _FIGURES.search(text) is not None


def takes_distance(text: str) -> bool:
    """Whether a sentence keeps the outlet at a distance from what the one before it reported."""
    return _TAKEN_UP.search(text) is not None or _PUT_OFF.search(text) is not None
