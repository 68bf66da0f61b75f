"""The stance of each claim to one assertion.

Symbols decide what symbols can decide. A conflict needs a comparison that found one *and* enough
shared context that both texts speak of the same thing; a support needs (nearly) every word of the
statement said, and nothing left open. All else is related at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.domain.corpus import Candidate
from service.domain.evidence import Judgement, Passage, Reason, ReasonType, Stance
from service.domain.mentions import Manner
from service.parsing.analysis import Analysis, analyse
from service.parsing.lexicon import Lexicon
from service.ports import StanceModel
from service.stance.alignment import Aligned, term_weights
from service.stance.attribution import SpeakerMatch
from service.stance.claims import ReadClaim, read_claim
from service.stance.comparing import Assertion, Reading, compare
from service.stance.comparison import Comparison
from service.stance.descriptions import Descriptions, gathered
from service.stance.policy import POLICY, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceJudge:
    """Judges the candidates of one assertion.

    ``as_of`` is the day from which the assertion's weekdays count; None reads them from the day
    of each source. ``setting`` are the names in the rest of the statement.
    """

    text: str
    as_of: date | None
    candidates: Sequence[Candidate]
    rarity: Mapping[str, float]
    setting: frozenset[str]
    model: StanceModel
    policy: Policy = POLICY

    def judgements(self) -> tuple[tuple[Candidate, Judgement], ...]:
        """Every candidate that has to do with the assertion, in the order given."""
        lexicon = Lexicon.load()
        claims = [
            read_claim(candidate.claim.text, candidate.source.published_on)
            for candidate in self.candidates
        ]
        descriptions = gathered(claim.descriptions for claim in claims)
        common = _common_names(claims) | self.setting
        assertions: dict[date | None, Assertion] = {}
        judged = []
        for candidate, claim in zip(self.candidates, claims, strict=True):
            day = self.as_of or candidate.source.published_on
            if day not in assertions:
                assertions[day] = self._assertion(day, descriptions, common)
            assertion = assertions[day]
            reading = compare(assertion, candidate, claim, lexicon, self.policy)
            if reading is None:
                continue
            judgement = decide_stance(assertion, reading, claim.analysis, self.policy)
            if judgement is not None:
                judged.append((candidate, _published(judgement, claim)))
        return tuple(judged)

    def _assertion(
        self, day: date | None, descriptions: Descriptions, common_names: frozenset[str]
    ) -> Assertion:
        analysis = analyse(self.text, day)
        weights = term_weights(self.text, analysis.terms, self.rarity, self.policy)
        return Assertion(
            analysis=analysis,
            weights=tuple(weights),
            descriptions=descriptions,
            common_names=common_names,
        )


# A name that so many of the candidates carry is the setting of them all.
_COMMON = 0.3


def _common_names(claims: Sequence[ReadClaim]) -> frozenset[str]:
    counts = Counter(key for claim in claims for key in claim.index.by_name)
    return frozenset(key for key, count in counts.items() if count >= _COMMON * len(claims))


def _published(judgement: Judgement, claim: ReadClaim) -> Judgement:
    return replace(judgement, reasons=tuple(claim.published(r) for r in judgement.reasons))


def decide_stance(
    assertion: Assertion, reading: Reading, analysis: Analysis, policy: Policy
) -> Judgement | None:
    """Turn a reading into a stance; None where the claim has too little to do with it."""
    conflicts = _settled_conflicts(reading, policy)
    stance, confidence = Stance.UNVERIFIED, 0.5
    decisive = reading.open_points + reading.limits
    if conflicts:
        stance, confidence, decisive = Stance.CONFLICTING, policy.confidence_by_symbols, conflicts
    elif _supports(reading, policy):
        stance = Stance.SUPPORTING
        decisive = reading.agreements
        confidence = policy.confidence_by_symbols if decisive else policy.confidence_by_wording
    if conflicts and _denies_the_other(reading, conflicts):
        stance = Stance.SUPPORTING
    stance = _turned(stance, assertion, analysis)
    reasons = tuple(c.reason for c in decisive) or (_wording(reading, stance),)
    return Judgement(stance=stance, confidence=confidence, reasons=reasons)


def _denies_the_other(reading: Reading, conflicts: Sequence[Comparison]) -> bool:
    """ "Almaty is not the capital" beside a claim that Nur-Sultan is: the two denials cancel."""
    types = {c.reason.type for c in reading.conflicts}
    exclusive = types & {ReasonType.ACTOR, ReasonType.PLACE}
    return bool(exclusive) and ReasonType.POLARITY in types and len(conflicts) <= 2


def _turned(stance: Stance, assertion: Assertion, analysis: Analysis) -> Stance:
    """The stance where one side is denied as a whole ("It is false that …", "X denied that …").

    Who denies what the claim contradicts is right; but a claim that denies something else than
    the statement says ("denied that 50 died", of "40 died") says nothing for it.
    """
    ours, theirs = _denies(assertion.analysis), _denies(analysis)
    if ours == theirs or stance is Stance.UNVERIFIED:
        return stance
    if stance is Stance.SUPPORTING:
        return Stance.CONFLICTING
    return Stance.SUPPORTING if ours else Stance.UNVERIFIED


def _denies(analysis: Analysis) -> bool:
    attribution = analysis.attribution
    spoken = attribution is not None and attribution.manner is Manner.DENIED
    return spoken != (analysis.denied is not None)


def _supports(reading: Reading, policy: Policy) -> bool:
    return (
        reading.coverage >= policy.support_coverage
        and not reading.conflicts
        and not reading.open_points
        and not reading.unmatched
        and not reading.unmatched_dates
        and not reading.missing_names
        and not (reading.limits and reading.agreements)
        and _nothing_weighty_missing(reading, policy)
        and reading.speaker in (SpeakerMatch.NOT_ASKED, SpeakerMatch.SAME)
    )


def _nothing_weighty_missing(reading: Reading, policy: Policy) -> bool:
    most = max(policy.most_missing * reading.alignment.total, policy.light_weight)
    return all(weight <= most for _, weight in reading.alignment.missing)


_EXCLUSIVE_READING = frozenset({ReasonType.ACTOR, ReasonType.PLACE, ReasonType.ATTRIBUTION})


def _settled_conflicts(reading: Reading, policy: Policy) -> tuple[Comparison, ...]:
    """The conflicts that enough shared context makes conflicts about the same thing."""
    if reading.distanced or reading.unsure or reading.speaker is SpeakerMatch.UNKNOWN:
        return ()
    if reading.speaker is SpeakerMatch.OTHER and not _same_words(reading):
        # Another speaker's different figure is no conflict; the same words in another's mouth are.
        return ()
    return tuple(
        c
        for c in reading.conflicts
        if _context(reading, c) >= _needed(c, policy) and _about_the_same(reading, c)
    )


def _same_words(reading: Reading) -> bool:
    """Whether two speakers differ in nothing else."""
    differing = [c for c in reading.conflicts if c.reason.type is not ReasonType.ATTRIBUTION]
    return not (differing or reading.open_points or reading.unmatched or reading.unmatched_dates)


def _about_the_same(reading: Reading, conflict: Comparison) -> bool:
    """A difference counts only between texts that name the same names and times."""
    if conflict.reason.type in _EXCLUSIVE_READING:
        loose_ends = reading.unmatched + reading.unmatched_dates
        return len(reading.missing_names) <= 1 and not loose_ends
    if conflict.reason.type is ReasonType.POLARITY:
        if reading.unmatched or reading.unmatched_dates:
            return False
    elif conflict.reason.type is ReasonType.NUMBER and reading.other_phase:
        return False
    return not reading.missing_names and not reading.limits


def _needed(conflict: Comparison, policy: Policy) -> float:
    if conflict.reason.type in _EXCLUSIVE_READING:
        return policy.exclusive_coverage
    return policy.conflict_coverage


def _context(reading: Reading, conflict: Comparison) -> float:
    """The share of the statement that the claim entails, leaving out the words in dispute."""
    disputed = conflict.reason.statement.span if conflict.reason.statement else None
    said = unsaid = 0.0
    for link in reading.alignment.links:
        if disputed is None or not disputed.overlaps(link.statement.span):
            said += link.weight if link.link.entails else 0.0
            unsaid += 0.0 if link.link.entails else link.weight
    for term, weight in reading.alignment.missing:
        if disputed is None or not disputed.overlaps(term.span):
            unsaid += weight
    return said / (said + unsaid) if said >= _LEAST_CONTEXT else 0.0


# Less shared content than this is none: a single light word does not make two texts one topic.
_LEAST_CONTEXT = 0.25


def _wording(reading: Reading, stance: Stance) -> Reason:
    """The reason where words alone decided: the longest word that both share, or that is missing."""
    if stance is Stance.UNVERIFIED and reading.alignment.missing:
        term, _ = max(reading.alignment.missing, key=lambda item: (item[1], -item[0].span.start))
        return Reason(
            type=ReasonType.WORDING,
            statement=Passage(text=term.text, span=term.span),
            claim=None,
            detail=f'the claim says nothing of "{term.text}"',
        )
    shared = [a for a in reading.alignment.links if a.link.entails]
    best: Aligned | None = max(
        shared, key=lambda a: (a.weight, -a.statement.span.start), default=None
    )
    share = round(100 * reading.coverage)
    return Reason(
        type=ReasonType.WORDING,
        statement=Passage(text=best.statement.text, span=best.statement.span) if best else None,
        claim=Passage(text=best.claim.text, span=best.claim.span) if best else None,
        detail=f"the claim says {share} % of what is stated",
    )
