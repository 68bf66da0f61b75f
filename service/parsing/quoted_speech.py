"""A quotation with a speaker beside it, whatever the verb: '"We lost all," sighs farmer Ilo Marn'."""

from __future__ import annotations

import re
from typing import NamedTuple

# '"We lost all," sighs Ilo Marn', '"We lost all" - Ilo Marn' and 'Ilo Marn: "We lost all"', with the
# quoted words masked.
_VERB_AND_NAME = re.compile(
    r"^['\"]~+['\"],?\s{1,3}(?P<cue>[a-z]{3,20}(?:s|d|t)|-)\s{1,3}"
    r"(?P<who>(?:[a-z'-]{2,20}\s){0,5}[A-Z][^;:~\"]{1,120})$"
)
_DASHED = re.compile(r"^['\"]~+['\"]\s{1,3}(?P<cue>-)\s{1,3}(?P<who>[^;:~\"]{2,120})$")
_NAME_FIRST = re.compile(r"^(?P<who>[A-Z][^:;~\"]{1,80})(?P<cue>:)\s{0,3}['\"]~+['\"]\.?$")
_ENDS_SPEECH = re.compile(r"[,.!?]|.['\"](?:,|\s-)")


class QuotedSpeech(NamedTuple):
    """Start and end of the speaker, of the word that leads to him, and of what is quoted."""

    who: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[int, int]


def find_quoted_speech(text: str, masked: str) -> QuotedSpeech | None:
    """The speech in a text that is one quotation and its speaker; ``masked`` hides the quotation."""
    body = masked.rstrip(" .")
    for pattern in (_VERB_AND_NAME, _DASHED, _NAME_FIRST):
        match = pattern.match(body)
        if match is None:
            continue
        first, last = masked.index("~"), masked.rindex("~") + 1
        if pattern is _VERB_AND_NAME and not _ENDS_SPEECH.match(text, last - 1):
            # "Titanic" stars Kate Winslet.
            continue
        begin, end = match.span("who")
        comma = masked.find(", ", begin, end)
        return QuotedSpeech(
            who=(begin, comma if comma > 0 else end), cue=match.span("cue"), content=(first, last)
        )
    return None
