"""Which words of a text stand under a negation.

A cue ("not", "never", "without", "none") negates what follows it up to the end of its clause; a
verb that denies its own complement ("refused to", "failed to", "ruled out") does the same. Two
negations of one word cancel each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.mentions import Span
from service.parsing.tokens import Token

CUES = frozenset("not no never none neither nor nothing nobody without hardly cannot".split())
# The "yet" of "not yet" ends no clause.
_CLAUSE_END = re.compile(
    r"[,;:.!?()\"]|\b(?:but|(?<!not )(?<!n't )yet|and|or|because|until|while|although|though)\b"
)
_OUTER = re.compile(
    r"^\s*(?:it is|it's|it was|it isn't|that is)?\s*"
    r"(?:(?:false|untrue|not true|a lie|not the case|incorrect|wrong|fake news|a myth)\s+that"
    r"|there (?:is|was) no (?:evidence|proof|sign|indication|truth) that)\s+",
    re.IGNORECASE,
)
_RATHER_THAN = re.compile(
    r"\b(?:rather than|instead of|as opposed to|far from|and not|but not|, not|no longer"
    r"|ceased to be|unlike|except|apart from)\b"
)
_NOT_ONLY = re.compile(r"^\s+(?:only|just|merely|simply|least)\b")


_DENIED_CLAIM = re.compile(
    r"\b(?:contradict|disput|reject|den(?:y|i)|dismiss|refut|debunk|disprov)\w*\s+(?:the\s+|any\s+)?"
    r"(?:claims?|reports?|allegations?|statements?|suggestions?|rumou?rs?|accusations?|view|idea)"
    r"\s+that\s+",
    re.IGNORECASE,
)


_PROVED_FALSE = re.compile(
    r"\b(?:prove[dsn]*|turned out|was|were|is|are)\s+(?:to be\s+)?"
    r"(?:false|untrue|wrong|unfounded|baseless|a hoax|fake|a lie|made up)\b",
    re.IGNORECASE,
)
_REPORT_DENIED = re.compile(
    r"^\s*(?:(?:the|any|all|an?)\s+)?(?:claims?|reports?|allegations?|statements?|suggestions?|rumou?rs?"
    r"|accusations?|idea|view)\s+that\b.*?\b(?P<denied>(?:was|were|is|are|been)\s+(?:\w+ly\s+)?"
    r"(?:contradicted|disputed|rejected|denied|dismissed|refuted|debunked|disproved))\b",
    re.IGNORECASE | re.DOTALL,
)
# Every text that one of the last three finds something in has one of these.
_DENIAL_NEEDS = (
    *("contradict", "disput", "reject", "deny", "deni", "dismiss", "refut", "debunk", "disprov"),
    *("false", "untrue", "wrong", "unfounded", "baseless", "a hoax", "fake", "a lie", "made up"),
)


def outer_denial(text: str) -> Span | None:
    """The words that deny the whole rest ("It is false that …"), or None.

    Also "survivors contradicted the claim that …": what follows is what is denied.
    """
    match = _OUTER.match(text)
    if match is None and _may_deny(text):
        match = _DENIED_CLAIM.search(text) or _PROVED_FALSE.search(text)
        reported = _REPORT_DENIED.match(text) if match is None else None
        if reported is not None:
            return Span(start=reported.start("denied"), end=reported.end("denied"))
    return Span(start=match.start(), end=match.end()) if match else None


def _may_deny(text: str) -> bool:
    """Whether a text holds a word that a denial needs: looking for those takes a tenth of it.

    Beyond ASCII some letters equal others in a pattern that ignores case, so there it may.
    """
    if not text.isascii():
        return True
    lowered = text.lower()
    return any(word in lowered for word in _DENIAL_NEEDS)


def negated_stretches(text: str, tokens: Sequence[Token]) -> tuple[Span, ...]:
    """The stretches of the text that stand under a cue, cue excluded, in text order."""
    lowered = text.lower()
    contrasts = list(_RATHER_THAN.finditer(lowered))
    stretches = [_after(lowered, match.end()) for match in contrasts]
    spoken_for = [Span(start=match.start(), end=match.end()) for match in contrasts]
    for token in tokens:
        # The "not" of "X, not Y" has been heard with the comma: twice it would deny nothing.
        if not is_cue(token) or any(s.covers(token.span) for s in (*stretches, *spoken_for)):
            continue
        if not _NOT_ONLY.match(lowered[token.span.end :]):
            stretches.append(_after(lowered, token.span.end))
    return tuple(sorted(stretches))


_DENIES_NEXT = re.compile(r"\b(?:not|never|\w+n't)\s+(?:at |in |on |the |a |since |for )?[\"']?$")


def is_denied_at(text: str, start: int) -> bool:
    """Whether a negation stands right before what begins at ``start`` ("is not 81 years old")."""
    return _DENIES_NEXT.search(text[:start].lower()) is not None


def is_cue(token: Token) -> bool:
    """Whether the word alone denies what follows it."""
    lowered = token.text.lower()
    return lowered in CUES or lowered.endswith("n't")


def _after(lowered: str, start: int) -> Span:
    end = _CLAUSE_END.search(lowered, start + 1) if start < len(lowered) else None
    return Span(start=start, end=max(start, end.start() if end else len(lowered)))
