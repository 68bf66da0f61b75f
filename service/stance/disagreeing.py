"""Whether two claims of the corpus contradict each other, whichever of them is read first.

A statement is compared in one direction: what it says must be in the claim. Two claims are peers,
so a difference counts by how much of *both* texts is shared besides the words in dispute. Who
speaks does not matter here, but for quotations: that two parties are reported with two figures is
a disagreement worth seeing.

The thresholds were set on the five articles of ``seeds`` and the three events of
``tests/benchmarks/events``; ``tests/golden/test_disagreements.py`` holds what they reach.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.domain.corpus import Standing
from service.domain.disagreements import DisagreementType, Pair, Side
from service.domain.evidence import Passage, ReasonType
from service.domain.mentions import Manner
from service.parsing.analysis import Analysis
from service.stance.answers import answer_key, answer_text, topic_of
from service.stance.attribution import voice
from service.stance.counts import (
    counts_alike,
    counts_one_thing,
    is_other_time,
    same_number_of_others,
)
from service.stance.peers import Difference, Meeting, Peer, beside, differences, opposed
from service.stance.wordings import is_quoted, other_wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How much of the less and of the more shared text has to be common to both, 0 to 1."""

    low: float
    high: float


# A count stands in few words, and its act is compared by itself; two names in one place of a
# sentence are a conflict only where the sentences are nearly the same.
LEAST_SHARED = {
    DisagreementType.NUMBER: Share(low=0.4, high=0.6),
    DisagreementType.OUTCOME: Share(low=0.2, high=0.3),
    DisagreementType.DATE: Share(low=0.6, high=0.9),
    DisagreementType.DURATION: Share(low=0.5, high=0.6),
    DisagreementType.PLACE: Share(low=0.85, high=0.85),
    DisagreementType.ACTOR: Share(low=0.85, high=0.85),
    DisagreementType.SCOPE: Share(low=0.5, high=0.6),
    DisagreementType.QUOTE: Share(low=0.45, high=0.65),
    DisagreementType.POLARITY: Share(low=0.65, high=0.8),
}

_MEASURES = frozenset({ReasonType.NUMBER, ReasonType.DATE, ReasonType.DURATION})

# Which difference names the disagreement where several are found, the most telling first.
_TELLING = tuple(LEAST_SHARED)


def disagreements_of(one: Peer, others: Sequence[Peer]) -> list[Pair]:
    """The pairs that a claim makes with claims of other sources, at most one with each."""
    pairs = []
    for other in others:
        if other.candidate.source.id != one.candidate.source.id:
            left, right = sorted((one, other), key=lambda peer: peer.candidate.claim.id)
            pair = _pair(left, right)
            if pair is not None:
                pairs.append(pair)
    return pairs


def _pair(left: Peer, right: Peer) -> Pair | None:
    forward = beside(left, right)
    if forward is None or not _may_differ(left, right, bool(forward.conflicts)):
        return None
    backward = beside(right, left)
    if backward is None or forward.unsure or backward.unsure:
        return None
    meeting = Meeting(left=left, right=right, forward=forward, backward=backward)
    found = [d for d in _candidates(meeting) if _is_settled(meeting, d)]
    if not found:
        return None
    difference = min(found, key=lambda d: (_TELLING.index(_type(d)), d.left.span))
    pair = _made(meeting, difference)
    return pair if pair.left.key != pair.right.key else None


def _may_differ(left: Peer, right: Peer, is_conflict: bool) -> bool:
    """Whether the second, dearer half of the comparison can find anything."""
    both_quote = bool(left.analysis.quotes and right.analysis.quotes)
    both_count = bool(left.analysis.quantities and right.analysis.quantities)
    return is_conflict or both_quote or both_count


def _candidates(meeting: Meeting) -> list[Difference]:
    known = {kind.value for kind in LEAST_SHARED}
    # Quotations are compared here by pairs, so that the right ones of several are named.
    found = [d for d in differences(meeting) if d.type.value in known - {ReasonType.QUOTE.value}]
    for more in (other_wording(meeting), same_number_of_others(meeting)):
        found += [] if more is None else [more]
    return found


def _type(difference: Difference) -> DisagreementType:
    return DisagreementType(difference.type.value)


def _is_settled(meeting: Meeting, difference: Difference) -> bool:
    kind = _type(difference)
    least = LEAST_SHARED[kind]
    if difference.low < least.low or difference.high < least.high:
        return False
    if _denies(meeting.left.analysis) != _denies(meeting.right.analysis):
        # What a denial contradicts is its content, which is compared by itself.
        return False
    return _RULES[kind](meeting, difference)


def _number(meeting: Meeting, difference: Difference) -> bool:
    return (
        not any(r.missing_names or r.limits or r.other_phase for r in meeting.readings)
        and not is_other_time(meeting)
        and counts_one_thing(meeting, difference)
    )


def _outcome(meeting: Meeting, difference: Difference) -> bool:
    return not is_other_time(meeting) and counts_alike(meeting)


def _time(meeting: Meeting, difference: Difference) -> bool:
    sides = zip(meeting.peers, (difference.left, difference.right), strict=True)
    told = all(_is_told(peer.analysis, passage) for peer, passage in sides)
    return told and not any(r.unmatched or r.missing_names for r in meeting.readings)


def _exclusive(meeting: Meeting, difference: Difference) -> bool:
    """Whether one name has taken the other's place, and all else is alike."""
    if _initials(difference.left.text) & _initials(difference.right.text):
        return False
    if is_other_time(meeting) or _differs_besides(meeting):
        return False
    return not any(
        r.unmatched or r.unmatched_dates or len(r.missing_names) > 1 for r in meeting.readings
    )


def _differs_besides(meeting: Meeting) -> bool:
    """Whether numbers or times differ too, so that another event may be meant."""
    return any(c.reason.type in _MEASURES for r in meeting.readings for c in r.conflicts)


def _same_sort(meeting: Meeting, difference: Difference) -> bool:
    """ "26 criminals" against "26 demonstrators": the rule that found it has compared enough."""
    if meeting.left.analysis.quantities and difference.detail.endswith("are meant"):
        return not is_other_time(meeting)
    return _exclusive(meeting, difference)


def _contrary(meeting: Meeting, difference: Difference) -> bool:
    return (
        not any(r.missing_names or r.limits or r.other_phase for r in meeting.readings)
        and opposed(meeting.forward, difference.left.span)
        and not is_quoted(meeting, difference)
        and not is_other_time(meeting)
    )


def _scope(meeting: Meeting, difference: Difference) -> bool:
    return not is_other_time(meeting)


def _quote(meeting: Meeting, difference: Difference) -> bool:
    speakers = [peer.candidate.claim.speaker for peer in meeting.peers]
    names = [voice(speaker).names if speaker else frozenset[str]() for speaker in speakers]
    return bool(names[0] & names[1])


_RULES: dict[DisagreementType, Callable[[Meeting, Difference], bool]] = {
    DisagreementType.NUMBER: _number,
    DisagreementType.OUTCOME: _outcome,
    DisagreementType.DATE: _time,
    DisagreementType.DURATION: _time,
    DisagreementType.PLACE: _exclusive,
    DisagreementType.ACTOR: _same_sort,
    DisagreementType.POLARITY: _contrary,
    DisagreementType.SCOPE: _scope,
    DisagreementType.QUOTE: _quote,
}


def _denies(analysis: Analysis) -> bool:
    attribution = analysis.attribution
    spoken = attribution is not None and attribution.manner is Manner.DENIED
    return spoken != (analysis.denied is not None)


def _is_told(analysis: Analysis, passage: Passage) -> bool:
    """Whether a time belongs to what is told, not to the telling ("said on Friday that …")."""
    attribution = analysis.attribution
    return attribution is None or attribution.content_span.covers(passage.span)


def _initials(name: str) -> frozenset[str]:
    """What a name may be shortened to, itself included."""
    capitals = "".join(word[0] for word in name.split() if word[0].isupper())
    without_first = capitals[1:] if len(capitals) > 2 else capitals
    own = name if name.isupper() else ""
    return (
        frozenset({capitals, without_first, own} - {""})
        if len(capitals) > 1 or own
        else frozenset()
    )


def _made(meeting: Meeting, difference: Difference) -> Pair:
    kind = _type(difference)
    left, right = (
        Side(
            claim_id=peer.candidate.claim.id,
            start=passage.span.start,
            answer=answer_text(kind, peer.analysis, passage),
            key=answer_key(kind, peer.analysis, passage),
        )
        for peer, passage in zip(meeting.peers, (difference.left, difference.right), strict=True)
    )
    distanced = any(p.candidate.claim.standing is Standing.DISTANCED for p in meeting.peers)
    return Pair(
        type=kind,
        left=left,
        right=right,
        detail=difference.detail,
        topic=topic_of(kind, meeting, difference),
        firm=not distanced,
    )
