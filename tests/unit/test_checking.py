"""One check as a whole: the two layers of "X said Y", the moment it is asked for, the filters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from service.domain.check import AttributionVerdict, Verdict
from service.domain.corpus import Filters, Standing
from tests.corpora import all_evidence, ask, checker_over, ids, news_claim, news_source

DROWNED = "14 people drowned off Halsund."
CEST = timezone(timedelta(hours=2))


def test_who_said_it_and_whether_it_holds_are_two_verdicts() -> None:
    claims = [
        news_claim(
            f"Rescuers said that {DROWNED}", "said", speaker="rescuers", standing=Standing.RELAYED
        ),
        news_claim("20 people drowned off Halsund.", "other", "s2"),
    ]

    answer = ask(checker_over(claims), f"Rescuers said that {DROWNED}")

    assert answer.verdict is Verdict.SUPPORTED
    assert answer.attribution == AttributionVerdict(
        speaker="Rescuers", said=Verdict.SUPPORTED, content=Verdict.DISPUTED
    )


def test_a_bare_statement_has_no_second_layer() -> None:
    assert ask(checker_over([news_claim(DROWNED)]), DROWNED).attribution is None


def test_each_part_of_a_compound_has_its_verdict() -> None:
    claims = [news_claim(DROWNED, "c1"), news_claim("The airport of Tolmark was closed.", "c2")]
    statement = "20 people drowned off Halsund, and the airport of Tolmark was closed."

    answer = ask(checker_over(claims), statement)

    assert answer.verdict is Verdict.REFUTED
    assert [(part.text, part.verdict) for part in answer.assertions] == [
        ("20 people drowned off Halsund", Verdict.REFUTED),
        ("the airport of Tolmark was closed", Verdict.SUPPORTED),
    ]
    assert ids(answer.conflicting) == ["c1"]


@pytest.mark.parametrize(
    ("asked_on", "verdict"),
    [
        (None, Verdict.SUPPORTED),
        (datetime(2024, 5, 17, 12, tzinfo=UTC), Verdict.SUPPORTED),
        (datetime(2024, 5, 24, 12, tzinfo=UTC), Verdict.REFUTED),
    ],
    ids=["read from the source's own day", "the same week", "the week after"],
)
def test_a_weekday_counts_from_the_moment_asked_for(
    asked_on: datetime | None, verdict: Verdict
) -> None:
    checker = checker_over([news_claim("The dam at Pelm burst on Tuesday.")])

    answer = ask(checker, "The dam at Pelm burst on Tuesday.", as_of=asked_on)

    assert answer.verdict is verdict


@pytest.mark.parametrize(
    ("moment", "known"),
    [
        (datetime(2024, 5, 17, 11, 0, tzinfo=UTC), False),
        (datetime(2024, 5, 17, 12, 0, tzinfo=UTC), True),
        (datetime(2024, 5, 17, 13, 30, tzinfo=CEST), False),
        (datetime(2024, 5, 17, 14, 30, tzinfo=CEST), True),
        (datetime(2024, 5, 16, 23, 59, tzinfo=UTC), False),
    ],
)
def test_a_source_is_known_from_its_own_moment_on(moment: datetime, known: bool) -> None:
    source = news_source(published_at="2024-05-17T12:00:00Z")
    checker = checker_over([news_claim(DROWNED)], [source])

    answer = ask(checker, DROWNED, as_of=moment)

    assert bool(all_evidence(answer)) == known


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), ["c1", "c2"]),
        (Filters(publishers=("The s2 Post",)), ["c2"]),
        (Filters(sources=("s1",)), ["c1"]),
        (Filters(published_from="2024-05-18"), []),
        (Filters(published_to="2024-05-17"), ["c1", "c2"]),
        (Filters(publishers=("The Globe",)), []),
    ],
)
def test_filters_choose_the_part_of_the_corpus(filters: Filters, found: list[str]) -> None:
    checker = checker_over([news_claim(DROWNED, "c1", "s1"), news_claim(DROWNED, "c2", "s2")])

    assert sorted(ids(ask(checker, DROWNED, filters=filters).supporting)) == found


@pytest.mark.parametrize(
    "statement", ["", " ", "?", "\u200b", "a" * 5000, "not " * 1000, "3 " * 999]
)
def test_no_statement_is_too_odd_for_an_answer(statement: str) -> None:
    answer = ask(checker_over([news_claim(DROWNED)]), statement)

    assert answer.verdict is Verdict.UNVERIFIED
    assert answer.abstention is not None


def test_an_empty_corpus_has_no_record() -> None:
    answer = ask(checker_over([]), DROWNED)

    assert answer.verdict is Verdict.UNVERIFIED
    assert answer.safe_wording is None
    assert answer.corpus.claims == 0


def test_the_conflicting_record_is_not_crowded_out_by_many_supporting_ones() -> None:
    claims = [news_claim(DROWNED, f"c{n:03}", f"s{n}") for n in range(120)]
    claims.append(news_claim("20 people drowned off Halsund.", "z-other", "z"))

    answer = ask(checker_over(claims), DROWNED)

    assert ids(answer.conflicting) == ["z-other"]


def test_a_name_of_one_accented_letter_breaks_nothing() -> None:
    answer = ask(
        checker_over([news_claim("The airport of Tolmark was closed.")]),
        "The airport of À was closed.",
    )

    assert answer.supporting == ()
