"""Where a word stands that a preposition of place, or a verb of being, leads up to.

The places of a whole text are found at once: what ends before a word is asked for each of them.
"""

from __future__ import annotations

import re

_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|into|of|across|over|around|outside|inside|between)\s+(the\s+)?"
)
_COPULA = re.compile(r"(?:\b(?:is|are|was|were|be|been|becomes?|became)|=)\s+")
_NOT = re.compile(r"not\s+")
_ARTICLE = re.compile(r"(?:the|an?)\s+")
_WORD = re.compile(r"[\w'-]+\s+")
_WORDS_BETWEEN = 2


def place_ends(lowered: str) -> frozenset[int]:
    """The offsets right behind "in", "near the" and their like."""
    ends: set[int] = set()
    for match in _PLACE.finditer(lowered):
        ends.add(match.end())
        if match[1]:
            ends.add(match.start(1))
    return frozenset(ends)


def predicate_ends(lowered: str) -> frozenset[int]:
    """The offsets behind "is", "was not the" and their like, up to two words further on."""
    ends: set[int] = set()
    for match in _COPULA.finditer(lowered):
        behind = {match.end()}
        for opening in (_NOT, _ARTICLE):
            behind |= {more.end() for at in behind if (more := opening.match(lowered, at))}
        ends |= behind
        for _ in range(_WORDS_BETWEEN):
            behind = {more.end() for at in behind if (more := _WORD.match(lowered, at))}
            ends |= behind
    return frozenset(ends)
