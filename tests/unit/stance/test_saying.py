"""Claims with the statement's words that do not say what it says: the symbols leave them open."""

from __future__ import annotations

import pytest

from tests.corpora import ask, checker_over, news_claim, stance_taken


def stance(claim: str, statement: str) -> str:
    told = news_claim(claim)
    return stance_taken(ask(checker_over([told]), statement), told.id)


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        pytest.param(
            "Customs officers in Orvik found 3 tonnes of cocaine on the ship Astrid inside a load of "
            "frozen pineapple from Norlund.",
            "Customs officers in Orvik found 3 tonnes of cocaine on the ship Astrid inside a load of "
            "frozen prawns from Norlund.",
            id="one word of many is another",
        ),
        pytest.param(
            "Lena Brandt spied for Norlund, and not for Sordania, until 1943.",
            "Lena Brandt spied for Sordania.",
            id="the shared word is what is denied",
        ),
        pytest.param(
            "Aron Melk turned down a knighthood but accepted a degree from the university of Orvik.",
            "Aron Melk turned down a degree from the university of Orvik.",
            id="the shared words stand on both sides of a contrast",
        ),
        pytest.param(
            "The family paid a ransom, against the advice of the police.",
            "The family paid a ransom on the advice of the police.",
            id="done against it",
        ),
        pytest.param(
            "The bridge in Velmora was designed by Lena Brandt.",
            "The bridge in Velmora was designed by Lena Brandt herself.",
            id="what one did oneself",
        ),
        pytest.param(
            "The shop will take back the toys.",
            "The shop will take back the toys on Thursday.",
            id="a day that the claim does not give",
        ),
        pytest.param(
            "Of 200 patients in Orvik, 18 of the vaccinated fell ill with fever, and 120 of those on "
            "placebo.",
            "Of 200 patients in Orvik, 120 of the vaccinated fell ill with fever, and 18 of those on "
            "placebo.",
            id="two figures exchanged",
        ),
        pytest.param(
            "Sixteen people died in Orvik, among them a family of five people.",
            "Fewer than ten people died in Orvik.",
            id="a figure that fits by chance",
        ),
        pytest.param(
            "The night nurse carried six guests of the home, and nine residents died.",
            "The residents carried the nurse.",
            id="somebody else before the verb",
        ),
        pytest.param(
            "A court in Orvik threw out a request for a ban on the march.",
            "A court in Orvik banned the march.",
            id="a noun of what was not done",
        ),
        pytest.param(
            "Each trip over the pass costs 180 euros more in diesel, and they want a rebate.",
            "Each trip over the pass costs 180 euros less in diesel.",
            id="more for less",
        ),
        pytest.param(
            "Farmers in Velmora have been told to leave half of their fields unsown.",
            "Farmers in Velmora have left half of their fields unsown.",
            id="told to do it",
        ),
    ],
)
def test_words_alone_support_nothing(claim: str, statement: str) -> None:
    assert stance(claim, statement) != "supporting"


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        pytest.param(
            "On Monday, fire destroyed the old theatre and two shops in Velmora.",
            "Fire destroyed the old theatre and two shops in Velmora on Monday.",
            id="a stretch told first",
        ),
        pytest.param(
            "The old theatre and two shops in Velmora were destroyed by fire.",
            "Fire destroyed the old theatre and two shops in Velmora.",
            id="told by a passive",
        ),
        pytest.param(
            "The airport of Orvik was closed, but the harbour was not.",
            "The airport of Orvik was closed.",
            id="a contrast with something else",
        ),
        pytest.param(
            "Aron Melk, and not Lena Brandt, signed the treaty.",
            "Aron Melk signed the treaty.",
            id="an aside that denies it of another",
        ),
    ],
)
def test_the_same_in_other_places_is_still_the_same(claim: str, statement: str) -> None:
    assert stance(claim, statement) == "supporting"
