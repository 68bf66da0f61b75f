from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.answers import AnswerSchema
from schemas.dumping import dumper
from service.domain.check import Answer
from tests.corpora import ask, checker_over, news_claim

STATEMENTS = (
    "Forty people died in Halsund.",
    "Sixty people died in Halsund on 5 January 2022.",
    "The police said that 40 people died and the mayor resigned.",
    "The mayor of Halsund resigned.",
    "Is it true?",
    "",
)


def answers() -> list[Answer]:
    claims = (
        news_claim("Forty people died in Halsund.", "c1", event_at="2022-01-05"),
        news_claim('The police said that "50 people died".', "c2", speaker="the police"),
    )
    checker = checker_over(claims)
    return [ask(checker, statement) for statement in STATEMENTS]


@pytest.mark.parametrize("place", range(len(STATEMENTS)))
def test_the_plan_gives_what_the_schema_gives(place: int) -> None:
    schema = AnswerSchema()
    answer = answers()[place]

    dumped = dumper(schema)(answer)

    assert dumped == schema.dump(answer)
    assert list(dumped) == list(schema.dump(answer))


def test_what_was_not_done_in_time_stands_under_its_own_key() -> None:
    answer = replace(answers()[0], partial="Not done in time: the search by words.")

    assert dumper(AnswerSchema())(answer)["partial"] == answer.partial
