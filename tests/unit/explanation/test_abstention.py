"""Why there is no verdict: one code for each way of not knowing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from service.domain.check import Abstention, AbstentionCode
from service.domain.corpus import Filters, Standing
from tests.corpora import ask, background, checker_over, news_claim

CLAIMS = (
    news_claim("More than 3,000 homes were flooded in Velmora.", "flood"),
    news_claim("A blaze destroyed the library in Tolmark.", "blaze"),
    news_claim(
        "Aron Melk claimed that foreign agents blew up the pipeline.",
        "agents",
        speaker="Aron Melk",
        standing=Standing.DISTANCED,
    ),
)


def abstention(statement: str) -> Abstention:
    source, others = background()
    answer = ask(checker_over([*CLAIMS, *others], [source]), statement)
    assert answer.abstention is not None
    return answer.abstention


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("The parliament of Sordania passed the budget.", AbstentionCode.NO_RECORD),
        ("More than 5,000 homes were flooded in Velmora.", AbstentionCode.OTHER_SCOPE),
        ("Foreign agents blew up the pipeline.", AbstentionCode.OTHER_SCOPE),
        ("A blaze destroyed the medieval library in Tolmark.", AbstentionCode.WEAK_MATCH),
        ("Was the library in Tolmark destroyed?", AbstentionCode.NOT_CHECKABLE),
        ("La bibliothèque de Tolmark a été détruite par un incendie.", AbstentionCode.LANGUAGE),
    ],
)
def test_each_way_of_not_knowing_has_its_code(statement: str, code: AbstentionCode) -> None:
    assert abstention(statement).code is code


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ({}, "No record in the corpus is about this."),
        ({"filters": Filters(sources=("s1",))}, "No record that passes the filters is about this."),
        *(
            ({"filters": filters}, "The filters leave nothing to search")
            for filters in (
                Filters(sources=("nope",)),
                Filters(publishers=("The Globe",)),
                Filters(published_from="2999-01-01"),
            )
        ),
        (
            # A source may have passed by then as it was then.
            {"filters": Filters(sources=("nope",)), "as_of": datetime(2025, 1, 1, tzinfo=UTC)},
            "No record that passes the filters is about this.",
        ),
    ],
)
def test_no_record_says_what_the_filters_left(asked: dict[str, Any], detail: str) -> None:
    answer = ask(checker_over(CLAIMS), "The parliament of Sordania passed the budget.", **asked)

    assert answer.abstention is not None
    assert answer.abstention.code is AbstentionCode.NO_RECORD
    assert answer.abstention.detail.startswith(detail)
    assert answer.summary.startswith(f"Unverified: {detail}")


def test_what_cannot_be_checked_is_not_put_down_to_the_filters() -> None:
    checker = checker_over(CLAIMS)

    answer = ask(checker, "Was the library destroyed?", filters=Filters(sources=("nope",)))

    assert answer.abstention is not None
    assert answer.abstention.code is AbstentionCode.NOT_CHECKABLE


def test_the_nearest_record_is_quoted_with_what_it_leaves_open() -> None:
    detail = abstention("More than 5,000 homes were flooded in Velmora.").detail

    assert "The s1 Post" in detail
    assert "More than 3,000 homes were flooded in Velmora." in detail
    assert "leaves open" in detail


def test_what_is_missing_is_a_record_of_the_undecided_part() -> None:
    missing = abstention("A blaze destroyed the library in Tolmark and Aron Melk resigned.").missing

    assert missing == "a record that says: Aron Melk resigned"


@pytest.mark.parametrize(
    "statement",
    ["A blaze destroyed the library in Tolmark.", "Only 12 homes were flooded in Velmora."],
)
def test_a_verdict_needs_no_excuse(statement: str) -> None:
    answer = ask(checker_over(CLAIMS), statement)

    assert answer.abstention is None
