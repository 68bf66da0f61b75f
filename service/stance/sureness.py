"""How sure the language model has to be of a side, by what the comparisons found."""

from __future__ import annotations

from collections.abc import Set

from service.domain.evidence import ReasonType, Stance
from service.domain.mentions import NameKind
from service.stance.attribution import SpeakerMatch
from service.stance.combination import FIGURES, TIMES
from service.stance.compared import Compared
from service.stance.comparison import Comparison
from service.stance.factivity import is_of_another_mood
from service.stance.policy import Policy


def least_to_support(one: Compared, policy: Policy, settled: Set[Stance]) -> float:
    """The least probability of support; ``settled`` are the sides on which symbols put any claim."""
    least = policy.least_support
    if Stance.CONFLICTING in settled:
        least = max(least, policy.against_symbols)
    if leaves_doubt(one) or one.reading.conflicts or is_left_open(one):
        least = max(least, policy.despite_doubt)
    if names_a_rival(one):
        least = max(least, policy.despite_rival)
    return least


def least_to_conflict(one: Compared, policy: Policy, settled: Set[Stance], leaning: float) -> float:
    """The same of conflict; ``leaning`` is by how much the model thinks more of support.

    It must be surer where symbols found a support, but of a figure or time that it, too, reads as
    contrary.
    """
    least = policy.least_conflict
    if Stance.SUPPORTING in settled and not (leaning < 0.0 and differs_measurably(one)):
        least = max(least, policy.beside_support)
    return max(least, policy.despite_doubt) if leaves_doubt(one) else least


def differs_measurably(one: Compared) -> bool:
    """Whether a comparison of figures or times found a conflict that is not only one of nearness."""
    return any(c.reason.type in _MEASURED and not c.by_nearness for c in one.reading.conflicts)


_MEASURED = FIGURES | TIMES


def leaves_doubt(one: Compared) -> bool:
    """Whether the model has to be surer: of the speaker, or of what is done.

    That holds of a speaker who is called otherwise, or not named, and of what has happened where the
    statement tells what is to come. A claim in which something is only planned or possible may tell
    other things as facts: "He would return, said Orvo, who had been dismissed".
    """
    return one.reading.speaker is SpeakerMatch.UNKNOWN or is_of_another_mood(
        one.assertion.analysis, one.claim.analysis
    )


def names_a_rival(one: Compared) -> bool:
    """Whether the claim names somebody of the kind that it has no word of: it may be about that one.

    "They accuse Orvo" is said by hardly any claim that has them accuse Selin.
    """
    told = {t.name.kind for t in one.reading.alignment.spare if t.name and not t.in_frame}
    return any(
        term.name is not None and term.name.kind in told and not term.in_frame
        for term in one.reading.missing_names
    )


def is_left_open(one: Compared) -> bool:
    """Whether a comparison could not settle a point of the statement, wherever it stands in it."""
    points = one.reading.open_points
    return any(not point.by_nearness and not is_of_object(one, point) for point in points)


def is_of_object(one: Compared, point: Comparison) -> bool:
    """Whether only something of a firm is spoken of, and the statement has the firm for an object.

    "Lind runs Tessal" and "Lind is Tessal's chief executive" are one thing.
    """
    ours = point.reason.statement
    if point.reason.type is not ReasonType.ACTOR or ours is None or ours.span.start == 0:
        return False
    named = next((n for n in one.assertion.analysis.names if n.span.overlaps(ours.span)), None)
    return named is not None and named.kind is NameKind.OTHER
