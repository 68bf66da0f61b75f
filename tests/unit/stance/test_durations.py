"""Lengths of time beside each other, as told and as reckoned from a beginning and an end."""

from __future__ import annotations

from datetime import date

import pytest

from service.parsing.analysis import Analysis, analyse
from service.stance.comparison import Finding
from service.stance.durations import compare_beginnings, compare_durations, compare_lengths
from service.stance.lengths import lengths

AGREE, CONFLICT, OPEN = Finding.AGREE, Finding.CONFLICT, Finding.INCOMPARABLE
FRIDAY = date(2024, 5, 17)


def read(text: str) -> Analysis:
    return analyse(text, FRIDAY)


def found(statement: str, claim: str, day: date | None = FRIDAY) -> list[Finding]:
    """What the comparison finds for each length of the statement."""
    outcomes, _ = compare_durations(read(statement), read(claim), day)
    return [outcome.finding for outcome in outcomes]


@pytest.mark.parametrize(
    ("statement", "claim", "finding"),
    [
        ("three weeks", "three weeks", AGREE),
        ("three weeks", "21 days", AGREE),
        ("36 hours", "a day and a half", AGREE),
        ("about three weeks", "22 days", AGREE),
        ("about a year", "nearly a year", AGREE),
        ("two weeks", "three weeks", CONFLICT),
        ("seven days", "eight days", OPEN),
        ("more than a fortnight", "22 days", AGREE),
        ("more than a fortnight", "ten days", CONFLICT),
        ("more than a fortnight", "a fortnight", OPEN),
        ("less than a month", "22 days", AGREE),
        ("less than a month", "two months", CONFLICT),
        ("22 days", "more than a fortnight", OPEN),
        ("ten days", "more than a fortnight", CONFLICT),
        ("about two hours", "more than two hours", AGREE),
        ("more than a fortnight", "more than a week", OPEN),
        ("more than a week", "more than a fortnight", AGREE),
        ("at least a month", "up to ten days", CONFLICT),
        ("two days", "less than a week", OPEN),
        ("the third day running", "three days in a row", AGREE),
        ("the third day running", "the fourth consecutive day", CONFLICT),
    ],
)
def test_lengths_agree_conflict_or_stay_open(statement: str, claim: str, finding: Finding) -> None:
    (ours,) = lengths(read(f"It rained for {statement}."))
    (theirs,) = lengths(read(f"It rained for {claim}."))
    counted = ours.is_counted and theirs.is_counted

    assert compare_lengths(ours.days, theirs.days, counted=counted) is finding


@pytest.mark.parametrize(
    ("statement", "claim", "finding"),
    [
        ("He ruled for about three decades.", "He ruled from 1989 to 2019.", AGREE),
        ("He ruled for two decades.", "He ruled from 1989 to 2019.", CONFLICT),
        ("He ruled for less than 25 years.", "He ruled from 1989 to 2019.", CONFLICT),
        ("He ruled for more than 30 years.", "He ruled from 1989 to 2019.", OPEN),
        ("It lasted about three weeks.", "It lasted from 3 to 25 March.", AGREE),
        ("It lasted two weeks.", "It lasted from 3 March to 25 March.", CONFLICT),
        ("It was shut for a year.", "It was shut from March to June 2023.", CONFLICT),
        ("It was shut for three months.", "It was shut from March to June 2023.", AGREE),
        ("It lasted eight hours.", "It lasted from 11 p.m. to 7 a.m.", AGREE),
        ("It ran for 18 hours.", "It ran from 6 p.m. on Friday to noon on Saturday.", AGREE),
        ("It ran for six hours.", "It ran from 6 p.m. on Friday to noon on Saturday.", CONFLICT),
        ("It lasted about three weeks.", "It began on 3 March and ended on 25 March.", AGREE),
        ("It was over within a week.", "It was over within a day.", AGREE),
        ("It was over within a day.", "It lasted three days.", CONFLICT),
    ],
)
def test_a_length_is_reckoned_from_beginning_and_end(
    statement: str, claim: str, finding: Finding
) -> None:
    assert found(statement, claim) == [finding]


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("The port has been closed for four days.", AGREE),
        ("The port has been closed for less than a week.", AGREE),
        ("The port has been closed for two weeks.", CONFLICT),
        ("The port is closed for the seventh day running.", CONFLICT),
    ],
)
def test_what_goes_on_since_a_day_has_a_length(statement: str, finding: Finding) -> None:
    assert found(statement, "The port has been closed since Monday.") == [finding]


@pytest.mark.parametrize(
    "statement",
    ["The port will be closed for two weeks.", "The port was closed for two weeks."],
)
def test_what_goes_on_says_nothing_of_another_time(statement: str) -> None:
    assert found(statement, "The port has been closed since Monday.") == []


def test_what_goes_on_says_nothing_for_another_day() -> None:
    statement = "The port has been closed for two weeks."

    assert found(statement, "The port has been closed since Monday.", day=None) == []


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("Norlund has been independent since 1991.", AGREE),
        ("Norlund has been independent since 1971.", CONFLICT),
    ],
)
def test_a_beginning_is_held_against_a_length(statement: str, finding: Finding) -> None:
    claim = read("Norlund has been independent for 33 years.")

    outcomes = compare_beginnings(read(statement), claim, FRIDAY)

    assert [outcome.finding for outcome in outcomes] == [finding]


def test_two_happenings_of_one_sentence_make_no_length() -> None:
    claim = "Talks began on 3 March and the strike ended on 25 March."

    assert found("The strike lasted three weeks.", claim) == []


def test_the_words_compared_stand_at_their_spans() -> None:
    statement = read("The port has been closed for two weeks.")
    claim = read("The port has been closed since Monday.")

    (outcome,), lone = compare_durations(statement, claim, FRIDAY)

    ours, theirs = outcome.reason.statement, outcome.reason.claim
    assert lone == 0
    assert ours is not None
    assert theirs is not None
    assert (ours.text, theirs.text) == ("two weeks", "Monday")
    assert statement.text[ours.span.start : ours.span.end] == ours.text
    assert claim.text[theirs.span.start : theirs.span.end] == theirs.text
    assert outcome.reason.detail == "Monday is not two weeks"
