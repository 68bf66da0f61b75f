"""Figures and times that differ, of one matter and of two: only the first deny each other."""

from __future__ import annotations

import pytest

from tests.corpora import ask, checker_over, news_claim, stance_taken


def stance(claim: str, statement: str) -> str:
    """What the rules alone make of a claim."""
    record = news_claim(claim)
    return stance_taken(ask(checker_over([record]), statement), record.id)


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Velmora opened 40 cool rooms.", "Velmora will open 60 cool rooms."),
        ("Velmora opened 40 cool rooms.", "Velmora expects to open 60 cool rooms."),
        ("Velmora lent 40 pumps to Halsund.", "Velmora lent another 60 pumps to Halsund."),
        ("Velmora lent 40 pumps to Halsund.", "Velmora lent 60 more pumps to Halsund."),
        ("Velmora has 40 fire stations.", "Velmora had 60 fire stations two years ago."),
    ],
)
def test_what_is_to_come_added_or_long_past_is_another_matter(claim: str, statement: str) -> None:
    assert stance(claim, statement) == "silent"


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Velmora will open 40 cool rooms.", "Velmora will open 60 cool rooms."),
        ("Velmora must open 40 cool rooms.", "Velmora will have to open 60 cool rooms."),
        ("Velmora lent another 40 pumps to Halsund.", "Velmora lent another 60 pumps to Halsund."),
        ("Velmora opened 40 cool rooms.", "Velmora opened 60 cool rooms."),
    ],
)
def test_what_both_tell_of_one_time_is_denied(claim: str, statement: str) -> None:
    assert stance(claim, statement) == "conflicting"


def test_what_is_denied_of_the_rest_is_not_contradicted_by_the_part() -> None:
    claim = "Of 100 freed prisoners in Velmora, 60 were soldiers."

    assert stance(claim, "Forty freed prisoners in Velmora were not soldiers.") == "silent"


def test_a_figure_of_the_claim_named_as_a_bound_of_something_new_is_no_conflict() -> None:
    claim = "The Halsund ferry company offered 9 million crowns for the harbour."
    wording = "The Halsund ferry company offered more than 9 million crowns for the harbour"

    assert stance(claim, f"{wording}.") == "conflicting"
    assert stance(claim, f"{wording} lighthouse.") == "silent"


@pytest.mark.parametrize(
    "statement",
    [
        "The mill in Velmora did not burn down in 2014.",
        "The mill in Velmora burnt down a second time in 2014.",
        "The mill in Velmora burnt down again in 2014.",
        "The mill in Velmora burnt down in 2014 with 30 tonnes of rye.",
    ],
)
def test_another_year_may_be_that_of_another_time(statement: str) -> None:
    assert stance("The mill in Velmora burnt down in 2013.", statement) == "silent"


def test_another_year_of_the_same_is_denied() -> None:
    claim = "The mill in Velmora burnt down in 2013."

    assert stance(claim, "The mill in Velmora burnt down in 2014.") == "conflicting"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("Lindvik played for Norlund in the 1950s.", "silent"),
        ("Lindvik played for Norlund in the 1980s.", "conflicting"),
        ("Lindvik played for Norlund from 1950 to 1955.", "conflicting"),
    ],
)
def test_a_decade_has_no_two_ends(statement: str, found: str) -> None:
    assert stance("Lindvik played for Norlund from 1948 to 1957.", statement) == found


def test_a_party_known_as_a_member_is_no_count_of_members() -> None:
    member = news_claim("Kazakhstan is a member of the CSTO.", "member")
    strength = news_claim("The CSTO said that its force in Kazakhstan would number about 2,500.")
    checker = checker_over([member, strength])

    assert stance_taken(ask(checker, "The CSTO has six members."), strength.id) == "silent"
