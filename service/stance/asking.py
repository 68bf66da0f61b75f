"""Which pairs the language model is asked about, what it reads of them, and what its word may do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.corpus import Candidate
from service.domain.evidence import Judgement, ReasonType, Stance
from service.domain.mentions import Manner, NameKind, Span
from service.domain.ordering import one_of_each_first
from service.parsing.analysis import Analysis
from service.parsing.spelling import respelt
from service.parsing.stemming import stem_word
from service.parsing.verbs import verb_starts
from service.stance.actors import is_told_of_another_member
from service.stance.attribution import SpeakerMatch
from service.stance.claims import ReadClaim
from service.stance.comparing import Assertion, Reading
from service.stance.comparison import Comparison
from service.stance.counterparts import Link
from service.stance.factivity import is_of_another_mood
from service.stance.marking import marked
from service.stance.policy import Policy
from service.stance.symbols import denies


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A candidate laid beside the assertion, and what the symbols alone say of it.

    ``likeness`` is the cosine of the two meanings, 0 where no search by meaning found the claim;
    ``behind`` is by how much the nearest claim's is larger.
    """

    candidate: Candidate
    likeness: float
    behind: float
    claim: ReadClaim
    assertion: Assertion
    reading: Reading
    by_symbols: Judgement


def worth_asking(compared: Sequence[Compared], policy: Policy) -> list[int]:
    """Positions of the pairs for the model, best first: one of each source before the second.

    Only of those whose stance it can change.
    """
    open_pairs = [i for i, one in enumerate(compared) if may_matter(one)]
    by_promise = sorted(open_pairs, key=lambda i: (-promise(compared[i], policy), i))
    varied = one_of_each_first(by_promise, by=lambda i: compared[i].candidate.source.id)
    return varied[: policy.pairs_for_model]


def promise(one: Compared, policy: Policy) -> float:
    """How likely a claim is to settle the assertion: by the words it shares and by its meaning."""
    return one.reading.alignment.touched + policy.meaning_weight * one.likeness


def may_matter(one: Compared) -> bool:
    """Whether a word of the model could change the stance of a pair."""
    return one.by_symbols.stance is not Stance.UNVERIFIED or may_take_a_side(one)


def statement_text(one: Compared) -> str:
    """What the model reads of the assertion: names as the claim writes them, slips of the pen
    mended, and what arithmetic knows written into it.
    """
    analysis = one.assertion.analysis
    respelt_words = [*_names_of_the_claim(one), *_mended(analysis)]
    return marked(analysis.text, analysis, one.claim.analysis, respelt_words)


def _names_of_the_claim(one: Compared) -> Iterator[tuple[Span, str]]:
    """Names that the claim has in another spelling ("Abliazov"), and how it spells them."""
    for ours, theirs, link, _ in one.reading.alignment.links:
        if ours.name is None or theirs.name is None or link is not Link.SAME:
            continue
        if set(ours.text.lower().split()).isdisjoint(theirs.text.lower().split()):
            yield ours.span, theirs.text


def _mended(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    """Words that were read as slips of known ones, and those ones."""
    for term in analysis.terms:
        if term.name is None and term.stem != stem_word(term.text):
            word = respelt(term.text)
            if word is not None and stem_word(word) == term.stem:
                yield term.span, word


def evidence_text(one: Compared) -> str:
    """What the model reads of a claim: its content alone where the statement names no speaker.

    Whoever denies something, asks it or does not say it, is read in whole, and so is a speaker of
    whom the statement speaks in any other way ("Lind puts the blame on").
    """
    analysis = one.claim.analysis
    attribution = analysis.attribution
    if attribution is None or one.assertion.analysis.attribution is not None:
        return analysis.text
    if denies(analysis) or attribution.manner is Manner.ASKED:
        return analysis.text
    if any(a.claim.span.overlaps(attribution.speaker_span) for a in one.reading.alignment.links):
        return analysis.text
    ours = {name.key for name in one.assertion.analysis.names}
    if any(n.key in ours and attribution.speaker_span.covers(n.span) for n in analysis.names):
        return analysis.text
    span = attribution.content_span
    content = analysis.text[span.start : span.end]
    return content[:1].upper() + content[1:]


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
    )


def _is_barred(one: Compared, point: Comparison) -> bool:
    """Whether what a comparison leaves open keeps the claim from supporting the statement at all.

    A bound may leave a figure open, or a day; a claim may tell of a plan or a belief, or of somebody
    near to whom the statement names.
    """
    match point.reason.type:
        case ReasonType.NUMBER | ReasonType.UNIT | ReasonType.DATE | ReasonType.DURATION:
            return True
        case ReasonType.ACTOR:
            return not point.by_nearness and not _is_of_object(one, point)
        case _:
            return point.bars


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

    Another member of a body shuts nobody out, nor does a claim deny what it says in every word.
    """
    statement, reading = one.assertion.analysis, one.reading
    return (
        may_take_a_side(one)
        and not is_told_of_another_member(statement, reading.alignment)
        and not _says_all_of_that_day(one)
    )


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


def leaves_doubt(one: Compared) -> bool:
    """Whether the model has to be surer: of the speaker, or of what is done.

    That holds of a speaker who is called otherwise, or not named, and of what has happened where the
    statement tells what is to come. A claim in which something is only planned or possible may tell
    other things as facts: "He would return, said Orvo, who had been dismissed".
    """
    return one.reading.speaker is SpeakerMatch.UNKNOWN or is_of_another_mood(
        one.assertion.analysis, one.claim.analysis
    )


def is_left_open(one: Compared) -> bool:
    """Whether a comparison could not settle a point of the statement, wherever it stands in it."""
    points = one.reading.open_points
    return any(not point.by_nearness and not _is_of_object(one, point) for point in points)


def _is_of_object(one: Compared, point: Comparison) -> bool:
    """Whether only something of a firm is spoken of, and the statement has the firm for an object.

    "Lind runs Tessal" and "Lind is Tessal's chief executive" are one thing.
    """
    ours = point.reason.statement
    if point.reason.type is not ReasonType.ACTOR or ours is None or ours.span.start == 0:
        return False
    named = next((n for n in one.assertion.analysis.names if n.span.overlaps(ours.span)), None)
    return named is not None and named.kind is NameKind.OTHER


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
