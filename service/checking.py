"""One check, from statement to answer: parse, retrieve, stance, verdict, explain."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from service import __version__
from service.aggregation import JudgedPart, agreement, statement_verdict, take_sides
from service.domain.check import (
    Answer,
    AssertionVerdict,
    AttributionVerdict,
    CheckRequest,
    Engine,
    Verdict,
    decide,
)
from service.domain.corpus import Candidate, CorpusState, Filters, RecordQuery
from service.domain.errors import OutOfTime
from service.domain.evidence import Judgement
from service.explanation.abstention import Searched, abstain_from
from service.explanation.safe_wording import wordings_to_try
from service.explanation.summary import confidence_in, summarise
from service.observation import UNOBSERVED, ObservedStanceModel, Observer, Stage, StageClock
from service.parsing.analysis import analyse
from service.parsing.reading import Part, StatementReading, read_statement
from service.ports import ClaimSearch, ClaimStore, StanceModel
from service.retrieval.search import Retrieved, retrieve
from service.retrieval.vectors import VectorSearch
from service.stance.judge import StanceJudge
from service.stance.policy import POLICY, Policy

CANDIDATES_PER_ASSERTION = 48
# Each is a whole check of its own; the strongest come first.
WORDINGS_TRIED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One request with what belongs to its check: the corpus it is put to, the clock it runs on."""

    request: CheckRequest
    corpus: CorpusState
    clock: StageClock


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """Checks statements against one corpus; holds no state of its own.

    ``observer`` is told of each check, with the seconds of its stages by ``timer``.
    """

    store: ClaimStore
    search: ClaimSearch
    stance_model: StanceModel
    vectors: VectorSearch
    policy: Policy = POLICY
    observer: Observer = UNOBSERVED
    timer: Callable[[], float] = time.perf_counter

    @property
    def engine(self) -> Engine:
        return Engine(version=__version__, model=self.stance_model.fingerprint)

    def state(self) -> CorpusState:
        """Which corpus the next answer will be drawn from."""
        return self.store.state()

    def open_models(self) -> None:
        """Open the models now and not with the first check. Raises ModelUnusable."""
        self.stance_model.judge([("Ready?", "Ready.")])
        self.vectors.open_model()

    def check(self, request: CheckRequest, *, now: datetime) -> Answer:
        """Answer one statement from the corpus.

        ``now`` is kept for the day on which "now" matters: without ``as_of`` a weekday or "three
        years ago" is read from each source's own date, the only day the claims are about.
        The answer names one revision and is drawn from it alone; where the corpus keeps changing
        meanwhile it says so. Raises OutOfTime where nothing was found in time.
        """
        clock = StageClock(self.timer)
        answer = self._settled(request, clock)
        abstained = answer.abstention.code if answer.abstention else None
        self.observer.checked(
            answer.verdict, abstained, partial=answer.partial is not None, seconds=clock.seconds
        )
        return answer

    def _settled(self, request: CheckRequest, clock: StageClock) -> Answer:
        """The answer from one revision, or from a corpus that would not stand still."""
        corpus = self.state()
        answer = self._answered(_Asked(request=request, corpus=corpus, clock=clock))
        for _ in range(SECOND_READINGS):
            if (present := self.state()) == answer.corpus:
                return answer
            answer = self._answered(_Asked(request=request, corpus=present, clock=clock))
        return answer if self.state() == answer.corpus else replace(answer, partial=_CHANGING)

    def _answered(self, asked: _Asked) -> Answer:
        """The answer from a corpus that stands still meanwhile."""
        with asked.clock.stage(Stage.PARSE):
            reading = read_statement(asked.request.statement)
        parts = () if reading.obstacle else self._judge_all(reading.parts, asked)
        with asked.clock.stage(Stage.EXPLAIN):
            return self._explained(reading, parts, asked)

    def _explained(
        self, reading: StatementReading, parts: tuple[JudgedPart, ...], asked: _Asked
    ) -> Answer:
        request = asked.request
        verdict = statement_verdict(parts)
        sides = take_sides(parts, verdict)
        abstention = None
        if verdict is Verdict.UNVERIFIED:
            searched = Searched.ALL if sides.unverified else self._searched(request)
            abstention = abstain_from(reading, parts, sides, searched)
        safe_wording, in_time = self._safe_wording(reading, parts, verdict, asked)
        missed = frozenset[str]().union(*(part.missed for part in parts))
        return Answer(
            statement=request.statement,
            language=reading.language,
            as_of=request.as_of,
            verdict=verdict,
            confidence=confidence_in(verdict, sides, abstention),
            summary=summarise(verdict, sides, abstention),
            abstention=abstention,
            attribution=_attribution(parts),
            assertions=_assertions(reading, parts),
            supporting=sides.supporting[: request.limit],
            conflicting=sides.conflicting[: request.limit],
            unverified=sides.unverified[: request.limit],
            agreement_supporting=agreement(sides.supporting),
            agreement_conflicting=agreement(sides.conflicting),
            safe_wording=safe_wording,
            corpus=asked.corpus,
            engine=self.engine,
            partial=_partial(missed if in_time else missed | {_A_SAFE_WORDING}),
        )

    def _searched(self, request: CheckRequest) -> Searched:
        """What the filters leave of the corpus.

        Whether it is anything is not asked about an earlier moment, when sources may have been
        others, nor where the answer takes too long: the verdict does not wait for it.
        """
        if request.filters == Filters():
            return Searched.ALL
        if request.as_of is not None:
            return Searched.WHAT_PASSES
        try:
            passes = self.store.sources(RecordQuery(filters=request.filters, limit=1))
        except OutOfTime:
            return Searched.WHAT_PASSES
        return Searched.WHAT_PASSES if passes else Searched.NOTHING

    def _judge_all(self, parts: Sequence[Part], asked: _Asked) -> tuple[JudgedPart, ...]:
        with asked.clock.stage(Stage.PARSE):
            names = (name.key for part in parts for name in analyse(part.text, None).names)
            setting = frozenset(names) if len(parts) > 1 else frozenset()
        return tuple(self._judge_part(part, setting, asked) for part in parts)

    def _judge_part(self, part: Part, setting: frozenset[str], asked: _Asked) -> JudgedPart:
        as_of = asked.request.as_of
        with asked.clock.stage(Stage.PARSE):
            analysis = analyse(part.text, as_of.date() if as_of else None)
        retrieved = self._retrieve(part.text, asked)
        judged = self._judge(part.text, retrieved, setting, asked)
        content: Verdict | None = None
        if analysis.attribution is not None:
            said = analysis.attribution.content_span
            alone = self._judge(part.text[said.start : said.end], retrieved, setting, asked)
            content = decide(judgement.stance for _, judgement in alone)
        return JudgedPart(
            part=part,
            judged=judged,
            speaker=analysis.attribution.speaker if analysis.attribution else None,
            content=content,
            missed=retrieved.missed,
        )

    def _retrieve(self, text: str, asked: _Asked) -> Retrieved:
        request = asked.request
        with asked.clock.stage(Stage.RETRIEVE):
            return retrieve(
                self.search,
                analyse(text, None),
                request.filters,
                published_until=request.as_of.isoformat() if request.as_of else None,
                claims=asked.corpus.claims,
                limit=CANDIDATES_PER_ASSERTION,
                vectors=self.vectors,
            )

    def _judge(
        self, text: str, retrieved: Retrieved, setting: frozenset[str], asked: _Asked
    ) -> tuple[tuple[Candidate, Judgement], ...]:
        as_of = asked.request.as_of
        judge = StanceJudge(
            text=text,
            as_of=as_of.date() if as_of else None,
            candidates=retrieved.candidates,
            rarity=retrieved.rarity,
            likeness=retrieved.likeness,
            setting=setting,
            model=ObservedStanceModel(self.stance_model, asked.clock, self.observer),
            policy=self.policy,
        )
        with asked.clock.stage(Stage.COMPARE):
            return judge.judgements()

    def _safe_wording(
        self,
        reading: StatementReading,
        parts: Sequence[JudgedPart],
        verdict: Verdict,
        asked: _Asked,
    ) -> tuple[str | None, bool]:
        """The first wording, strongest first, that the corpus supports and nothing contradicts.

        With it, whether all that had to be searched for it was searched in time.
        """
        if verdict is Verdict.SUPPORTED:
            return asked.request.statement, True
        for wording in islice(wordings_to_try(parts), WORDINGS_TRIED):
            try:
                tried = self._judge_all(read_statement(wording).parts, asked)
            except OutOfTime:
                return None, False
            if any(part.missed for part in tried):
                return None, False
            if statement_verdict(tried) is Verdict.SUPPORTED:
                return wording, True
        return None, True


# How often a check is begun anew because the corpus changed in the middle of it.
SECOND_READINGS = 1

_CHANGING = "The corpus changed while it was read."
_A_SAFE_WORDING = "the search for a safe wording"


def _partial(missed: frozenset[str]) -> str | None:
    return f"Not done in time: {', '.join(sorted(missed))}." if missed else None


def _attribution(parts: Sequence[JudgedPart]) -> AttributionVerdict | None:
    """The two layers of the first attributed part, the only one in all but odd statements."""
    for part in parts:
        if part.speaker is not None and part.content is not None:
            return AttributionVerdict(speaker=part.speaker, said=part.verdict, content=part.content)
    return None


def _assertions(
    reading: StatementReading, parts: Sequence[JudgedPart]
) -> tuple[AssertionVerdict, ...]:
    verdicts = {id(part.part): part.verdict for part in parts}
    return tuple(
        AssertionVerdict(
            text=part.submitted[part.span.start : part.span.end],
            span=part.span,
            verdict=verdicts.get(id(part), Verdict.UNVERIFIED),
        )
        for part in reading.parts
    )
