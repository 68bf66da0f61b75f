"""Checking a whole draft: read it, check what is worth it, and account for all the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.domain.check import Answer, CheckRequest, Engine
from service.domain.corpus import CorpusState
from service.domain.drafts import (
    Difference,
    DraftCheck,
    DraftReport,
    DraftRequest,
    Partial,
    PassedOver,
    PassedOverCode,
)
from service.extraction.draft_sentences import Picked, read_draft

_NOT_REACHED = "The time allowed for a draft was over before this was reached."


class StatementChecker(Protocol):
    """The use case that checks one statement."""

    @property
    def engine(self) -> Engine: ...

    def state(self) -> CorpusState: ...

    def check(self, request: CheckRequest, *, now: datetime) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftBudget:
    """How much work one draft may be.

    An article of 1,500 words takes some 4 seconds of CPU with the model, spread over two cores,
    and 2 without (``tests/benchmarks/bench_draft.py``); these bounds are for texts of the length of
    a book's chapter, and for machines that have much else to do.
    """

    seconds_with_model: float = 4.0
    """After so long, what is left is judged by rules alone, which is twice as fast and more."""

    seconds: float = 15.0
    """After so long, what is left is not checked."""

    threads: int = 2
    """The model works outside the interpreter's lock, so two checks at once take less time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChecker:
    """Checks drafts against one corpus; ``by_rules`` is ``checker`` without the language model.

    ``timer`` counts seconds from any point and never goes back.
    """

    checker: StatementChecker
    by_rules: StatementChecker
    timer: Callable[[], float]
    budget: DraftBudget = DraftBudget()

    def check(self, draft: DraftRequest, *, now: datetime) -> DraftReport:
        """Check every assertion of a draft that is worth it; nothing is saved.

        Where the time suffices, each check is what ``checker`` says of its statement alone.
        """
        began = self.timer()
        corpus = self.checker.state()
        reading = read_draft(draft.text, title=draft.title, published_on=draft.published_on)
        answers = self._answers(reading.picked, draft, began, now)
        checks = tuple(
            _check(draft.text, picked, answer, now)
            for picked, answer in zip(reading.picked, answers, strict=True)
            if answer is not None
        )
        missed = [
            _missed(draft.text, picked)
            for picked, answer in zip(reading.picked, answers, strict=True)
            if answer is None
        ]
        return DraftReport(
            request=draft,
            language=reading.language,
            paragraphs=reading.paragraphs,
            checks=checks,
            passed_over=tuple(
                sorted([*reading.passed_over, *missed], key=lambda one: one.span.start)
            ),
            partial=self._partial(checks, len(missed)),
            corpus=corpus,
            engine=self.checker.engine,
        )

    def _answers(
        self, picked: Sequence[Picked], draft: DraftRequest, began: float, now: datetime
    ) -> list[Answer | None]:
        """The answers in the order of the text; None for what was not reached."""

        def answer(one: Picked) -> Answer | None:
            spent = self.timer() - began
            if spent > self.budget.seconds:
                return None
            in_time = spent <= self.budget.seconds_with_model
            checker = self.checker if in_time else self.by_rules
            return checker.check(_request(one, draft), now=now)

        # Without a model there is nothing that works outside the interpreter's lock.
        threads = self.budget.threads if self.checker.engine.model else 1
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(answer, picked))

    def _partial(self, checks: Sequence[DraftCheck], not_reached: int) -> Partial | None:
        model = self.checker.engine.model
        by_rules = sum(check.answer.engine.model != model for check in checks)
        if not by_rules and not not_reached:
            return None
        return Partial(
            by_rules_alone=by_rules,
            not_reached=not_reached,
            detail=f"The time allowed for a draft was short: {by_rules} judged without the language"
            f" model, {not_reached} not reached.",
        )


def _request(picked: Picked, draft: DraftRequest) -> CheckRequest:
    return CheckRequest(
        statement=picked.statement, as_of=draft.as_of, filters=draft.filters, limit=draft.limit
    )


def _check(text: str, picked: Picked, answer: Answer, now: datetime) -> DraftCheck:
    return DraftCheck(
        text=text[picked.span.start : picked.span.end],
        span=picked.span,
        paragraph=picked.sentence.block.paragraph,
        worth=picked.worth,
        statement=picked.statement,
        differences=_differences(text, picked, answer),
        checked_at=now,
        answer=answer,
    )


def _differences(text: str, picked: Picked, answer: Answer) -> tuple[Difference, ...]:
    """What the conflicting sources differ in, once for each stretch and wording."""
    found: dict[Difference, None] = {}
    for evidence in answer.conflicting:
        for reason in evidence.reasons:
            span = picked.located(reason.statement.text) if reason.statement else None
            if span is not None and span != picked.span:
                difference = Difference(
                    text=text[span.start : span.end],
                    span=span,
                    type=reason.type,
                    detail=reason.detail,
                )
                found[difference] = None
    return tuple(sorted(found, key=lambda one: (one.span, one.type, one.detail)))


def _missed(text: str, picked: Picked) -> PassedOver:
    return PassedOver(
        text=text[picked.span.start : picked.span.end],
        span=picked.span,
        paragraph=picked.sentence.block.paragraph,
        code=PassedOverCode.NOT_REACHED,
        detail=_NOT_REACHED,
    )
