"""Words that every form of an answer has in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from service.domain.check import Answer, SideAgreement, Verdict
from service.domain.corpus import Source, Standing
from service.domain.evidence import Evidence
from service.domain.rechecks import CheckChange
from service.domain.reviews import Review
from service.render.published import PublishedCheck

VERDICT = {
    Verdict.SUPPORTED: "Supported by the sources on file",
    Verdict.REFUTED: "Refuted by the sources on file",
    Verdict.DISPUTED: "Disputed",
    Verdict.UNVERIFIED: "Unverified",
}

# What each verdict means, for a reader who meets the word for the first time.
MEANING = {
    Verdict.SUPPORTED: "At least one source on file supports it, and none conflicts with it.",
    Verdict.REFUTED: "At least one source on file conflicts with it, and none supports it.",
    Verdict.DISPUTED: "Sources on file stand on both sides.",
    Verdict.UNVERIFIED: "No source on file settles it.",
}

STANDING = {
    Standing.ASSERTED: "the outlet's own words",
    Standing.RELAYED: "relayed",
    Standing.DISTANCED: "the outlet keeps its distance",
}


def title_of(check: PublishedCheck) -> str:
    """The verdict of the machine in words; no review takes its place."""
    return VERDICT[check.answer.verdict]


def provenance(check: PublishedCheck) -> str:
    """Who found the verdict, and what it means."""
    answer, review = check.answer, check.standing_review
    reviewed = "not reviewed" if review is None else "reviewed"
    return (
        f"Found by machine, {reviewed} by a person. {MEANING[answer.verdict]}"
        f" Confidence {answer.confidence:.2f}."
    )


def staleness(review: Review) -> str | None:
    """What a reader has to know of a review of an earlier verdict."""
    if not review.stale:
        return None
    return f"Stale: the verdict was {review.machine_verdict} then, and has changed since."


def what_changed(change: CheckChange) -> str:
    """Why a verdict was found anew: the record that changed, or the engine."""
    cause = change.cause
    if cause is None:
        return "another engine"
    reason = "" if cause.reason is None else f" ({cause.reason})"
    return f"{cause.kind} {cause.id}: {cause.action}{reason}"


def checked_when(check: PublishedCheck) -> str:
    as_of = check.answer.as_of
    until = "" if as_of is None else f", as of {day_and_time(as_of)}"
    return f"Checked {day_and_time(check.checked_at)}{until}."


def related_title(answer: Answer) -> str:
    """What the evidence that takes no side of the whole statement is."""
    if len(answer.assertions) > 1:
        return "Bearing on a part only, or settling nothing"
    return "Related, but settling nothing"


def counted(count: int, noun: str) -> str:
    """A number with its noun, in the singular for one."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def voices(agreement: SideAgreement) -> str:
    publishers = counted(agreement.publishers, "publisher")
    return f"{publishers}, {counted(agreement.origins, 'independent origin')}"


def speaker_of(piece: Evidence) -> str:
    """Who says it, and how the outlet stands to it."""
    standing = STANDING[piece.claim.standing]
    speaker = piece.claim.speaker
    return standing if speaker is None else f"{speaker} ({standing})"


def superseded(piece: Evidence) -> str | None:
    """That a later report of the same running event counts more."""
    claim_id = piece.superseded_by
    return None if claim_id is None else f"superseded by a later, greater count: {claim_id}"


def outlet_of(source: Source) -> str:
    return source.publisher or source.id


def day_and_time(moment: datetime) -> str:
    """A moment to read, in UTC and to the minute."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def given(values: Iterable[str | None]) -> list[str]:
    """The values that are there."""
    return [value for value in values if value]
