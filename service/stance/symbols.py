"""What the comparisons alone decide.

A conflict needs a comparison that found one *and* enough shared context that both texts speak of
the same thing; a support needs (nearly) every word of the statement said, and nothing left open.
All else is related at most.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.evidence import Judgement, Passage, Reason, ReasonType, Stance
from service.domain.mentions import Manner, Span
from service.parsing.analysis import Analysis
from service.parsing.negation import is_denied_at
from service.stance.alignment import Aligned
from service.stance.attribution import SpeakerMatch
from service.stance.causality import CAUSE
from service.stance.comparing import Assertion, Reading
from service.stance.comparison import Comparison, Finding
from service.stance.one_matter import is_of_one_matter, is_the_rest, tells_more
from service.stance.policy import Policy
from service.stance.saying import says_it
from service.stance.scope import is_of_a_phase


def decide_by_symbols(
    assertion: Assertion, reading: Reading, analysis: Analysis, policy: Policy
) -> Judgement:
    """Turn a reading into a stance with its reasons."""
    settled = None if denies(analysis) else _settled(reading) or reading.uttered
    if settled is not None:
        return _as_settled(settled, policy)
    conflicts = _settled_conflicts(assertion.analysis, reading, analysis, policy)
    stance, confidence = Stance.UNVERIFIED, 0.5
    decisive = reading.open_points + reading.limits
    if conflicts:
        stance, confidence, decisive = Stance.CONFLICTING, policy.confidence_by_symbols, conflicts
    elif _supports(reading, policy) and _is_said(assertion, reading, analysis, policy):
        stance = Stance.SUPPORTING
        decisive = reading.agreements
        confidence = policy.confidence_by_symbols if decisive else policy.confidence_by_wording
    if conflicts and _denies_the_other(reading, conflicts):
        stance = Stance.SUPPORTING
    stance = _turned(stance, assertion, reading, analysis)
    reasons = tuple(c.reason for c in decisive) or (_wording(reading, stance),)
    return Judgement(stance=stance, confidence=confidence, reasons=reasons)


def _as_settled(settled: Comparison, policy: Policy) -> Judgement:
    stance = {Finding.AGREE: Stance.SUPPORTING, Finding.CONFLICT: Stance.CONFLICTING}.get(
        settled.finding, Stance.UNVERIFIED
    )
    confidence = 0.5 if stance is Stance.UNVERIFIED else policy.confidence_by_symbols
    return Judgement(stance=stance, confidence=confidence, reasons=(settled.reason,))


def _settled(reading: Reading) -> Comparison | None:
    """The comparison that decides alone, where the claim says what it says as its own word."""
    if reading.distanced or reading.unsure or reading.unmatched_dates or reading.unread:
        return None
    if reading.speaker in (SpeakerMatch.UNKNOWN, SpeakerMatch.OTHER):
        return None
    return reading.settled


def _denies_the_other(reading: Reading, conflicts: Sequence[Comparison]) -> bool:
    """ "Almaty is not the capital" beside a claim that Nur-Sultan is: the two denials cancel."""
    return _is_of_one_alone(reading) and len(conflicts) <= 2


def _is_of_one_alone(reading: Reading) -> bool:
    """Whether the one is denied what the other is, and only one can be: what is predicated."""
    if not any(a.statement.is_predicate and a.claim.is_predicate for a in _negated(reading)):
        return False
    by_polarity = any(c.reason.type is ReasonType.POLARITY for c in reading.conflicts)
    return by_polarity and any(_names_another(c) for c in reading.conflicts)


def _names_another(conflict: Comparison) -> bool:
    """Whether the claim names another one, and has not just the same one in another place."""
    ours, theirs = conflict.reason.statement, conflict.reason.claim
    exclusive = conflict.reason.type in (ReasonType.ACTOR, ReasonType.PLACE)
    return exclusive and ours is not None and theirs is not None and ours.text != theirs.text


def _negated(reading: Reading) -> list[Aligned]:
    return [a for a in reading.alignment.links if a.statement.negated or a.claim.negated]


def _turned(stance: Stance, assertion: Assertion, reading: Reading, analysis: Analysis) -> Stance:
    """The stance where one side is denied as a whole ("It is false that …", "X denied that …").

    Who denies what the claim contradicts is right; but a claim that denies something else than
    the statement says ("denied that 50 died", of "40 died") says nothing for it. Nor does what
    another says show that X denied it.
    """
    ours, theirs = denies(assertion.analysis), denies(analysis)
    if ours == theirs or stance is Stance.UNVERIFIED:
        return stance
    if stance is Stance.SUPPORTING:
        return Stance.CONFLICTING
    heard = reading.speaker in (SpeakerMatch.NOT_ASKED, SpeakerMatch.SAME)
    return Stance.SUPPORTING if ours and heard else Stance.UNVERIFIED


def denies(analysis: Analysis) -> bool:
    """Whether a text denies its content as a whole."""
    attribution = analysis.attribution
    if attribution is None:
        return analysis.denied is not None
    unsaid = is_denied_at(analysis.text, attribution.cue_span.start)
    spoken = (attribution.manner is Manner.DENIED) != unsaid
    return spoken or analysis.denied is not None


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


def _is_said(assertion: Assertion, reading: Reading, analysis: Analysis, policy: Policy) -> bool:
    """Whether more than the words is shared; where one side denies all, they are what is denied."""
    ours = assertion.analysis
    if denies(ours) != denies(analysis):
        return True
    return says_it(ours, analysis, reading.alignment, reading.agreements, policy)


def _nothing_weighty_missing(reading: Reading, policy: Policy) -> bool:
    most = max(policy.most_missing * reading.alignment.total, policy.light_weight)
    return all(weight <= most for _, weight in reading.alignment.missing)


_MEASURED = frozenset({ReasonType.NUMBER, ReasonType.DATE, ReasonType.DURATION})
_EXCLUSIVE_READING = frozenset({ReasonType.ACTOR, ReasonType.PLACE, ReasonType.ATTRIBUTION})
_OF_ONE_ACT = _MEASURED | {ReasonType.ACTOR, ReasonType.PLACE}


def _settled_conflicts(
    statement: Analysis, reading: Reading, claim: Analysis, policy: Policy
) -> tuple[Comparison, ...]:
    """The conflicts that enough shared context makes conflicts about the same thing."""
    if reading.distanced or reading.unsure or reading.speaker is SpeakerMatch.UNKNOWN:
        return ()
    if any(c.reason.type is ReasonType.ACTOR for c in reading.open_points):
        # The claim is about what belongs to the one that the statement is about.
        return ()
    if reading.speaker is SpeakerMatch.OTHER and not _same_words(reading):
        # Another speaker's different figure is no conflict; the same words in another's mouth are.
        return ()
    found = tuple(
        c
        for c in reading.conflicts
        if not c.by_nearness
        and _context(reading, c) >= _needed(c, policy)
        and _about_the_same(reading, c)
    )
    if any(c.reason.type is ReasonType.NUMBER and is_the_rest(statement, claim, c) for c in found):
        return ()
    if sum(c.reason.type in _MEASURED for c in found) > 1:
        # Two figures that both differ are no matter of chance.
        return found
    return tuple(
        c
        for c in found
        if c.reason.type not in _MEASURED
        or (
            (
                _context(reading, c) >= policy.measured_coverage
                or not tells_more(statement, claim, reading, c)
            )
            and is_of_one_matter(statement, claim, reading, c)
        )
    )


def _same_words(reading: Reading) -> bool:
    """Whether two speakers differ in nothing else."""
    differing = [c for c in reading.conflicts if c.reason.type is not ReasonType.ATTRIBUTION]
    return not (differing or reading.open_points or reading.unmatched or reading.unmatched_dates)


def _about_the_same(reading: Reading, conflict: Comparison) -> bool:
    """A difference counts only between texts that name the same names and times.

    Nor do figures or places differ of two acts of which one may be the other's contrary.
    """
    unsettled = any(c.by_nearness for c in reading.conflicts)
    if unsettled and conflict.reason.type in _OF_ONE_ACT and not _is_of_one_alone(reading):
        return False
    if conflict.reason.type in _EXCLUSIVE_READING:
        loose_ends = reading.unmatched + reading.unmatched_dates
        other_event = any(c.reason.type in _MEASURED for c in reading.conflicts)
        return len(reading.missing_names) <= 1 and not loose_ends and not other_event
    if conflict.reason.type is ReasonType.POLARITY:
        if reading.other_time or reading.unmatched or reading.unmatched_dates:
            return False
        if any(c.reason.type is ReasonType.DATE for c in reading.conflicts):
            # That it did not happen in 2014 is not denied by its happening in 2013.
            return False
        if any(CAUSE in term.concepts for term, _ in reading.alignment.missing):
            # That prices fell later does not say that their rise caused nothing.
            return False
    elif conflict.reason.type in _MEASURED:
        # Another figure at another time is another case.
        figure = conflict.reason.type is ReasonType.NUMBER
        if reading.other_phase and not _is_the_phase(conflict):
            return False
        if figure and reading.other_time:
            return False
    return not reading.missing_names and not reading.limits


def _is_the_phase(conflict: Comparison) -> bool:
    """Whether "before 6 a.m." is itself what the claim is held to, and no other case."""
    theirs = conflict.reason.claim
    return theirs is not None and is_of_a_phase(theirs.text)


def _needed(conflict: Comparison, policy: Policy) -> float:
    if conflict.reason.type in _EXCLUSIVE_READING:
        return policy.exclusive_coverage
    return policy.conflict_coverage


def _context(reading: Reading, conflict: Comparison) -> float:
    """The share of the statement that the claim entails, leaving out the words in dispute."""
    disputed = conflict.reason.statement.span if conflict.reason.statement else None
    said = unsaid = 0.0
    for link in reading.alignment.links:
        if not _is_in_dispute(disputed, link.statement.span):
            said += link.weight if link.link.entails else 0.0
            unsaid += 0.0 if link.link.entails else link.weight
    for term, weight in reading.alignment.missing:
        if not _is_in_dispute(disputed, term.span):
            unsaid += weight
    return said / (said + unsaid) if said >= _LEAST_CONTEXT else 0.0


def _is_in_dispute(disputed: Span | None, word: Span) -> bool:
    """Whether a word belongs to what differs; not a phrase around it ("claimed 12 lives")."""
    if disputed is None or not disputed.overlaps(word):
        return False
    return not (word.start < disputed.start and disputed.end < word.end)


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
    other = next((a for a in reading.alignment.links if not a.link.entails), None)
    if stance is Stance.UNVERIFIED and other is not None:
        return Reason(
            type=ReasonType.WORDING,
            statement=Passage(text=other.statement.text, span=other.statement.span),
            claim=Passage(text=other.claim.text, span=other.claim.span),
            detail=f'the claim says "{other.claim.text}" where the statement has '
            f'"{other.statement.text}"',
        )
    shared = [a for a in reading.alignment.links if a.link.entails]
    best: Aligned | None = max(
        shared, key=lambda a: (a.weight, -a.statement.span.start), default=None
    )
    left_out = ", ".join(f'"{term.text}"' for term, _ in reading.alignment.missing)
    detail = f"the claim says all but {left_out}" if left_out else "the claim says the same"
    return Reason(
        type=ReasonType.WORDING,
        statement=Passage(text=best.statement.text, span=best.statement.span) if best else None,
        claim=Passage(text=best.claim.text, span=best.claim.span) if best else None,
        detail=_left_open(reading) if stance is Stance.UNVERIFIED else detail,
    )


def _left_open(reading: Reading) -> str:
    """What keeps a claim from settling a statement whose words it shares."""
    if reading.unmatched:
        return "the claim gives no such figure or span of time"
    if reading.unmatched_dates:
        return "the claim gives no such date"
    return "the claim settles only a part of it"
