"""Two claims as peers: each read beside the other, and how much of both is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.corpus import Candidate
from service.domain.evidence import Passage, ReasonType
from service.domain.mentions import Span
from service.parsing.analysis import Analysis
from service.parsing.lexicon import Lexicon
from service.stance.alignment import term_weights
from service.stance.claims import ReadClaim, read_claim
from service.stance.comparing import Assertion, Reading, compare
from service.stance.comparison import Comparison
from service.stance.counterparts import Link
from service.stance.descriptions import Descriptions, gathered
from service.stance.policy import POLICY

# A name that so many of the claims carry is the setting of them all.
_COMMON = 0.3
# A claim that touches less than this share of another is not compared with it.
_LEAST_TOUCHED = 0.3
# Less shared content than this is none: one light word does not make two texts one topic.
_LEAST_SHARED = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A claim that can be laid beside others, on either side."""

    candidate: Candidate
    read: ReadClaim
    assertion: Assertion

    @property
    def analysis(self) -> Analysis:
        return self.read.analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two peers, and what each says of the other: ``forward`` reads the left as a statement."""

    left: Peer
    right: Peer
    forward: Reading
    backward: Reading

    @property
    def peers(self) -> tuple[Peer, Peer]:
        return self.left, self.right

    @property
    def readings(self) -> tuple[Reading, Reading]:
        return self.forward, self.backward


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two peers differ in: their words for it, and how much else they share.

    ``low`` and ``high`` are the lesser and the greater share, 0 to 1, of each text's content that
    the other says too, the words in dispute left out.
    """

    type: ReasonType
    left: Passage
    right: Passage
    low: float
    high: float
    detail: str


def peers(candidates: Sequence[Candidate], rarity: Mapping[str, float]) -> tuple[Peer, ...]:
    """The claims read, and their words weighed against all of them."""
    reads = [read_claim(c.claim.text, c.source.published_on) for c in candidates]
    descriptions = gathered(read.descriptions for read in reads)
    common = _common_names(reads)
    return tuple(
        Peer(
            candidate=candidate,
            read=read,
            assertion=_assertion(read.analysis, rarity, descriptions, common),
        )
        for candidate, read in zip(candidates, reads, strict=True)
    )


def beside(statement: Peer, claim: Peer) -> Reading | None:
    """One direction of a meeting; None if the two share too little."""
    return compare(
        statement.assertion,
        claim.candidate,
        claim.read,
        Lexicon.load(),
        POLICY,
        _LEAST_TOUCHED,
    )


def differences(meeting: Meeting) -> list[Difference]:
    """The conflicts that the comparisons found, one a type: the one with most in common."""
    best: dict[ReasonType, Difference] = {}
    for found in meeting.forward.conflicts:
        _keep_better(best, _difference(meeting, found, is_forward=True))
    for found in meeting.backward.conflicts:
        _keep_better(best, _difference(meeting, found, is_forward=False))
    return list(best.values())


def shared_share(reading: Reading, disputed: Span) -> float:
    """The share of the statement's content that the claim says too, disputed words left out."""
    said = unsaid = 0.0
    for link in reading.alignment.links:
        if not disputed.overlaps(link.statement.span):
            said += link.weight if link.link.entails else 0.0
            unsaid += 0.0 if link.link.entails else link.weight
    for term, weight in reading.alignment.missing:
        if not disputed.overlaps(term.span):
            unsaid += weight
    return said / (said + unsaid) if said >= _LEAST_SHARED else 0.0


def opposed(reading: Reading, disputed: Span) -> bool:
    """Whether the disputed word meets its contrary, or itself with a "not" on one side."""
    return any(
        link.link is Link.OPPOSITE or link.statement.negated != link.claim.negated
        for link in reading.alignment.links
        if link.statement.span == disputed
    )


def _difference(meeting: Meeting, comparison: Comparison, *, is_forward: bool) -> Difference | None:
    ours, theirs = comparison.reason.statement, comparison.reason.claim
    if ours is None or theirs is None:
        return None
    left, right = (ours, theirs) if is_forward else (theirs, ours)
    shares = sorted(
        (shared_share(meeting.forward, left.span), shared_share(meeting.backward, right.span))
    )
    return Difference(
        type=comparison.reason.type,
        left=left,
        right=right,
        low=shares[0],
        high=shares[1],
        detail=comparison.reason.detail,
    )


def _keep_better(best: dict[ReasonType, Difference], found: Difference | None) -> None:
    if found is None:
        return
    known = best.get(found.type)
    if known is None or found.low + found.high > known.low + known.high:
        best[found.type] = found


def _assertion(
    analysis: Analysis,
    rarity: Mapping[str, float],
    descriptions: Descriptions,
    common: frozenset[str],
) -> Assertion:
    weights = term_weights(analysis.text, analysis.terms, rarity, POLICY)
    return Assertion.weighed(analysis, weights, descriptions, common, frozenset())


def _common_names(reads: Sequence[ReadClaim]) -> frozenset[str]:
    counts: dict[str, int] = {}
    for read in reads:
        for key in read.index.by_name:
            counts[key] = counts.get(key, 0) + 1
    return frozenset(key for key, count in counts.items() if count >= _COMMON * len(reads))
