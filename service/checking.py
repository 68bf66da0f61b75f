"""One check, from statement to answer: parse, retrieve, stance, verdict, explain."""

from __future__ import annotations

from collections.abc import Sequence
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
from service.domain.corpus import Candidate, CorpusState
from service.domain.errors import OutOfTime
from service.domain.evidence import Judgement
from service.explanation.abstention import abstain_from
from service.explanation.safe_wording import wordings_to_try
from service.explanation.summary import confidence_in, summarise
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
class Checker:
    """Checks statements against one corpus; holds no state of its own."""

    store: ClaimStore
    search: ClaimSearch
    stance_model: StanceModel
    vectors: VectorSearch
    policy: Policy = POLICY

    @property
    def engine(self) -> Engine:
        return Engine(version=__version__, model=self.stance_model.fingerprint)

    def state(self) -> CorpusState:
        """Which corpus the next answer will be drawn from."""
        return self.store.state()

    def check(self, request: CheckRequest, *, now: datetime) -> Answer:
        """Answer one statement from the corpus.

        ``now`` is kept for the day on which "now" matters: without ``as_of`` a weekday or "three
        years ago" is read from each source's own date, the only day the claims are about.
        The answer names one revision and is drawn from it alone; where the corpus keeps changing
        meanwhile it says so. Raises OutOfTime where nothing was found in time.
        """
        answer = self._answered(request, self.state())
        for _ in range(SECOND_READINGS):
            if (present := self.state()) == answer.corpus:
                return answer
            answer = self._answered(request, present)
        return answer if self.state() == answer.corpus else replace(answer, partial=_CHANGING)

    def _answered(self, request: CheckRequest, corpus: CorpusState) -> Answer:
        """The answer from a corpus that stands still meanwhile."""
        reading = read_statement(request.statement)
        parts = () if reading.obstacle else self._judge_all(reading.parts, request, corpus)
        verdict = statement_verdict(parts)
        sides = take_sides(parts, verdict)
        abstention = abstain_from(reading, parts, sides) if verdict is Verdict.UNVERIFIED else None
        safe_wording, in_time = self._safe_wording(reading, parts, verdict, request, corpus)
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
            corpus=corpus,
            engine=self.engine,
            partial=_partial(missed if in_time else missed | {_A_SAFE_WORDING}),
        )

    def _judge_all(
        self, parts: Sequence[Part], request: CheckRequest, corpus: CorpusState
    ) -> tuple[JudgedPart, ...]:
        names = (name.key for part in parts for name in analyse(part.text, None).names)
        setting = frozenset(names) if len(parts) > 1 else frozenset()
        return tuple(self._judge_part(part, setting, request, corpus) for part in parts)

    def _judge_part(
        self, part: Part, setting: frozenset[str], request: CheckRequest, corpus: CorpusState
    ) -> JudgedPart:
        day = request.as_of.date() if request.as_of else None
        analysis = analyse(part.text, day)
        retrieved = self._retrieve(part.text, request, corpus)
        judged = self._judge(part.text, retrieved, setting, request)
        content: Verdict | None = None
        if analysis.attribution is not None:
            said = analysis.attribution.content_span
            alone = self._judge(part.text[said.start : said.end], retrieved, setting, request)
            content = decide(judgement.stance for _, judgement in alone)
        return JudgedPart(
            part=part,
            judged=judged,
            speaker=analysis.attribution.speaker if analysis.attribution else None,
            content=content,
            missed=retrieved.missed,
        )

    def _retrieve(self, text: str, request: CheckRequest, corpus: CorpusState) -> Retrieved:
        return retrieve(
            self.search,
            analyse(text, None),
            request.filters,
            published_until=request.as_of.isoformat() if request.as_of else None,
            claims=corpus.claims,
            limit=CANDIDATES_PER_ASSERTION,
            vectors=self.vectors,
        )

    def _judge(
        self, text: str, retrieved: Retrieved, setting: frozenset[str], request: CheckRequest
    ) -> tuple[tuple[Candidate, Judgement], ...]:
        judge = StanceJudge(
            text=text,
            as_of=request.as_of.date() if request.as_of else None,
            candidates=retrieved.candidates,
            rarity=retrieved.rarity,
            setting=setting,
            model=self.stance_model,
            policy=self.policy,
        )
        return judge.judgements()

    def _safe_wording(
        self,
        reading: StatementReading,
        parts: Sequence[JudgedPart],
        verdict: Verdict,
        request: CheckRequest,
        corpus: CorpusState,
    ) -> tuple[str | None, bool]:
        """The first wording, strongest first, that the corpus supports and nothing contradicts.

        With it, whether all that had to be searched for it was searched in time.
        """
        if verdict is Verdict.SUPPORTED:
            return request.statement, True
        for wording in islice(wordings_to_try(parts), WORDINGS_TRIED):
            try:
                tried = self._judge_all(read_statement(wording).parts, request, corpus)
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
