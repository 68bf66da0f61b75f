"""From the stances of single claims to the sides and the verdict of the whole statement.

A compound is refuted if any part is refuted and supported only if every part is. A claim that
supports one part of a statement which does not hold as a whole settles nothing for it: it is
listed as unverified, with the part that it supports named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from service.domain.check import SideAgreement, Verdict, decide
from service.domain.corpus import Candidate
from service.domain.evidence import Evidence, Judgement, Reason, Stance
from service.domain.ordering import one_of_each_first
from service.parsing.reading import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPart:
    """One assertion with every claim that has to do with it.

    ``content`` is the verdict of Y alone where the assertion is "X said Y", else None.
    ``missed`` names the searches that ran out of time.
    """

    part: Part
    judged: tuple[tuple[Candidate, Judgement], ...]
    speaker: str | None
    content: Verdict | None
    missed: frozenset[str] = frozenset()

    @property
    def verdict(self) -> Verdict:
        return decide(judgement.stance for _, judgement in self.judged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """All evidence by side, the best of each source first."""

    supporting: tuple[Evidence, ...]
    conflicting: tuple[Evidence, ...]
    unverified: tuple[Evidence, ...]


def statement_verdict(parts: Sequence[JudgedPart]) -> Verdict:
    """The verdict of the statement from those of its parts.

    Disputed needs a source on each side of the whole: where another part has no support at all,
    nobody supports the statement, and the conflict about the disputed part refutes it.
    """
    verdicts = {part.verdict for part in parts}
    if Verdict.REFUTED in verdicts:
        return Verdict.REFUTED
    if Verdict.DISPUTED in verdicts:
        return Verdict.REFUTED if Verdict.UNVERIFIED in verdicts else Verdict.DISPUTED
    if verdicts == {Verdict.SUPPORTED}:
        return Verdict.SUPPORTED
    return Verdict.UNVERIFIED


def take_sides(parts: Sequence[JudgedPart], verdict: Verdict) -> Sides:
    """Every claim once, with its stance to the statement as a whole."""
    partial_support_counts = verdict in (Verdict.SUPPORTED, Verdict.DISPUTED)
    gathered: dict[str, tuple[Candidate, list[tuple[JudgedPart, Judgement]]]] = {}
    for part in parts:
        for candidate, judgement in part.judged:
            _, judgements = gathered.setdefault(candidate.claim.id, (candidate, []))
            judgements.append((part, judgement))
    evidence = [
        _evidence(candidate, judgements, partial_support_counts)
        for candidate, judgements in gathered.values()
    ]
    return Sides(
        supporting=_ordered(e for e in evidence if e.stance is Stance.SUPPORTING),
        conflicting=_ordered(e for e in evidence if e.stance is Stance.CONFLICTING),
        unverified=_ordered(e for e in evidence if e.stance is Stance.UNVERIFIED),
    )


_WEIGHT = {Stance.CONFLICTING: 2, Stance.SUPPORTING: 1, Stance.UNVERIFIED: 0}


def _evidence(
    candidate: Candidate,
    judgements: Sequence[tuple[JudgedPart, Judgement]],
    partial_support_counts: bool,
) -> Evidence:
    part, best = max(judgements, key=lambda item: (_WEIGHT[item[1].stance], item[1].confidence))
    reasons = tuple(_submitted(reason, part.part) for reason in best.reasons)
    stance = best.stance
    if stance is Stance.SUPPORTING and not partial_support_counts:
        stance = Stance.UNVERIFIED
        reasons = tuple(
            replace(reason, detail=f"{reason.detail}; only for a part of the statement")
            for reason in reasons
        )
    return Evidence(
        claim=candidate.claim,
        source=candidate.source,
        stance=stance,
        confidence=best.confidence,
        reasons=reasons,
        superseded_by=best.superseded_by,
    )


def _submitted(reason: Reason, part: Part) -> Reason:
    """The reason with its statement side pointing into the submitted text."""
    if reason.statement is None:
        return reason
    return replace(reason, statement=part.passage(reason.statement.span))


def _ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Best first, but one of each source before the second of any."""
    by_quality = sorted(evidence, key=lambda e: (-e.confidence, e.source.id, e.claim.id))
    return tuple(one_of_each_first(by_quality, by=lambda item: item.source.id))


def agreement(evidence: Iterable[Evidence]) -> SideAgreement:
    """Independent voices of a side; a source without a publisher's name is one of its own."""
    sources = {item.source.id: item.source for item in evidence}.values()
    return SideAgreement(
        publishers=len({source.publisher or source.id for source in sources}),
        origins=len({source.origin for source in sources}),
    )
