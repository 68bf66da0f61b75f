"""Rank beside rank: who is the largest is larger than all others, and none is larger.

A superlative says of every other one of its kind that it has less. Whether another name is one of
the kind in the place must be known (``belonging.py``): "Orvik is Norlund's largest city" says
nothing of Brevik, unless that lies in Norlund, too.
"""

from __future__ import annotations

import math

from service.domain.evidence import ReasonType
from service.domain.mentions import Interval
from service.parsing.analysis import Analysis
from service.parsing.gazetteer import country_of
from service.stance.belonging import Member, is_known_member
from service.stance.comparison import Comparison, Finding, comparison, contrary_of, passage
from service.stance.name_forms import is_misspelt, stands_for
from service.stance.rankings import Excess, Kind, Rank, Ranking, stated_ranking, told_rankings

_WORLD = frozenset({"w_world", "world", "w_earth", "earth"})


def compare_rankings(
    statement: Analysis, claim: Analysis, members: frozenset[Member]
) -> Comparison | None:
    """What a claim that ranks decides of a statement that does nothing but rank, or None."""
    ours = stated_ranking(statement)
    if ours is None:
        return None
    for theirs in told_rankings(claim):
        if not _of_one_kind(statement, ours, claim, theirs):
            continue
        finding = _finding(ours, theirs, members)
        if finding is not None:
            return _found(finding, statement, ours, claim, theirs)
    return None


def _of_one_kind(statement: Analysis, ours: Ranking, claim: Analysis, theirs: Ranking) -> bool:
    """Whether both rank by the same quality, at the same time."""
    if not ours.degree.is_along(theirs.degree):
        return False
    if ours.tense and theirs.tense and ours.tense != theirs.tense:
        return False
    days, other_days = ({(d.first, d.last) for d in side.dates} for side in (statement, claim))
    return days == other_days if theirs.tense else days <= other_days


def _finding(ours: Ranking, theirs: Ranking, members: frozenset[Member]) -> Finding | None:
    match ours, theirs:
        case Excess(), Excess():
            if theirs.denied:
                return _neither_more(ours, theirs)
            return _of_two(ours, theirs.more, theirs.less)
        case Excess(), Rank():
            return _first_of_two(ours, theirs, members)
        case Rank(), Rank():
            return _in_interval(ours.ahead, _ahead_by_rank(ours, theirs, members))
        case Rank(), Excess():
            return _in_interval(ours.ahead, _ahead_by_excess(ours, theirs, members))
    return None


def _of_two(ours: Excess, more: str, less: str) -> Finding | None:
    if {ours.more, ours.less} != {more, less}:
        return None
    finding = Finding.AGREE if ours.more == more else Finding.CONFLICT
    return contrary_of(finding) if ours.denied else finding


def _neither_more(ours: Excess, theirs: Excess) -> Finding | None:
    """ "X is not larger than Y" leaves open whether Y is, or both are alike."""
    if (ours.more, ours.less) != (theirs.more, theirs.less):
        return (
            Finding.INCOMPARABLE if (ours.more, ours.less) == (theirs.less, theirs.more) else None
        )
    return Finding.AGREE if ours.denied else Finding.CONFLICT


def _first_of_two(ours: Excess, theirs: Rank, members: frozenset[Member]) -> Finding | None:
    """The first of its kind beside another one of the kind."""
    if theirs.ahead.high > 0 or theirs.holder not in (ours.more, ours.less):
        return None
    other = ours.less if theirs.holder == ours.more else ours.more
    said = ours.noun, ours.traits
    if _may_be_one(theirs.holder, other) or not is_known_member(other, theirs.kind, said, members):
        return None
    sides = (theirs.holder, other) if theirs.degree.upward else (other, theirs.holder)
    return _of_two(ours, *sides)


def _ahead_by_rank(ours: Rank, theirs: Rank, members: frozenset[Member]) -> Interval | None:
    """How many are ahead of the statement's holder, as far as the claim's rank tells."""
    is_first = theirs.ahead.high == 0
    within = _covers(ours.kind, theirs.kind)
    same_way = ours.degree.upward == theirs.degree.upward
    if ours.holder == theirs.holder:
        if not same_way:
            # The largest has at least one behind it.
            return _SOME if is_first and within else None
        return Interval(
            low=theirs.ahead.low if within else 0,
            high=theirs.ahead.high if _covers(theirs.kind, ours.kind) else math.inf,
        )
    if not (same_way and is_first and within) or _may_be_one(ours.holder, theirs.holder):
        return None
    said = (ours.kind.noun, ours.kind.traits) if ours.of_kind else ("", frozenset[str]())
    is_rival = ours.of_kind and _covers(theirs.kind, ours.kind)
    if is_rival or is_known_member(ours.holder, theirs.kind, said, members):
        return _SOME
    return None


def _ahead_by_excess(ours: Rank, theirs: Excess, members: frozenset[Member]) -> Interval | None:
    """That one is ahead of the statement's holder, where the claim's other one is of the kind."""
    sides = theirs.more, theirs.less
    ahead, behind = sides if ours.degree.upward else reversed(sides)
    said = theirs.noun, theirs.traits
    if theirs.denied or behind != ours.holder:
        return None
    if not is_known_member(ahead, ours.kind, said, members):
        return None
    return _SOME


_SOME = Interval(low=1, high=math.inf)


def _in_interval(ours: Interval, theirs: Interval | None) -> Finding | None:
    if theirs is None:
        return None
    if ours.contains(theirs):
        return Finding.AGREE
    return None if ours.overlaps(theirs) else Finding.CONFLICT


def _covers(wide: Kind, narrow: Kind) -> bool:
    """Whether all of one kind are of the other: inland cities in Norlund are cities in Norlund."""
    if wide.noun != narrow.noun or not wide.traits <= narrow.traits:
        return False
    if wide.place == narrow.place or wide.place in _WORLD:
        return True
    return bool(narrow.place) and country_of(narrow.place) == wide.place


def _may_be_one(name: str, other: str) -> bool:
    """Whether two names may be those of one: then neither ranks above the other."""
    if name == other or name.startswith("w_") or other.startswith("w_"):
        return True
    alike = is_misspelt(name, other) or stands_for(name, other) or stands_for(other, name)
    return alike or not set(name.split()).isdisjoint(other.split())


def _found(
    finding: Finding, statement: Analysis, ours: Ranking, claim: Analysis, theirs: Ranking
) -> Comparison:
    said = passage(statement.text, ours.span)
    told = passage(claim.text, theirs.span)
    words = told.text if told else ""
    return comparison(
        finding, ReasonType.NUMBER, statement=said, claim=told, detail=f'"{words}" {_HOW[finding]}'
    )


_HOW = {
    Finding.AGREE: "says as much",
    Finding.CONFLICT: "says the contrary",
    Finding.INCOMPARABLE: "leaves that open",
}
