"""A speaker's own "I" in indirect speech: '"I have ordered it," Banda said' says who ordered it."""

from __future__ import annotations

import re

from service.domain.mentions import Quote
from service.parsing.names import find_names
from service.parsing.verbs import is_past, main_verb, read_words

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
# A pronoun ahead is resolved by nobody here; two sentences do not go behind one "that".
_UNCLEAR = re.compile(r"(?:it|they|he|she|this|that|these|those|there)\b", re.IGNORECASE)
_SPLIT = re.compile(r"[.!]\s|\.{3}")
# More of the first or second person cannot be told from the words alone.
_OTHERS = re.compile(r"\b(?:I|I'[a-z]+|me|my|mine|we|us|our|you|your|myself)\b")


def indirect(speaker: str, quote: Quote) -> str | None:
    """The quotation as what the speaker is said to have said.

    None unless its "I" is plain, or it speaks of others only and is a sentence of its own.
    """
    words = quote.text.strip().rstrip(".,!?")
    found = _FIRST.match(words)
    if found is None and _is_on_others(words) and "?" not in quote.text:
        return f"{speaker} said that {_inner(words)}."
    if found is None or _OTHERS.search(found["rest"]) or "?" in quote.text:
        return None
    verb = _THIRD.get(found["verb"]) or (found["verb"] if is_past(found["verb"]) else None)
    return f"{speaker} said that {speaker} {verb}{found['rest']}." if verb else None


def _is_on_others(words: str) -> bool:
    """Whether a quotation is a sentence with a subject and without "I", "we" and "you"."""
    if (
        _OTHERS.search(words[:1].lower() + words[1:])
        or _UNCLEAR.match(words)
        or not words[:1].isupper()
    ):
        return False
    return main_verb(read_words(words)) >= 1 and not _SPLIT.search(words)


def _inner(words: str) -> str:
    """The words with the small letter that they take behind "that"."""
    named = any(name.span.start == 0 for name in find_names(words))
    return words if named else words[:1].lower() + words[1:]
