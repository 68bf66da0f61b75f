from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count

import pytest

from service.domain.check import Answer, CheckRequest, Engine, Verdict
from service.domain.corpus import CorpusState, Filters
from service.domain.drafts import DraftReport, DraftRequest, PassedOverCode
from service.drafts import DraftBudget, DraftChecker
from tests.corpora import NOW, OneOpinion, ask, background, checker_over, news_claim
from tests.fakes_api import ENGINE, make_answer

THREE = "Ostvik lost 40 jobs. Ostvik closed 4 schools. Ostvik sold 12 buses."
WITH_MODEL = Engine(version="1.0.0", model="sha256:model")


@dataclass(kw_only=True)
class Noting:
    """Refutes everything, and keeps what it was asked."""

    engine: Engine = ENGINE
    asked: list[CheckRequest] = field(default_factory=list)

    def state(self) -> CorpusState:
        return CorpusState(revision=1, claims=1, sources=1)

    def check(self, request: CheckRequest, *, now: datetime) -> Answer:
        self.asked.append(request)
        return replace(make_answer(request), engine=self.engine)


def checked(
    text: str,
    checker: Noting,
    *,
    by_rules: Noting | None = None,
    times: Sequence[float] = (),
    budget: DraftBudget = DraftBudget(threads=1),  # noqa: B008 - frozen.
    **fields: object,
) -> DraftReport:
    """The report on a text; the timer gives ``times`` and then stands still at the last."""
    ticks = iter(times)
    last = times[-1] if times else 0.0
    drafts = DraftChecker(
        checker=checker,
        by_rules=by_rules or checker,
        timer=lambda: next(ticks, last),
        budget=budget,
    )
    draft = replace(DraftRequest(text=text), **fields)  # type: ignore[arg-type]  # As factories do.
    return drafts.check(draft, now=NOW)


def test_the_checks_come_in_the_order_of_the_text_with_their_words() -> None:
    report = checked(THREE, Noting(), budget=DraftBudget())

    assert [THREE[one.span.start : one.span.end] for one in report.checks] == [
        one.text for one in report.checks
    ]
    assert [one.answer.statement for one in report.checks] == [
        one.statement for one in report.checks
    ]
    assert " ".join(one.text for one in report.checks) == THREE


def test_what_is_asked_of_a_draft_is_asked_of_each_check() -> None:
    checker = Noting()
    filters = Filters(publishers=("dpa",))

    checked(THREE, checker, as_of=NOW, filters=filters, limit=3)

    assert {(one.as_of, one.filters, one.limit) for one in checker.asked} == {(NOW, filters, 3)}


def test_what_says_the_same_is_checked_once() -> None:
    checker = Noting()

    report = checked(f"{THREE}\n{THREE}", checker)

    assert len(checker.asked) == 3
    assert [one.code for one in report.passed_over] == [PassedOverCode.DUPLICATE] * 3
    assert report.passed_over[0].detail == (
        "It says the same as an earlier sentence, in paragraph 1."
    )


def test_verdicts_are_counted_and_none_is_left_out() -> None:
    assert checked(THREE, Noting()).verdicts == {
        Verdict.SUPPORTED: 0,
        Verdict.REFUTED: 3,
        Verdict.DISPUTED: 0,
        Verdict.UNVERIFIED: 0,
    }


def test_after_the_time_for_the_model_rules_judge_alone_and_the_report_says_so() -> None:
    with_model, by_rules = Noting(engine=WITH_MODEL), Noting()
    budget = DraftBudget(seconds_with_model=5, seconds=20, threads=1)

    report = checked(THREE, with_model, by_rules=by_rules, times=(0, 1, 6, 7), budget=budget)

    assert [one.answer.engine.model for one in report.checks] == ["sha256:model", None, None]
    assert report.partial is not None
    assert (report.partial.by_rules_alone, report.partial.not_reached) == (2, 0)
    assert "2 judged without the language model" in report.partial.detail


def test_what_is_not_reached_is_passed_over_in_its_place() -> None:
    budget = DraftBudget(seconds_with_model=5, seconds=20, threads=1)

    report = checked(f"Who? {THREE}", Noting(), times=(0, 1, 21), budget=budget)

    assert len(report.checks) == 1
    assert [one.code for one in report.passed_over][1:] == [PassedOverCode.NOT_REACHED] * 2
    assert report.partial is not None
    assert (report.partial.by_rules_alone, report.partial.not_reached) == (0, 2)
    assert "2 not reached" in report.partial.detail


def test_a_draft_that_was_checked_in_time_is_not_partial() -> None:
    assert checked(THREE, Noting(engine=WITH_MODEL)).partial is None


def test_without_a_model_there_is_nothing_to_do_without() -> None:
    report = checked(THREE, Noting(), times=(0, 6))

    assert report.partial is None


def test_a_failure_of_one_check_is_the_failure_of_the_draft() -> None:
    class Failing(Noting):
        def check(self, request: CheckRequest, *, now: datetime) -> Answer:
            raise RuntimeError("the store is gone")

    with pytest.raises(RuntimeError, match="the store is gone"):
        checked(THREE, Failing())


def test_each_check_is_what_its_statement_alone_would_get() -> None:
    source, claims = background()
    checker = checker_over(
        [*claims, news_claim("In Ostvik 50 jobs were lost."), news_claim("Ostvik closed 4 schools.", "c2")],
        [source],
        model=OneOpinion(supporting=0.2),
    )  # fmt: skip
    numbers = count()
    drafts = DraftChecker(checker=checker, by_rules=checker, timer=lambda: next(numbers) / 1000)

    report = drafts.check(DraftRequest(text=THREE, limit=50), now=NOW)

    assert [one.answer for one in report.checks] == [
        ask(checker, one.statement) for one in report.checks
    ]


def test_the_words_that_differ_are_found_in_the_draft_itself() -> None:
    source, claims = background()
    checker = checker_over(
        [*claims, news_claim("The ferry fire at Ostvik killed 12 people.")], [source]
    )
    drafts = DraftChecker(checker=checker, by_rules=checker, timer=lambda: 0.0)
    text = "\U0001f600 News&nbsp;of Ostvik.\r\n\r\nThe ferry fire at Ostvik killed <b>15</b> people on Monday."

    report = drafts.check(DraftRequest(text=text, published_on=date(2024, 5, 17)), now=NOW)

    (check,) = report.checks
    (difference,) = check.differences
    assert check.answer.verdict is Verdict.REFUTED
    assert (difference.text, difference.detail) == ("15", "12 is not 15")
    assert text[difference.span.start : difference.span.end] == "15"
