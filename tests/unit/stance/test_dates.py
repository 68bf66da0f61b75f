"""Days beside each other: on, before, after, since, until."""

from __future__ import annotations

from datetime import date

import pytest

from service.domain.mentions import DateMention
from service.parsing.dates import find_dates
from service.stance.comparison import Finding
from service.stance.dates import compare_date_ranges

AGREE, CONFLICT, OPEN = Finding.AGREE, Finding.CONFLICT, Finding.INCOMPARABLE
REFERENCE = date(2024, 5, 17)


def mention(words: str) -> DateMention:
    (found,) = find_dates(f"The dam burst {words}.", reference=REFERENCE)
    return found


@pytest.mark.parametrize(
    ("statement", "claim", "finding"),
    [
        ("on 14 May 2024", "on May 14, 2024", AGREE),
        ("on 14 May 2024", "on 15 May 2024", CONFLICT),
        ("on 14 May 2024", "on Tuesday", AGREE),
        ("on Wednesday", "on 14 May 2024", CONFLICT),
        ("in May 2024", "on 14 May 2024", AGREE),
        ("in 2024", "on 14 May 2024", AGREE),
        ("in 2023", "on 14 May 2024", CONFLICT),
        ("on 14 May 2024", "in May 2024", OPEN),
        ("before 20 May 2024", "on 14 May 2024", AGREE),
        ("before 14 May 2024", "on 14 May 2024", CONFLICT),
        ("after 10 May 2024", "on 14 May 2024", AGREE),
        ("after 14 May 2024", "on 14 May 2024", CONFLICT),
        ("since 2019", "since 2019", AGREE),
        ("since 2019", "since 2012", CONFLICT),
        ("until 30 May 2024", "until 30 May 2024", AGREE),
        ("until 30 May 2024", "until 19 June 2024", CONFLICT),
    ],
)
def test_days_agree_conflict_or_stay_open(statement: str, claim: str, finding: Finding) -> None:
    assert compare_date_ranges(mention(statement), mention(claim)) is finding


@pytest.mark.parametrize("words", ["on 14 May 2024", "in 2024", "since 2019", "until 30 May 2024"])
def test_a_day_agrees_with_itself(words: str) -> None:
    assert compare_date_ranges(mention(words), mention(words)) is AGREE


@pytest.mark.parametrize("words", ["before 20 May 2024", "after 10 May 2024"])
def test_a_bound_agrees_with_itself(words: str) -> None:
    assert compare_date_ranges(mention(words), mention(words)) is AGREE


def test_a_weekday_that_cannot_be_placed_settles_nothing() -> None:
    (unplaced,) = find_dates("The dam burst on Tuesday.", reference=None)

    assert compare_date_ranges(unplaced, mention("on 14 May 2024")) is OPEN
