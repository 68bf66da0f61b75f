"""How far apart two happenings are shown to be: the words on both sides."""

from __future__ import annotations

import pytest

from service.domain.evidence import Reason, ReasonType
from tests.corpora import ask, background, checker_over, news_claim

FERRY = "The ferry Astrid sank on 3 March and was raised on 10 March."


def reasons(claim: str, statement: str) -> list[Reason]:
    """The reasons of the only evidence on either side."""
    _, others = background()
    answer = ask(checker_over([news_claim(claim), *others]), statement)
    (evidence,) = (*answer.supporting, *answer.conflicting)
    return list(evidence.reasons)


def test_the_days_of_both_happenings_are_shown() -> None:
    statement = "The ferry Astrid was raised two days after it sank."

    (reason,) = [r for r in reasons(FERRY, statement) if r.type is ReasonType.DURATION]

    assert reason.statement is not None
    assert reason.claim is not None
    assert reason.statement.text == "two days after"
    assert reason.claim.text == "3 March and was raised on 10 March"
    assert reason.detail == "3 March and was raised on 10 March is another length of time"


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        (FERRY, "The ferry Astrid was raised two days after it sank."),
        (FERRY, "The ferry Astrid was raised before it sank."),
        (
            "The mayor resigned five days after the dam burst.",
            "The mayor resigned two weeks after the dam burst.",
        ),
    ],
)
def test_the_words_stand_at_their_spans(claim: str, statement: str) -> None:
    for reason in reasons(claim, statement):
        for text, passage in ((statement, reason.statement), (claim, reason.claim)):
            assert passage is None or text[passage.span.start : passage.span.end] == passage.text
