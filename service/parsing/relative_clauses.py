"""A relative clause as an assertion of its own: "X, who is 81, ruled until 2009"."""

from __future__ import annotations

import re

from service.domain.mentions import Span
from service.parsing.attribution import find_attribution
from service.parsing.clauses import Part, masked_text
from service.parsing.names import find_names
from service.parsing.verbs import AUXILIARIES, is_adverb, is_participle, main_verb, read_words

_RELATIVE = re.compile(r",\s+(?P<word>who|which)\s+(?P<body>[^,;]{2,120})(?P<end>,\s+|$)")


def cut_relative(text: str) -> tuple[Part, ...]:
    """ "X, who is 81, ruled until 2009" gives "X is 81" and "X ruled until 2009"."""
    masked = masked_text(text)
    match = _RELATIVE.search(masked)
    if match is None:
        return ()
    attribution = find_attribution(text)
    if attribution is not None and attribution.cue_span.start < match.end():
        return ()
    body = read_words(masked[match.start("word") : match.end("body")])
    if not any(word.finite for word in body[:4]):
        return ()
    named = [name for name in find_names(text) if name.span.end == match.start()]
    main = main_verb(read_words(masked[match.end() :])) if match["end"].strip() else -1
    before = read_words(masked[: match.start()])
    at_subject = not any(word.finite for word in before)
    if at_subject and (main == 0 or _begins_verb(masked[match.end() :])):
        antecedent = Span(start=0, end=match.start())
        rest = Span(start=match.end(), end=len(text))
        relative = Span(start=match.start("body"), end=match.end("body"))
        return (
            Part(pieces=(antecedent, relative), own=relative),
            Part(pieces=(antecedent, rest), own=rest),
        )
    if not at_subject and named and match.end() == len(text):
        relative = Span(start=match.start("body"), end=match.end("body"))
        first = Span(start=0, end=match.start())
        return (
            Part(pieces=(first,), own=first),
            Part(pieces=(named[0].span, relative), own=relative),
        )
    return ()


def _begins_verb(masked: str) -> bool:
    words = read_words(masked)
    for word in words[:3]:
        if word.finite or word.low in AUXILIARIES or is_participle(word.low):
            return True
        if not is_adverb(word.low):
            return False
    return False
