"""What is denied must be what the claim says, before symbols alone call it a conflict."""

from __future__ import annotations

import pytest

from tests.corpora import ask, checker_over, news_claim, stance_taken


def stance(claim: str, statement: str) -> str:
    return stance_taken(ask(checker_over([news_claim(claim)]), statement), "c1")


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("The mine at Orvik was flooded.", "The mine at Orvik was not flooded."),
        ("The mine at Orvik was not flooded.", "The mine at Orvik was flooded."),
        ("Guards searched the mine at Orvik.", "Guards never searched the mine at Orvik."),
        ("Three guards searched the mine.", "No guard searched the mine."),
        ("Aron Melk closed the mine.", "Aron Melk refused to close the mine."),
        ("The mine at Orvik will reopen in May.", "The mine at Orvik will not reopen in May."),
    ],
)
def test_a_clause_denied_as_a_whole_is_a_conflict(claim: str, statement: str) -> None:
    assert stance(claim, statement) == "conflicting"


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        # A word of the denial is not in the claim, so another case may be meant.
        ("Lena Orvo survived the fire.", "Lena Orvo's sister did not survive the fire."),
        ("Measles vaccination dropped in Orvik.", "Polio vaccination did not drop in Orvik."),
        ("Rats given the drug developed tumours.", "Mice given the drug did not develop tumours."),
        # Another time, another degree, others than these.
        ("Marco Vidal won a stage in Orvik.", "Marco Vidal had not won a stage in Orvik before."),
        ("The mine at Orvik will be closed.", "The mine at Orvik has not yet been closed."),
        ("Aron Melk owned a mine in Orvik.", "Aron Melk no longer owned a mine in Orvik."),
        ("Aron Melk owned a mine in Orvik.", "Aron Melk owned no other mine in Orvik."),
        ("Beer sales in Orvik fell.", "Beer sales in Orvik did not fall as much as wine sales."),
        # A number of them, of which the claim says nothing.
        ("The guards in Orvik were armed.", "Twelve guards in Orvik were not armed."),
        ("120 of 300 workers moved to Orvik.", "Most workers did not move to Orvik."),
    ],
)
def test_a_denial_of_more_than_the_claim_says_is_left_open(claim: str, statement: str) -> None:
    assert stance(claim, statement) == "silent"


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Mayor Lena Orvo imposed a curfew in Orvik.", "Mayor Lena Orvo will lift it in Orvik."),
        ("The mine at Orvik was closed in May.", "The mine at Orvik will open in autumn."),
        ("The council suspended work at the mine.", "Work at the mine will go on."),
    ],
)
def test_what_has_happened_denies_nothing_that_is_to_come(claim: str, statement: str) -> None:
    assert stance(claim, statement) == "silent"


def test_what_is_done_again_is_another_act() -> None:
    assert stance("Schools in Orvik were closed.", "Schools in Orvik opened again.") == "silent"


def test_who_opposes_a_thing_does_not_deny_it() -> None:
    claim = "The pipeline to Orvik was built by Melk."

    assert stance(claim, "Melk opposed the pipeline to Orvik.") == "silent"


def test_the_figures_of_a_contrary_act_are_no_conflict() -> None:
    claim = "40 guards in Orvik were armed with rifles."

    assert stance(claim, "12 guards in Orvik were not armed with knives.") == "silent"


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("France froze its aid to Orvik.", "Germany also froze its aid to Orvik."),
        ("The workshop in Ellmark made trains.", "The workshop in Belgium made trains."),
        ("Deckhand Cleo Marr rescued 17 people.", "Cleo Marr was rescuing 17 people."),
    ],
)
def test_a_name_beside_another_excludes_none(claim: str, statement: str) -> None:
    assert stance(claim, statement) != "conflicting"


def test_a_designer_appointed_nobody() -> None:
    claim = "The firm in Orvik kept Hurst and dismissed everyone else."

    assert stance(claim, "Hurst designed the firm's building in Orvik.") == "silent"
