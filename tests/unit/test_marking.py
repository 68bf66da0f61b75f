"""What arithmetic knows is written into the statement for the language model."""

import pytest

from service.parsing.analysis import analyse
from service.stance.marking import marked


@pytest.mark.parametrize(
    ("statement", "claim", "read"),
    [
        ("More than 3,000 people died.", "3,700 people died.", "More than 3,000 = people died."),
        ("More than 3,000 people died.", "2,987 people died.", "More than 3,000 < people died."),
        ("Fewer than 50 died.", "61 people died.", "Fewer than 50 > died."),
        ("214 were rescued.", "More than 200 were rescued.", "214 ~ were rescued."),
        (
            "It fell to 6.8 percent in 2021.",
            "In 2023 it fell to 6.8 percent.",
            "It fell to 6.8 percent = in 2021 > .",
        ),
        ("The rate rose by 50 basis points.", "Half a percent of 90 people.", None),
        ("People died.", "61 people died.", None),
        ("12 dollars were paid.", "12 people paid.", None),
    ],
)
def test_a_number_is_followed_by_how_the_nearest_of_the_claim_stands_to_it(
    statement: str, claim: str, read: str | None
) -> None:
    answer = marked(statement, analyse(statement, None), analyse(claim, None))

    assert answer == (read or statement)


def test_of_several_numbers_the_nearest_is_compared() -> None:
    statement = "Over 260,000 tested positive."
    claim = "Of 669,982 tests, 257,216 were positive."

    answer = marked(statement, analyse(statement, None), analyse(claim, None))

    assert answer == "Over 260,000 < tested positive."
