"""Counts of two peers: whether both count the same people or things, of one time and one fate."""

from __future__ import annotations

import re
from datetime import date, timedelta

from service.domain.evidence import Passage, ReasonType
from service.domain.mentions import Hedge, Quantity, Span
from service.parsing.analysis import Analysis, Term, TermKind
from service.parsing.lexicon import Lexicon, Relation
from service.parsing.names import country_of
from service.stance.alignment import EVENTS, LIGHT_STEMS
from service.stance.counting import concept_relation
from service.stance.figures import GENERIC_COUNTED
from service.stance.peers import Difference, Meeting, Peer
from service.stance.running_counts import ONE_EVENT, has_grown, is_running, of_one_day

# Days. What happened further from a source's own day than this is told of another occasion.
_OWN_TIME = timedelta(days=14)
# Lesser counts often coincide by chance.
_LEAST_TELLING_COUNT = 10
_INSIDE = re.compile(r"\b(?:in|at|on)\s+(?:the\s+)?$")
_AKIN = frozenset({Relation.SAME, Relation.NARROWER, Relation.BROADER})


def is_other_time(meeting: Meeting) -> bool:
    """Whether one side tells of a time far from its publication, of which the other is silent.

    Texts that appeared long after one another tell of two times anyway.
    """
    days = [peer.candidate.source.published_on for peer in meeting.peers]
    if days[0] is not None and days[1] is not None and abs(days[0] - days[1]) > ONE_EVENT:
        return True
    left, right = (_far_days(peer) for peer in meeting.peers)
    return bool(left ^ right)


def counts_one_thing(meeting: Meeting, difference: Difference) -> bool:
    """Whether the two disputed quantities count alike, and the same befell what they count."""
    left = _at(meeting.left.analysis, difference.left.span)
    right = _at(meeting.right.analysis, difference.right.span)
    if left is None or right is None:
        return True
    if bool(left[1].unit or left[1].counted) != bool(right[1].unit or right[1].counted):
        return False
    act, other = _act(meeting.left.analysis, *left), _act(meeting.right.analysis, *right)
    if act is not None and other is not None and not _akin(act, other):
        return False
    return _of_one_state(meeting) and not _has_grown(meeting, left, right)


def _of_one_state(meeting: Meeting) -> bool:
    """Whether no two states stand against each other ("in hospital", "in intensive care")."""
    left, right = (
        [t for t in peer.analysis.terms if _is_state(peer.analysis, t)] for peer in meeting.peers
    )
    return not left or not right or any(_akin(a, b) for a in left for b in right)


def _is_state(analysis: Analysis, term: Term) -> bool:
    before = analysis.text[: term.span.start].lower()
    return term.name is None and not term.concepts & EVENTS and _INSIDE.search(before) is not None


def _has_grown(meeting: Meeting, left: tuple[int, Quantity], right: tuple[int, Quantity]) -> bool:
    """Whether the event has gone on between the two reports, and the count with it."""
    one, other = meeting.peers
    if not _is_running(one.analysis, *left) or not _is_running(other.analysis, *right):
        return False
    sources = one.candidate.source, other.candidate.source
    grown = has_grown(sources[0], left[1], sources[1], right[1]) or has_grown(
        sources[1], right[1], sources[0], left[1]
    )
    return grown and not of_one_day(one.analysis, other.analysis)


def _is_running(analysis: Analysis, index: int, quantity: Quantity) -> bool:
    act = _act(analysis, index, quantity)
    counted = [term for term in analysis.terms if term.counted_by == index]
    return is_running([*counted, *([act] if act else [])])


def counts_alike(meeting: Meeting) -> bool:
    """Whether both sides name a place in one country."""
    left, right = (_countries(peer.analysis) for peer in meeting.peers)
    return bool(left & right) or not (left or right)


def same_number_of_others(meeting: Meeting) -> Difference | None:
    """ "26 armed criminals were killed", "26 demonstrators were killed": one count, two names."""
    left, right = meeting.left.analysis, meeting.right.analysis
    for i, one in enumerate(left.quantities):
        for j, other in enumerate(right.quantities):
            if _is_telling(one) and _is_telling(other) and one.value == other.value:
                ours, theirs = _kinds(left, i), _kinds(right, j)
                act, other_act = _act(left, i, one), _act(right, j, other)
                if not ours or not theirs or act is None or other_act is None:
                    continue
                of_one_kind = any(_akin(a, b) for a in ours for b in theirs)
                if _akin(act, other_act) and not of_one_kind and counts_alike(meeting):
                    return _of_kinds(ours[-1], theirs[-1])
    return None


def _of_kinds(ours: Term, theirs: Term) -> Difference:
    return Difference(
        type=ReasonType.ACTOR,
        left=Passage(text=ours.text, span=ours.span),
        right=Passage(text=theirs.text, span=theirs.span),
        low=1.0,
        high=1.0,
        detail=f"{theirs.text}, not {ours.text}, are meant",
    )


def _is_telling(quantity: Quantity) -> bool:
    return (
        quantity.hedge is Hedge.EXACT
        and quantity.unit == ""
        and not quantity.ordinal
        and quantity.value >= _LEAST_TELLING_COUNT
    )


def _kinds(analysis: Analysis, index: int) -> list[Term]:
    """The words that say who or what is counted, if they say more than "people" or "members"."""
    counted = [t for t in analysis.terms if t.counted_by == index and t.kind is TermKind.WORD]
    return [t for t in counted if t.stem not in GENERIC_COUNTED | LIGHT_STEMS | {"member"}]


def _at(analysis: Analysis, span: Span) -> tuple[int, Quantity] | None:
    found = [(i, q) for i, q in enumerate(analysis.quantities) if q.span.overlaps(span)]
    return found[0] if found else None


def _act(analysis: Analysis, index: int, quantity: Quantity) -> Term | None:
    """What is said of the counted: the first telling word behind it, or the last before it."""
    words = [
        term
        for term in analysis.terms
        if term.kind is TermKind.WORD
        and term.counted_by != index
        and not term.in_frame
        and term.stem not in LIGHT_STEMS
    ]
    behind = [term for term in words if term.span.start >= quantity.span.end]
    before = [term for term in words if term.span.end <= quantity.span.start]
    return behind[0] if behind else before[-1] if before else None


def _akin(one: Term, other: Term) -> bool:
    if one.stem == other.stem:
        return True
    return concept_relation(one.concepts, other.concepts, Lexicon.load()) in _AKIN


def _countries(analysis: Analysis) -> frozenset[str]:
    return frozenset(
        key for name in analysis.names if (key := country_of(name.key) or name.country)
    )


def _far_days(peer: Peer) -> frozenset[date]:
    published = peer.candidate.source.published_on
    if published is None:
        return frozenset()
    return frozenset(
        mention.first
        for mention in peer.analysis.dates
        if mention.first is not None
        and mention.last is not None
        and (mention.last < published - _OWN_TIME or mention.first > published + _OWN_TIME)
    )
