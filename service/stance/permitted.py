"""What the language model's word about a pair may do: support, contradict or neither."""

from __future__ import annotations

import re

from service.domain.evidence import ReasonType
from service.domain.mentions import NameKind
from service.parsing.analysis import Analysis
from service.parsing.verbs import is_past, main_verb, read_words, verb_starts
from service.stance.actors import is_told_of_another_member
from service.stance.alignment import OFFICES
from service.stance.attribution import SpeakerMatch
from service.stance.compared import Compared
from service.stance.comparing import Reading
from service.stance.comparison import Comparison
from service.stance.counterparts import Link
from service.stance.factivity import is_of_another_mood
from service.stance.quantity_sense import quantity_at
from service.stance.sureness import is_of_object
from service.stance.symbols import denies


def may_support(one: Compared) -> bool:
    """Whether the claim can tell so much at all, whatever a model makes of its words.

    What it tells of figures and names may be in other words, which the model reads; where it has
    none, there is nothing to read, nor is there in a claim that names no day or no speaker. A figure
    that nothing could read is in no other words at all. What speaks of another kind of thing, denies
    it or tells of less than the whole supports nothing either, nor does what a comparison finds
    contrary. What one leaves open bars little: see ``_is_barred`` and ``is_left_open``.
    """
    statement, reading, claim = one.assertion.analysis, one.reading, one.claim.analysis
    has_figures = bool(claim.quantities or claim.durations or claim.dates)
    return (
        may_take_a_side(one)
        and (reading.speaker is not SpeakerMatch.UNKNOWN or _speaks_otherwise(one))
        and all(conflict.by_nearness for conflict in reading.conflicts)
        and (has_figures or not reading.unmatched)
        and not reading.unmatched_dates
        and not reading.unread
        and (bool(claim.names) or not reading.missing_names)
        and not any(_is_barred(one, point) for point in reading.open_points)
        and not _is_of_another_kind(reading)
        and not _has_another_letter(statement.text, claim.text)
        and not _says_less_than_all(one)
        and not _denies_what_is_said(one)
        and not _only_blames(one)
        and not _is_of_a_stranger(one)
    )


def _is_barred(one: Compared, point: Comparison) -> bool:
    """Whether what a comparison leaves open keeps the claim from supporting the statement at all.

    A bound may leave a figure open, or a day; a claim may tell of a plan where the statement tells what
    has happened, of a belief, or of somebody near to whom the statement names. Where figures fit and
    only what they count has other words, the model reads those.
    """
    match point.reason.type:
        case ReasonType.NUMBER:
            return not _fits(one, point)
        case ReasonType.UNIT | ReasonType.DATE | ReasonType.DURATION:
            return True
        case ReasonType.ACTOR:
            is_near = not point.by_nearness and not is_of_object(one, point)
            return is_near and _is_somebody(one, point)
        case ReasonType.CERTAINTY if is_of_another_mood(one.assertion.analysis, one.claim.analysis):
            return point.bars and _tells_the_past(one.assertion.analysis)
        case _:
            return point.bars


def _fits(one: Compared, point: Comparison) -> bool:
    """Whether the claim's figure is what the statement's says, whatever either counts."""
    said, heard = point.reason.statement, point.reason.claim
    ours = quantity_at(one.assertion.analysis, said.span) if said is not None else None
    theirs = quantity_at(one.claim.analysis, heard.span) if heard is not None else None
    return ours is not None and theirs is not None and ours.interval.contains(theirs.interval)


def _is_somebody(one: Compared, point: Comparison) -> bool:
    """Whether the claim is about somebody near to a person of whom the statement speaks.

    A person is known by name or office, or by whom one has: a lawyer, a widow, a deputy.
    """
    said, heard = point.reason.statement, point.reason.claim
    persons = (
        (term.name is not None and term.name.kind is NameKind.PERSON)
        or not term.concepts.isdisjoint(OFFICES)
        for term in one.assertion.analysis.terms
        if said is not None and term.span.overlaps(said.span)
    )
    return any(persons) or (heard is not None and bool(_NEAR_ONES.search(heard.text)))


_NEAR_ONES = re.compile(
    r"\b(?:lawyers?|attorneys?|counsel|spokes\w+|sons?|daughters?|child(?:ren)?|wife|husband|widow\w*|brothers?"
    r"|sisters?|fathers?|mothers?|parents?|relatives?|famil\w+|deput\w+|aides?|advis[eo]rs?|predecessors?"
    r"|successors?|rivals?|critics?|opponents?|supporters?|all(?:y|ies)|friends?|guards?|bodyguards?|party)\b",
    re.IGNORECASE,
)


def _tells_the_past(statement: Analysis) -> bool:
    """Whether the statement tells by its main verb what has happened."""
    words = read_words(statement.text)
    at = main_verb(words)
    return at >= 0 and (is_past(words[at].low) or words[at].low in _PAST_AUXILIARIES)


_PAST_AUXILIARIES = frozenset(
    "was were had has have did wasn't weren't hadn't hasn't haven't didn't".split()
)


def _is_of_another_kind(reading: Reading) -> bool:
    """Whether the claim has a word in place of the statement's that excludes it.

    "The police were given an order" is not supported by an order against the protesters.
    """
    return any(
        a.link is Link.EXCLUSIVE and not a.claim.in_frame and "all" not in a.claim.concepts
        for a in reading.alignment.links
    )


_DESIGNATED = re.compile(r"\b([a-z][a-z-]{2,}) ([A-Z])\b(?![.'’])")


def _has_another_letter(statement: str, claim: str) -> bool:
    """Whether a letter tells two kinds apart: "hepatitis B" is not "hepatitis A"."""
    theirs = dict(_DESIGNATED.findall(claim))
    ours = _DESIGNATED.findall(statement)
    return any(theirs.get(noun, letter) != letter for noun, letter in ours)


def _says_less_than_all(one: Compared) -> bool:
    """Whether the statement speaks of all, or of none, and the claim has no word of it."""
    missing = {concept for term, _ in one.reading.alignment.missing for concept in term.concepts}
    terms = one.claim.analysis.terms
    whole = _THROUGHOUT.search(one.claim.analysis.text) or any(
        not term.concepts.isdisjoint(_WHOLE) for term in terms
    )
    denied = any(term.negated or "none" in term.concepts for term in terms)
    return (not missing.isdisjoint(_WHOLE) and not whole) or ("none" in missing and not denied)


_WHOLE = frozenset({"all", "nationwide"})
_THROUGHOUT = re.compile(r"\b(?:across|throughout|all over) [A-Z]")


def _denies_what_is_said(one: Compared) -> bool:
    """Whether the claim denies its content as a whole, and nothing of the statement is denied."""
    ours, theirs = one.assertion.analysis, one.claim.analysis
    if not denies(theirs) or denies(ours):
        return False
    contrary = any(a.link is Link.OPPOSITE for a in one.reading.alignment.links)
    return not contrary and not any(term.negated for term in ours.terms)


def _is_of_a_stranger(one: Compared) -> bool:
    """Whether the statement names, not by an acronym, what neither claim nor corpus knows.

    Deaths "in the Tarnholt crash" are not those of an event in which nothing is called Tarnholt.
    """
    return any(
        term.name is not None
        and term.name.key in one.assertion.strangers
        and not term.text.isupper()
        for term in one.reading.missing_names
    )


def _only_blames(one: Compared) -> bool:
    """Whether the claim tells that somebody blames another, and the statement has no word of who does."""
    claim = one.claim.analysis
    words = read_words(claim.text)
    at = main_verb(words)
    if at < 0:
        return False
    act = words[at].start
    blames = any("blame" in t.concepts and t.span.start <= act < t.span.end for t in claim.terms)
    return blames and not any(
        link.claim.span.start < act or "blame" in link.statement.concepts
        for link in one.reading.alignment.links
    )


def may_take_a_side(one: Compared) -> bool:
    """Whether the claim may support or contradict by its wording.

    The word of another party than the statement names may not, nor one from which the source keeps
    its distance, unless the statement, too, gives it as somebody's word. What comparisons leave open
    is no bar to a conflict: of 734 statements about events five more are answered right without it,
    and the combination weighs it.
    """
    reading = one.reading
    given_as_word = _speaks_otherwise(one) or _tells_of_speech(one)
    kept_at_distance = reading.distanced and not given_as_word
    return reading.speaker is not SpeakerMatch.OTHER and not kept_at_distance


def may_contradict(one: Compared) -> bool:
    """Whether the claim can contradict, whatever a model makes of its words.

    Another member of a body shuts nobody out, nor does a claim deny what it says in every word. What
    names a stranger is about something else, unless the claim has another party or place in that role.
    """
    statement, reading = one.assertion.analysis, one.reading
    return (
        may_take_a_side(one)
        and not is_told_of_another_member(statement, reading.alignment)
        and not _says_all_of_that_day(one)
        and (not _is_of_a_stranger(one) or _may_have_another_in_its_place(one))
    )


def _may_have_another_in_its_place(one: Compared) -> bool:
    """Whether the stranger may be said to do what the claim has another one do."""
    if any(c.reason.type in (ReasonType.ACTOR, ReasonType.PLACE) for c in one.reading.conflicts):
        return True
    first = min(one.assertion.analysis.names, key=lambda name: name.span.start)
    return first.kind is NameKind.PERSON and first.span.start == 0


def _says_all_of_that_day(one: Compared) -> bool:
    """Whether the claim has every word of the statement, denies none and gives the same day."""
    reading, terms = one.reading, one.assertion.analysis.terms + one.claim.analysis.terms
    return (
        any(c.reason.type is ReasonType.DATE for c in reading.agreements)
        and not (reading.conflicts or reading.open_points or reading.unmatched)
        and all(a.link is Link.SAME for a in reading.alignment.links)
        and not reading.alignment.missing
        and not any(term.negated for term in terms)
    )


def _speaks_otherwise(one: Compared) -> bool:
    """Whether somebody speaks in the claim who may be whom the statement names by other words."""
    speaks = one.claim.analysis.attribution is not None
    return one.reading.speaker is SpeakerMatch.UNKNOWN and speaks


def _tells_of_speech(one: Compared) -> bool:
    """Whether the statement has the claim's speaker speak, if in no clause: "the army blames rebels"."""
    statement, attribution = one.assertion.analysis, one.claim.analysis.attribution
    if attribution is None:
        return False
    starts = verb_starts(statement.text)
    spoken = [
        term.span.start
        for term in statement.terms
        if not term.concepts.isdisjoint(_SPEECH) and term.span.start in starts and not term.negated
    ]
    speakers = [
        link.statement.span.end
        for link in one.reading.alignment.links
        if link.claim.span.overlaps(attribution.speaker_span)
    ]
    return any(end < start for end in speakers for start in spoken)


_SPEECH = frozenset("say claim blame complain deny believe worry doubt condemn emphasize".split())
