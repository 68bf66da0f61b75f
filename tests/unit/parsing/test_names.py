"""Keys of names, and which names stand for which country."""

from __future__ import annotations

import pytest

from service.parsing.names import capital_of, country_of, find_names, is_metonym, name_key
from service.parsing.transliteration import fold_word


@pytest.mark.parametrize(
    "spellings",
    [
        "Tokayev Tokaïev Tokaiev Tokaev Tokajew",
        "Nazarbayev Nazarbaïev Nazarbaev",
        "Putin Poutine",
        "Nursultan Noursoultan",
        "Ablyazov Abliazov",
        "Mukhtar Moukhtar",
        "Zelensky Zelenskyy Zelenskiy Zelenskij",
        "Lukashenko Loukachenko Lukaschenko",
        "Yeltsin Eltsine",
        "Medvedev Medwedew",
        "Grushko Grouchko",
        "Erdogan Erdoğan",
    ],
)
def test_spellings_of_one_name_fold_alike(spellings: str) -> None:
    assert len({fold_word(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize("pair", ["Chen Shen", "Putin Peskov", "Tokayev Tokarev", "Macron Marin"])
def test_different_surnames_stay_apart(pair: str) -> None:
    one, other = pair.split()

    assert fold_word(one) != fold_word(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("President Tokayev", "Kassym-Jomart Tokaïev"),
        ("Colonel Qaddafi", "Muammar Gaddafi"),
        ("Muhammad", "Mohammed"),
        ("the Collective Security Treaty Organisation", "CSTO"),
        ("Nur-Sultan", "Astana"),
        ("President Jinping", "Xi Jinping"),
        ("the state television", "State television"),
    ],
)
def test_one_key_for_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("key", "country"),
    [
        ("moscow", "russia"),
        ("kremlin", "russia"),
        ("ankara", "turkey"),
        ("almaty", "kazakhstan"),
        ("russia", "russia"),
        ("csto", ""),
        ("tokaev", ""),
    ],
)
def test_a_place_lies_in_its_country(key: str, country: str) -> None:
    assert country_of(key) == country


def test_a_country_has_one_capital() -> None:
    assert capital_of("kazakhstan") == "astana"
    assert capital_of("australia") == "canberra"
    assert capital_of("atlantis") == ""


def test_a_capital_may_stand_for_its_government_and_another_city_may_not() -> None:
    assert is_metonym("beijing")
    assert is_metonym("white house")
    assert not is_metonym("almaty")
    assert not is_metonym("atlantis")


def test_a_demonym_names_its_country_and_a_country_does_not_repeat_itself() -> None:
    demonym, country = find_names("Kazakh troops left Russia.")

    assert (demonym.country, country.country) == ("kazakhstan", "")
