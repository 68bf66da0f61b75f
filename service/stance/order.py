"""Who does what to whom, from where to where, before or after what: the order of shared words.

Two texts of the same words can say contrary things. Participants of the main verb may be swapped
("a guard shot the burglar"), and so may directions ("from Halsund to Brevik") and times ("before
the vote").
"""

from __future__ import annotations

import re
from functools import lru_cache

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, Term
from service.parsing.verbs import main_verb, read_words
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison, Finding, comparison, passage
from service.stance.counterparts import Link

_PREPOSITION = re.compile(
    r"\b(?P<word>from|to|into|before|after|by|against|for)\s+"
    r"(?:(?:the|an?|his|her|its|their|this|that)\s+)?(?:[\w-]+\s+)?$"
)
_CONTRARY = {"from": "to", "to": "from", "into": "from", "before": "after", "after": "before"}
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|t|n|ung|old)\b")
_BY = re.compile(r"\bby\s")
# "is larger than" does the work of a verb.
_THAN = re.compile(r"\b(?:is|are|was|were)\s+(?:[\w-]+\s+){1,3}?than\b")


def compare_order(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """Conflicts where the same words stand in contrary places."""
    return [
        *_directions(statement, claim, alignment),
        *_participants(statement, claim, alignment),
    ]


@lru_cache(maxsize=16_384)
def preposition(text: str, start: int) -> str:
    """The preposition that governs what begins at ``start``, or an empty string."""
    match = _PREPOSITION.search(text[:start].lower())
    return match["word"] if match else ""


def _directions(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    found = []
    for aligned in _shared(alignment):
        ours = preposition(statement.text, aligned.statement.span.start)
        contrary = _CONTRARY.get(ours)
        if contrary is None:
            continue
        theirs = preposition(claim.text, aligned.claim.span.start)
        if theirs == contrary:
            kind = ReasonType.DATE if ours in ("before", "after") else ReasonType.PLACE
            found.append(_contrary(statement, claim, aligned, kind, f"{theirs}, not {ours}, "))
    return found


def _participants(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """The one before the verb and the one behind it, exchanged."""
    ours, theirs = _verb_span(statement), _verb_span(claim)
    if ours is None or theirs is None:
        return []
    shared = [a for a in _shared(alignment) if not a.statement.negated and not a.claim.negated]
    if not any(_within(a.statement, ours) and _within(a.claim, theirs) for a in shared):
        return []
    sides = [
        (a, _is_first(statement, a.statement, ours), _is_first(claim, a.claim, theirs))
        for a in shared
        if not _within(a.statement, ours) and not _within(a.claim, theirs)
    ]
    exchanged_first = [a for a, here, there in sides if here and not there]
    exchanged_later = [a for a, here, there in sides if there and not here]
    if not exchanged_first or not exchanged_later:
        return []
    return [_contrary(statement, claim, exchanged_first[0], ReasonType.ACTOR, "not the doer: ")]


def _shared(alignment: Alignment) -> list[Aligned]:
    return [
        a
        for a in alignment.links
        if a.link in (Link.SAME, Link.NARROWER)
        and not a.statement.in_frame
        and not a.claim.in_frame
    ]


def _verb_span(analysis: Analysis) -> tuple[int, int] | None:
    """From the first finite verb to the end of its verb group ("was shot")."""
    start = analysis.attribution.content_span.start if analysis.attribution else 0
    return _verb_group(analysis.text, start)


@lru_cache(maxsize=16_384)
def _verb_group(text: str, start: int) -> tuple[int, int] | None:
    words = read_words(text)
    inside = [word for word in words if word.start >= start]
    at = main_verb(inside)
    if at < 0:
        return None
    verb = inside[at]
    group = _PASSIVE.match(text, verb.start) or _THAN.match(text, verb.start)
    return verb.start, group.end() if group else verb.end


def _within(term: Term, verb: tuple[int, int]) -> bool:
    return verb[0] <= term.span.start < verb[1]


def _is_first(analysis: Analysis, term: Term, verb: tuple[int, int]) -> bool:
    """Whether the term is the doer: before an active verb, or behind the "by" of a passive one."""
    passive = _PASSIVE.match(analysis.text, verb[0]) is not None
    if term.span.start < verb[0]:
        return not passive
    return passive and _BY.search(analysis.text, verb[1], term.span.start) is not None


def _contrary(
    statement: Analysis, claim: Analysis, aligned: Aligned, kind: ReasonType, how: str
) -> Comparison:
    return comparison(
        Finding.CONFLICT,
        kind,
        statement=passage(statement.text, aligned.statement.span),
        claim=passage(claim.text, aligned.claim.span),
        detail=f"{how}{aligned.claim.text}",
    )
