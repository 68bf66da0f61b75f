"""Words between quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache

from service.domain.mentions import Quote, Span

# An apostrophe opens a quotation only where no letter precedes it, and closes one only where no
# letter follows; an inner apostrophe ("don't") does neither.
_QUOTE = re.compile(
    r'"(?P<double>[^"]{0,2000})"'
    r"|\u00ab\s?(?P<angle>[^\u00ab\u00bb]{1,2000}?)\s?\u00bb"
    r"|(?<![\w.,])'(?P<single>[^\W\s](?:[^'\"]|(?<=\w)'(?=\w)){0,400}?[^\s'\"])'(?!\w)"
)
# A lone plural possessive ("the rebels' camp and the soldiers' camp") looks like a closing mark.
_LEADING_ELISION = re.compile(r"(?:\d0s|em|til|tis|twas|cause|round)\b", re.IGNORECASE)


_MARK = re.compile("[\"'\u00ab]")


@lru_cache(maxsize=4_096)
def find_quotes(text: str) -> tuple[Quote, ...]:
    """Every quotation in a clean text, without its marks, in order."""
    if _MARK.search(text) is None:
        return ()
    quotes: list[Quote] = []
    for match in _QUOTE.finditer(text):
        group = match.lastgroup or "double"
        if group == "single" and _LEADING_ELISION.match(match[group]):
            continue
        start, end = match.span(group)
        inner = text[start:end]
        stripped = inner.strip()
        if not stripped:
            continue
        start += len(inner) - len(inner.lstrip())
        span = Span(start=start, end=start + len(stripped))
        quotes.append(Quote(text=stripped, span=span))
    return tuple(quotes)


def mask_quotes(text: str) -> str:
    """``text`` with what stands between quotation marks replaced by ``~``, at equal length.

    Rules that read the grammar of a sentence then do not trip over words that are only quoted.
    """
    quotes = find_quotes(text)
    if not quotes:
        return text
    masked = list(text)
    for quote in quotes:
        masked[quote.span.start : quote.span.end] = "~" * (quote.span.end - quote.span.start)
    return "".join(masked)


def unwrapped(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch without blanks, commas and the full stop around it; None if nothing is left."""
    while start < end and text[start] in " ,:;":
        start += 1
    while end > start and text[end - 1] in " ,;.":
        end -= 1
    if text[start:end].count('"') == 1:
        start += text[start] == '"'
        end -= text[end - 1] == '"'
    elif text[start : start + 1] == text[end - 1 : end] == '"' and text[start:end].count('"') == 2:
        start, end = start + 1, end - 1
        end -= text[end - 1] in ",."
    return (start, end) if start < end else None
