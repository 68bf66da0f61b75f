"""Reports on a draft of three lines, whose second sentence runs over a line's end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from service.domain.check import Verdict
from service.domain.corpus import CorpusState
from service.domain.drafts import (
    Difference,
    DraftCheck,
    DraftReport,
    DraftRequest,
    Worth,
    WorthReason,
)
from service.domain.evidence import ReasonType
from service.domain.mentions import Span
from tests.factories import make_statement
from tests.fakes import NOW
from tests.fakes_api import ENGINE, make_answer

TEXT = "\U0001f600 News.\r\nIn \U0001f600 Oslo 5 people died\nin the fire. It rained."
SENTENCE = "In \U0001f600 Oslo 5 people died\nin the fire."
START = TEXT.index(SENTENCE)


def make_check(verdict: Verdict, **overrides: Any) -> DraftCheck:
    """The second sentence with a verdict; a source says 4 instead of 5."""
    request = make_statement(statement="In Oslo 5 people died in the fire.")
    number = TEXT.index("5")
    check = DraftCheck(
        text=SENTENCE,
        span=Span(start=START, end=START + len(SENTENCE)),
        paragraph=2,
        worth=(WorthReason(type=Worth.NUMBER, text="5"),),
        statement=request.statement,
        differences=(
            Difference(
                text="5",
                span=Span(start=number, end=number + 1),
                type=ReasonType.NUMBER,
                detail="4 is not 5",
            ),
        ),
        checked_at=NOW,
        answer=make_answer(request, verdict=verdict),
    )
    return replace(check, **overrides)


def make_report(*checks: DraftCheck, **overrides: Any) -> DraftReport:
    """These checks in a report in which nothing was passed over."""
    report = DraftReport(
        request=DraftRequest(text=TEXT, uri="news/a b\u00e9.txt"),
        language="en",
        paragraphs=2,
        checks=checks,
        passed_over=(),
        partial=None,
        corpus=CorpusState(revision=3, claims=9, sources=2),
        engine=ENGINE,
    )
    return replace(report, **overrides)
