"""A speaker's own "I" in indirect speech: '"I have ordered it," Banda said' says who ordered it."""

from __future__ import annotations

import re

from service.domain.mentions import Quote
from service.parsing.verbs import is_past

_FIRST = re.compile(r"^(?P<also>And |But )?I (?P<verb>[a-z]+)\b(?P<rest>.*)$", re.DOTALL)
_THIRD = {
    "have": "has",
    "am": "is",
    "do": "does",
    "was": "was",
    "will": "will",
    "would": "would",
    "can": "can",
    "cannot": "cannot",
    "could": "could",
    "had": "had",
    "call": "calls",
    "demand": "demands",
    "want": "wants",
    "know": "knows",
    "support": "supports",
    "reject": "rejects",
}
# More of the first or second person cannot be told from the words alone.
_OTHERS = re.compile(r"\b(?:I|I'[a-z]+|me|my|mine|we|us|our|you|your|myself)\b")


def indirect(speaker: str, quote: Quote) -> str | None:
    """The quotation as what the speaker is said to have said; None unless its "I" is plain."""
    found = _FIRST.match(quote.text.strip().rstrip(".,!?"))
    if found is None or _OTHERS.search(found["rest"]) or "?" in quote.text:
        return None
    verb = _THIRD.get(found["verb"]) or (found["verb"] if is_past(found["verb"]) else None)
    return f"{speaker} said that {speaker} {verb}{found['rest']}." if verb else None
