"""Who does what to whom: the order of shared words.

Two texts of the same words can say contrary things. Participants of the main verb may be swapped
("a guard shot the burglar"), and so may directions and times (``placing.py``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, Term, once
from service.parsing.verbs import main_verb, read_words
from service.stance.alignment import Aligned, Alignment
from service.stance.comparison import Comparison
from service.stance.counterparts import Link
from service.stance.placing import (
    compare_directions,
    compare_nearness,
    compare_parts_of_names,
    contrary,
    laid,
    led_in,
    preposition,
)

_PASSIVE = re.compile(
    r"\b(?:(?:has|have|had)\s+been|(?:will|would|can|could|may|might|must|shall|should)\s+be"
    r"|is|are|was|were|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|t|n|ung|old)\b"
)
# Forms that end like a participle and are none: "is in charge", "was not", "is present".
_NO_PARTICIPLES = frozenset(
    """in on an at not it that than then but even often when upon out about without against open
    certain silent urgent different important present absent president independent confident
    recent current violent pregnant significant apparent evident efficient patient""".split()
)
_BY = re.compile(r"\bby\s")
# "is larger than" does the work of a verb.
_THAN = re.compile(r"\b(?:is|are|was|were|has|have|had)\s+(?:[\w-]+\s+){1,3}?than\b")
# Straight behind a verb: what it is done to.
_BARE = re.compile(r"^\s+(?:(?:the|an?|his|her|its|their)\s+)?(?:[\w-]+\s+)?$")
_OBJECT = re.compile(
    r"^\s+(?!(?:in|on|at|for|from|to|by|with|after|before|since|until|of|and|or|but|as|during|near"
    r"|over|into|that|again|early|late|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b)\w"
)
# Acts in which both take the same part.
_MUTUAL = frozenset("meet met marri clash join talk resembl equal border".split())


def compare_order(statement: Analysis, claim: Analysis, alignment: Alignment) -> list[Comparison]:
    """Conflicts, and open points, where the same words stand in contrary places."""
    shared = _shared(alignment)
    if not shared:
        return []
    named = [a for a in shared if a.statement.name is not None]
    return [
        *compare_directions(statement, claim, shared),
        *compare_nearness(statement, claim, named),
        *compare_parts_of_names(statement, claim, named),
        *_agents(statement, claim, shared),
        *_bystanders(statement, claim, shared),
        *_participants(statement, claim, shared),
        *_sufferers(statement, claim, shared),
    ]


def _agents(statement: Analysis, claim: Analysis, shared: Sequence[Aligned]) -> list[Comparison]:
    """Incomparable where it was done by one who is only the place of it, or no party, in the claim.

    "The Velmoran-led mission in Norlund" is led neither by Norlund nor by who else is named.
    """
    verb = verb_span(statement)
    governed = led_in(statement)
    if verb is None or "by" not in governed.values():
        return []
    acts = [a for a in shared if _within(a.statement, verb)]
    for aligned in shared:
        if governed.get(aligned.statement.span.start) != "by" or not acts:
            continue
        led = [
            a
            for a in acts
            if claim.text[: a.claim.span.start].endswith("-")
            and aligned.claim.span.end + 1 != a.claim.span.start
        ]
        if led or (aligned.claim.is_place and not _leads_active(claim, aligned.claim)):
            detail = f"the claim does not say that it was by {aligned.claim.text}"
            return [laid(statement, claim, aligned, ReasonType.WORDING, detail)]
    return []


def _leads_active(claim: Analysis, term: Term) -> bool:
    """Whether a term belongs to the subject of an active verb ("a rise in prices sparked …")."""
    verb = verb_span(claim)
    return (
        verb is not None and term.span.end <= verb[0] and passive_group(claim.text, verb[0]) is None
    )


# What is led in so stands beside an act, or lost by it ("taken from the rebels").
_BESIDE_ACT = re.compile(
    r"\b(?:from|with|after|before|near|outside|against|during|since|until|while|when|as|amid"
    r"|alongside|beside|despite)\s+(?:(?:the|an?|his|her|its|their)\s+)?(?:[\w-]+\s+)?$"
)


def _bystanders(
    statement: Analysis, claim: Analysis, shared: Sequence[Aligned]
) -> list[Comparison]:
    """Incomparable where the doer only stands beside the act in a claim that names no doer.

    "26 were killed in clashes with the army" does not say who killed them.
    """
    ours, theirs = verb_span(statement), verb_span(claim)
    if ours is None or theirs is None or passive_group(claim.text, theirs[0]) is None:
        return []
    if not any(_within(a.statement, ours) and _within(a.claim, theirs) for a in shared):
        return []
    governed = led_in(statement)
    for aligned in shared:
        start = aligned.claim.span.start
        acts = (
            _part(statement, aligned.statement, ours) == "doer"
            or governed.get(aligned.statement.span.start) == "by"
        )
        if acts and start >= theirs[1] and _BESIDE_ACT.search(claim.text[:start].lower()):
            detail = f"the claim does not say that it was by {aligned.claim.text}"
            return [laid(statement, claim, aligned, ReasonType.WORDING, detail)]
    return []


def _participants(
    statement: Analysis, claim: Analysis, shared: Sequence[Aligned]
) -> list[Comparison]:
    """The one before the verb and the one behind it, exchanged."""
    ours = verb_span(statement)
    shared = [a for a in shared if not a.statement.negated and not a.claim.negated]
    acts = _acts(ours, shared)
    theirs = _told_verb(claim, acts) if acts else None
    if ours is None or theirs is None or _is_undergone(statement) != _is_undergone(claim):
        return []
    if not any(_within(a.claim, theirs) for a in acts):
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
    return [contrary(statement, claim, exchanged_first[0], ReasonType.ACTOR, "not the doer: ")]


# Who dies stands before the verb, who is killed behind it: nothing is exchanged between the two.
_UNDERGONE = re.compile(
    r"\b(?:die[sd]?|dying|dead|perish(?:ed|es)?|los(?:t|e|es) (?:their|his|her|its) li(?:fe|ves)"
    r"|drown(?:ed|s)?)\b"
)


@once
def _is_undergone(analysis: Analysis) -> bool:
    verb = verb_span(analysis)
    if verb is None:
        return False
    end = min((t.span.end for t in analysis.terms if t.span.end > verb[1]), default=verb[1])
    return _UNDERGONE.search(analysis.text[verb[0] : max(end, verb[1])]) is not None


def _sufferers(statement: Analysis, claim: Analysis, shared: Sequence[Aligned]) -> list[Comparison]:
    """Incomparable where one is the doer on one side, and on the other the one it is done to.

    "The gang kidnapped the banker" does not say that the gang was kidnapped, nor "Lind asked Brix"
    that Brix asked anybody.
    """
    ours = verb_span(statement)
    acts = _acts(ours, shared)
    theirs = verb_span(claim) if acts else None
    if ours is None or theirs is None or _is_undergone(statement) != _is_undergone(claim):
        return []
    verbs = [a for a in acts if _within(a.claim, theirs)]
    if not verbs or any(a.statement.stem in _MUTUAL for a in verbs):
        return []
    for aligned in shared:
        parts = _part(statement, aligned.statement, ours), _part(claim, aligned.claim, theirs)
        if set(parts) == {"doer", "sufferer"}:
            detail = f"in the claim, {aligned.claim.text} is the {parts[1]}"
            return [laid(statement, claim, aligned, ReasonType.WORDING, detail)]
    return []


def _part(analysis: Analysis, term: Term, verb: tuple[int, int]) -> str:
    """Whether a term is the doer of the verb, the one it is done to, or neither."""
    passive = passive_group(analysis.text, verb[0]) is not None
    if not passive and not _OBJECT.match(analysis.text[verb[1] :]):
        return ""
    if term.span.start < verb[0]:
        bare = not term.is_place and not preposition(analysis.text, term.span.start)
        next_to = re.fullmatch(r"\s*", analysis.text[term.span.end : verb[0]])
        return ("sufferer" if passive else "doer") if bare and next_to else ""
    between = analysis.text[verb[1] : term.span.start]
    return "sufferer" if not passive and _BARE.match(between) else ""


def _shared(alignment: Alignment) -> list[Aligned]:
    return [
        a
        for a in alignment.links
        if a.link in (Link.SAME, Link.NARROWER)
        and not a.statement.in_frame
        and not a.claim.in_frame
    ]


def _acts(verb: tuple[int, int] | None, shared: Sequence[Aligned]) -> list[Aligned]:
    """What is shared of the statement's verb: without it, the claim's need not be found."""
    return [a for a in shared if _within(a.statement, verb)] if verb is not None else []


def _told_verb(claim: Analysis, acts: Sequence[Aligned]) -> tuple[int, int] | None:
    """The verb of the claim that says what the statement's verb says, its main verb if none does."""
    main = verb_span(claim)
    told = [a.claim for a in acts if a.claim.name is None]
    if main is None or any(_within(act, main) for act in told):
        return main
    for word in read_words(claim.text):
        group = passive_group(claim.text, word.start) if word.finite else None
        verb = word.start, group.end() if group else word.end
        if word.finite and any(_within(act, verb) for act in told):
            return verb
    return main


@once
def verb_span(analysis: Analysis) -> tuple[int, int] | None:
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
    group = passive_group(text, verb.start) or _THAN.match(text, verb.start)
    return verb.start, group.end() if group else verb.end


def passive_group(text: str, start: int) -> re.Match[str] | None:
    """The passive verb group that begins at ``start``, if there is one."""
    group = _PASSIVE.match(text, start)
    if group is None or group.group().split()[-1].lower() in _NO_PARTICIPLES:
        return None
    return group


def _within(term: Term, verb: tuple[int, int]) -> bool:
    return verb[0] <= term.span.start < verb[1]


def _is_first(analysis: Analysis, term: Term, verb: tuple[int, int]) -> bool:
    """Whether the term is the doer: before an active verb, or behind the "by" of a passive one."""
    passive = passive_group(analysis.text, verb[0]) is not None
    if term.span.start < verb[0]:
        return not passive
    return passive and _BY.search(analysis.text, verb[1], term.span.start) is not None
