"""Times of day beside each other: hours, parts of the day, before, after and about."""

from __future__ import annotations

import pytest

from service.parsing.clocks import ClockTime, find_clock_times
from service.stance.clock import compare_times
from service.stance.comparison import Finding

AGREE, CONFLICT, OPEN = Finding.AGREE, Finding.CONFLICT, Finding.INCOMPARABLE


def time(words: str) -> ClockTime:
    (found,) = find_clock_times(f"The dam burst {words}.")
    return found


@pytest.mark.parametrize(
    ("statement", "claim", "finding"),
    [
        ("at 5 a.m.", "at five in the morning", AGREE),
        ("at 5 p.m.", "at 17:00", AGREE),
        ("at noon", "at 12 p.m.", AGREE),
        ("at five o'clock", "at 5 p.m.", AGREE),
        ("at five o'clock", "at 6 p.m.", CONFLICT),
        ("at seven in the evening", "at 5 a.m.", CONFLICT),
        ("at noon", "at midnight", CONFLICT),
        ("at about 5 a.m.", "at 5:10 a.m.", AGREE),
        ("at 5:10 a.m.", "at about 5 a.m.", AGREE),
        ("at 5:10 a.m.", "at 5 a.m.", CONFLICT),
        ("before 6 a.m.", "at 5 a.m.", AGREE),
        ("at 5 a.m.", "before 6 a.m.", OPEN),
        ("at 7 a.m.", "before 6 a.m.", CONFLICT),
        ("after 6 a.m.", "at 5 a.m.", CONFLICT),
        ("shortly before midnight", "at 11:50 p.m.", AGREE),
        ("shortly after midnight", "at 5 a.m.", CONFLICT),
        ("between 4 and 6 a.m.", "at 5 a.m.", AGREE),
        ("between 11 p.m. and 1 a.m.", "at midnight", AGREE),
        ("between 4 and 6 a.m.", "at 8 a.m.", CONFLICT),
        ("in the morning", "at 5 a.m.", AGREE),
        ("in the evening", "at 5 a.m.", CONFLICT),
        ("at 5 a.m.", "in the morning", OPEN),
        ("on Friday evening", "on Friday morning", CONFLICT),
        ("on Friday evening", "on Friday night", AGREE),
        ("on Friday night", "at dawn", OPEN),
    ],
)
def test_times_agree_conflict_or_stay_open(statement: str, claim: str, finding: Finding) -> None:
    assert compare_times(time(statement), time(claim)) is finding


@pytest.mark.parametrize(
    "text",
    [
        "The attack killed five in the morning.",
        "The toll rose to 10 on Friday evening.",
        "The toll stood at ten on Friday evening.",
        "Ten of the 25 were freed.",
    ],
)
def test_what_counts_is_no_hour(text: str) -> None:
    assert all(time.part for time in find_clock_times(text))


def test_a_part_of_the_day_belongs_to_its_hour() -> None:
    (found,) = find_clock_times("The dam burst at 5 a.m. on Friday morning.")

    assert found.minute == 5 * 60
