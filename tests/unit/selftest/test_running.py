"""The self-test from corpus to report, judged by the claim that a variant was made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from service.assembly import checker_for
from service.config import Settings
from service.domain.check import Answer, CheckRequest, Engine, Verdict
from service.domain.corpus import Claim, CorpusState, IndexedClaim
from service.domain.evidence import Stance
from service.domain.selftest import SelfTestReport, VariantKind
from service.parsing.indexing import index_terms
from service.render.selftest import selftest_text
from service.selftest import StatementChecker, run_selftest
from service.storage import Storage, open_storage
from tests.factories import make_claim, make_source
from tests.fakes import fixed_now
from tests.fakes_api import ENGINE, make_answer, make_evidence

TEXTS = (
    "26 people were killed in Almaty, Kazakhstan.",
    "Emmanuel Macron is the president of France.",
    "The town hall was set on fire on Wednesday.",
)


def tiny_corpus() -> Storage:
    storage = open_storage("memory:")
    claims = [make_claim(id=f"c{n}", text=text) for n, text in enumerate(TEXTS)]
    indexed = [IndexedClaim(claim=claim, terms=index_terms(claim)) for claim in claims]
    storage.claims.add([make_source()], indexed)
    return storage


@dataclass(kw_only=True)
class Agreeable:
    """Supports whatever is asked, by every claim of the corpus."""

    claims: list[Claim]
    engine: Engine = ENGINE

    def state(self) -> CorpusState:
        return CorpusState(revision=1, claims=len(self.claims), sources=1)

    def check(self, request: CheckRequest, *, now: datetime) -> Answer:
        evidence = tuple(make_evidence(Stance.SUPPORTING, claim=claim) for claim in self.claims)
        return replace(
            make_answer(request),
            verdict=Verdict.SUPPORTED,
            supporting=evidence,
            conflicting=(),
        )


def agreeable() -> Agreeable:
    return Agreeable(claims=[make_claim(id=f"c{n}", text=text) for n, text in enumerate(TEXTS)])


def report_of(
    checker: StatementChecker, *, seed: int = 0, limit: int | None = None, examples: int = 20
) -> SelfTestReport:
    return run_selftest(
        checker,
        tiny_corpus().claims,
        now=fixed_now(),
        seed=seed,
        limit=limit,
        examples=examples,
        progress=lambda done, total: None,
    )


def test_an_engine_that_agrees_with_everything_is_found_out() -> None:
    report = report_of(agreeable())

    flips = [row for row in report.kinds if not row.kind.is_paraphrase]
    assert report.false_supports == report.flips > 0
    assert all(row.wrong == row.asked and row.as_it_must == 0 for row in flips)
    assert all(row.as_it_must == row.asked for row in report.kinds if row.kind.is_paraphrase)
    assert all(trial.is_false_support for trial in report.worst)


def test_the_rules_pass_on_a_corpus_that_they_understand() -> None:
    rules = checker_for(Settings(database_url="memory:", model="none"), tiny_corpus())

    report = report_of(rules)

    assert report.false_supports == 0
    by_kind = {row.kind: row for row in report.kinds}
    assert by_kind[VariantKind.VERBATIM].as_it_must == len(TEXTS)
    assert by_kind[VariantKind.NUMBER_RAISED].conflicting == 1
    assert by_kind[VariantKind.NEGATED].verdict_moved == by_kind[VariantKind.NEGATED].asked


def test_a_claim_that_the_answer_does_not_show_settles_nothing() -> None:
    checker = agreeable()
    checker.claims = checker.claims[:1]

    report = report_of(checker)

    verbatim = report.kinds[0]
    assert (verbatim.supporting, verbatim.unverified) == (1, 2)


def test_the_same_seed_draws_the_same_claims_and_wordings() -> None:
    assert report_of(agreeable(), limit=2, seed=7) == report_of(agreeable(), limit=2, seed=7)


def test_a_limit_bounds_the_claims_and_progress_tells_of_each() -> None:
    told: list[tuple[int, int]] = []

    report = run_selftest(
        agreeable(),
        tiny_corpus().claims,
        now=fixed_now(),
        seed=0,
        limit=2,
        examples=1,
        progress=lambda done, total: told.append((done, total)),
    )

    assert report.claims == 2
    assert told == [(1, 2), (2, 2)]
    assert len(report.worst) == 1


def test_the_text_shows_the_worst_examples_and_ends_with_the_sum() -> None:
    report = report_of(agreeable(), examples=1)

    text = selftest_text(report)

    assert "name_swapped" in text
    assert report.worst[0].variant.text in text
    ending = f"{report.false_supports} of {report.flips} flips were supported by their own claim."
    assert text.splitlines()[-1] == ending
