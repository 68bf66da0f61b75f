"""The self-test from the claims of the corpus to its report.

A variant is judged by the claim that it was made from: another source may well support a flip,
since sources disagree, but the claim itself must not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol

from service.domain.check import Answer, CheckRequest, Engine
from service.domain.corpus import Claim, CorpusState, RecordQuery, Source
from service.domain.evidence import Stance
from service.domain.selftest import (
    SelfTestReport,
    Trial,
    Variant,
    VariantKind,
    figures_by_kind,
    worst_of,
)
from service.parsing.analysis import analyse
from service.ports import ClaimStore
from service.selftest.corpus_names import CorpusNames, gather_names
from service.selftest.variants import variants_of

PAGE = 500
EVIDENCE_PER_SIDE = 50


class StatementChecker(Protocol):
    """The use case of checking; ``service.checking.Checker`` is the real one."""

    @property
    def engine(self) -> Engine: ...

    def state(self) -> CorpusState: ...

    def check(self, request: CheckRequest, *, now: datetime) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _OwnStance:
    stance: Stance
    confidence: float


def run_selftest(
    checker: StatementChecker,
    store: ClaimStore,
    *,
    now: datetime,
    seed: int,
    limit: int | None,
    examples: int,
    progress: Callable[[int, int], None],
) -> SelfTestReport:
    """Ask about variants of every claim, or of ``limit`` claims drawn with ``seed``.

    ``examples`` bounds the trials that are shown. The same corpus, engine and seed give the same
    report. ``progress`` is told, after each claim,
    how many are done and how many there are.
    """
    every = list(_all_claims(store))
    sources = {source.id: source for source in _all_sources(store)}
    names = gather_names(analyse(claim.text, None) for claim in every)
    chosen = _drawn(every, seed, limit)
    trials: list[Trial] = []
    for done, claim in enumerate(chosen, start=1):
        trials += _trials(checker, claim, sources[claim.source_id], names, seed, now)
        progress(done, len(chosen))
    return SelfTestReport(
        corpus=checker.state(),
        engine=checker.engine,
        seed=seed,
        claims=len(chosen),
        kinds=figures_by_kind(trials),
        worst=worst_of(trials, limit=examples),
    )


def _trials(
    checker: StatementChecker,
    claim: Claim,
    source: Source,
    names: CorpusNames,
    seed: int,
    now: datetime,
) -> Iterator[Trial]:
    verbatim = Variant(kind=VariantKind.VERBATIM, text=claim.text)
    original = checker.check(_request(claim.text), now=now)
    # A generator of its own for each claim: the variants of one do not depend on the others.
    chance = Random(f"{seed}:{claim.id}")
    changed = variants_of(analyse(claim.text, source.published_on), names, chance)
    for variant in (verbatim, *changed):
        answer = original
        if variant is not verbatim:
            answer = checker.check(_request(variant.text), now=now)
        own = _own_stance(answer, claim.id)
        yield Trial(
            claim_id=claim.id,
            claim_text=claim.text,
            variant=variant,
            own=own.stance,
            confidence=own.confidence,
            original=original.verdict,
            verdict=answer.verdict,
        )


def _request(text: str) -> CheckRequest:
    return CheckRequest(statement=text, limit=EVIDENCE_PER_SIDE)


def _own_stance(answer: Answer, claim_id: str) -> _OwnStance:
    """Where the claim stands in the answer; unverified if it was not found or not shown."""
    for evidence in (*answer.supporting, *answer.conflicting, *answer.unverified):
        if evidence.claim.id == claim_id:
            return _OwnStance(stance=evidence.stance, confidence=evidence.confidence)
    return _OwnStance(stance=Stance.UNVERIFIED, confidence=0.0)


def _drawn(claims: Sequence[Claim], seed: int, limit: int | None) -> Sequence[Claim]:
    if limit is None or limit >= len(claims):
        return claims
    return sorted(Random(seed).sample(claims, limit), key=lambda claim: claim.id)


def _all_claims(store: ClaimStore) -> Iterator[Claim]:
    query = RecordQuery(limit=PAGE)
    while page := store.claims(query):
        yield from page
        query = RecordQuery(limit=PAGE, after=page[-1].id)


def _all_sources(store: ClaimStore) -> Iterator[Source]:
    query = RecordQuery(limit=PAGE)
    while page := store.sources(query):
        yield from page
        query = RecordQuery(limit=PAGE, after=page[-1].id)
