"""One claim laid beside one assertion: what is shared, what differs, what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from service.domain.corpus import Candidate
from service.domain.evidence import ReasonType
from service.parsing.analysis import Analysis, Term
from service.parsing.lexicon import Lexicon
from service.stance.actors import compare_names
from service.stance.addressees import compare_addressees
from service.stance.alignment import Alignment, align
from service.stance.alternatives import compare_alternatives
from service.stance.attribution import (
    SpeakerMatch,
    compare_speakers,
    distance,
    is_distanced,
    match_speaker,
    voice,
)
from service.stance.belonging import Member
from service.stance.causality import compare_causes
from service.stance.claims import ReadClaim
from service.stance.clock import compare_clocks
from service.stance.comparison import Comparison, Finding
from service.stance.compounds import compare_compounds
from service.stance.counterparts import Sought, sought_in
from service.stance.dates import compare_dates, is_another_time, is_of_the_past
from service.stance.descriptions import Descriptions
from service.stance.durations import compare_beginnings, compare_durations
from service.stance.factivity import compare_certainty, is_unsure
from service.stance.heads import compare_heads
from service.stance.intervals import compare_intervals, days_of_the_same
from service.stance.modality import compare_modality, used_to_be
from service.stance.nobody import compare_none
from service.stance.numbers import compare_quantities
from service.stance.order import compare_order
from service.stance.owners import compare_owners
from service.stance.polarity import compare_polarity, settled_by_turning
from service.stance.policy import Policy
from service.stance.predication import compare_predications
from service.stance.qualifiers import compare_qualifiers
from service.stance.quotes import compare_quotes
from service.stance.roles import compare_roles
from service.stance.same_clause import compare_clauses
from service.stance.scope import compare_scope, is_other_phase
from service.stance.sequence import compare_sequences
from service.stance.settling import settle
from service.stance.subjects import compare_subjects
from service.stance.unread import unread_figures
from service.stance.utterances import compare_utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One assertion of the statement, taken apart and weighed against the corpus.

    ``members`` is what the corpus says of where something belongs, ``strangers`` the keys of names that
    occur nowhere in it, ``day`` the day on which the assertion was made, if known: its weekdays count
    from there.
    """

    analysis: Analysis
    sought: tuple[Sought, ...]
    total: float
    descriptions: Descriptions
    common_names: frozenset[str]
    members: frozenset[Member]
    strangers: frozenset[str] = frozenset()
    day: date | None = None

    @classmethod
    def weighed(
        cls,
        analysis: Analysis,
        weights: Sequence[float],
        descriptions: Descriptions,
        common_names: frozenset[str],
        members: frozenset[Member],
        strangers: frozenset[str] = frozenset(),
    ) -> Assertion:
        """An assertion with a weight for each of its terms."""
        return cls(
            analysis=analysis,
            sought=sought_in(analysis.terms, weights, descriptions),
            total=float(sum(weights)),
            descriptions=descriptions,
            common_names=common_names,
            members=members,
            strangers=strangers,
        )


class Reading(NamedTuple):
    """A claim laid beside the assertion: what is shared, what differs, what stays open.

    ``unmatched`` counts what the claim has no figure for, ``unread`` those of them that no grammar
    could read. ``settled`` is the comparison that reads the whole statement, where one does, and
    ``uttered`` that of a quotation and its speaker.

    A tuple and not a dataclass, because dozens are made for every statement.
    """

    alignment: Alignment
    coverage: float
    speaker: SpeakerMatch
    conflicts: tuple[Comparison, ...]
    agreements: tuple[Comparison, ...]
    open_points: tuple[Comparison, ...]
    unmatched: int
    unread: int
    unmatched_dates: int
    missing_names: tuple[Term, ...]
    distanced: bool
    unsure: bool
    limits: tuple[Comparison, ...]
    other_phase: bool
    other_time: bool
    settled: Comparison | None
    uttered: Comparison | None


def compare(
    assertion: Assertion,
    candidate: Candidate,
    read: ReadClaim,
    lexicon: Lexicon,
    policy: Policy,
    least_touched: float,
) -> Reading | None:
    """Lay one claim beside the assertion and make every comparison.

    None where the claim touches less than ``least_touched`` of the assertion.
    """
    statement, analysis = assertion.analysis, read.analysis
    alignment = align(
        assertion.sought, read.index, total=assertion.total, least_touched=least_touched
    )
    if alignment is None:
        return None
    numbers, lone_numbers = compare_quantities(statement, analysis, lexicon)
    dates, lone_dates = compare_dates(statement, analysis, candidate.claim)
    dates = days_of_the_same(statement, analysis, alignment, dates)
    # What has gone on for a week has done so on that day only.
    day = assertion.day if assertion.day == candidate.source.published_on else None
    durations, lone_durations = compare_durations(statement, analysis, day)
    if lone_dates:
        beginnings = compare_beginnings(statement, analysis, day)
        durations += beginnings
        lone_dates -= len(beginnings)
    quotes, lone_quotes = compare_quotes(statement, analysis, candidate.claim, policy)
    speaker = match_speaker(
        statement, analysis, candidate.claim, candidate.source, assertion.descriptions
    )
    unread = unread_figures(statement, analysis)
    intervals, lone_intervals = compare_intervals(statement, analysis, alignment)
    # Who knows the days of two clauses has no need that the claim joins them as the statement does.
    joined = any(c.finding is Finding.AGREE for c in intervals)
    comparisons = [
        *numbers,
        *dates,
        *durations,
        *compare_clocks(statement, analysis),
        *compare_clauses(statement, analysis, alignment, dates),
        *quotes,
        *compare_polarity(statement, analysis, alignment),
        *compare_none(statement, analysis, alignment),
        *compare_order(statement, analysis, alignment),
        *intervals,
        *compare_sequences(statement, analysis, alignment),
        *compare_roles(statement, analysis, alignment),
        *compare_subjects(statement, analysis, alignment),
        *compare_predications(statement, analysis, alignment),
        *compare_names(statement, analysis, alignment),
        *compare_heads(statement, analysis, alignment),
        *compare_owners(statement, analysis, alignment, assertion.common_names),
        *compare_alternatives(statement, analysis, alignment),
        *compare_causes(statement, analysis, alignment),
        *compare_speakers(statement, speaker, analysis, candidate.claim),
        *compare_addressees(statement, analysis),
        *compare_certainty(statement, analysis, alignment),
        *compare_modality(statement, analysis, alignment, candidate.claim.speaker),
        *compare_qualifiers(statement, analysis),
        *([] if joined else compare_compounds(statement, analysis, alignment)),
    ]
    if used_to_be(statement):
        # Who once was it shuts out nobody who is.
        comparisons = [c for c in comparisons if not _shuts_out(c)]
    distanced = is_distanced(candidate.claim) and not _speaks_of_party(
        alignment, speaker, candidate.claim.speaker
    )
    if distanced:
        comparisons.append(distance(analysis, candidate.claim))
    return Reading(
        alignment=alignment,
        coverage=_coverage(statement, analysis, alignment),
        speaker=speaker,
        conflicts=_with(Finding.CONFLICT, comparisons),
        agreements=_with(Finding.AGREE, comparisons),
        open_points=_with(Finding.INCOMPARABLE, comparisons),
        unmatched=lone_numbers + lone_durations + lone_intervals + lone_quotes + unread,
        unread=unread,
        unmatched_dates=lone_dates,
        missing_names=tuple(term for term, _ in alignment.missing if term.name is not None),
        distanced=distanced,
        unsure=is_unsure(statement, analysis, alignment),
        other_time=is_another_time(statement, analysis, candidate.claim)
        or (
            is_of_the_past(statement, analysis, candidate.source.published_on)
            and not _names_the_case(alignment, assertion.common_names)
        ),
        other_phase=is_other_phase(statement, analysis),
        limits=tuple(compare_scope(statement, analysis, alignment, assertion.common_names)),
        settled=settle(statement, analysis, alignment, assertion.members),
        uttered=compare_utterance(
            statement, analysis, candidate.claim, alignment, speaker, assertion.descriptions
        ),
    )


def _shuts_out(one: Comparison) -> bool:
    exclusive = one.reason.type in (ReasonType.ACTOR, ReasonType.PLACE)
    return exclusive and one.finding is Finding.CONFLICT


def _with(finding: Finding, comparisons: list[Comparison]) -> tuple[Comparison, ...]:
    return tuple([c for c in comparisons if c.finding is finding])


def _coverage(statement: Analysis, claim: Analysis, alignment: Alignment) -> float:
    """The share of the statement that the claim entails, antonyms under negation included."""
    return alignment.share(
        [
            link.weight
            for link in alignment.links
            if link.link.entails or settled_by_turning(statement, claim, link)
        ]
    )


def _names_the_case(alignment: Alignment, common_names: frozenset[str]) -> bool:
    """Whether both name what only some of the claims are about ("Cyclone Hadra")."""
    names = (a.claim.name for a in alignment.links if a.link.entails)
    return any(name is not None and name.key not in common_names for name in names)


def _speaks_of_party(alignment: Alignment, speaker: SpeakerMatch, party: str | None) -> bool:
    """Whether the statement is about the party's saying so: then its distance does not matter."""
    if speaker is SpeakerMatch.SAME:
        return True
    acts = {a.claim.span for a in alignment.links if not a.claim.name and a.claim.in_frame}
    keys = voice(party).names if party else frozenset()
    names = {
        a.claim.span
        for a in alignment.links
        if a.claim.name and (a.claim.in_frame or a.claim.name.key in keys)
    }
    return bool(names) and (bool(acts) or _is_about_speaking(alignment))


SPEECH_CONCEPTS = frozenset("blame claim suggest say describe alleged accuse".split())


def _is_about_speaking(alignment: Alignment) -> bool:
    spoken = [a.statement for a in alignment.links] + [term for term, _ in alignment.missing]
    return any(
        term.stem == "speak" or not term.concepts.isdisjoint(SPEECH_CONCEPTS) for term in spoken
    )
