"""A description stands for a name only where the corpus gives it to that name."""

from __future__ import annotations

import pytest

from service.domain.check import Verdict
from tests.corpora import ask, checker_over, news_claim

FERRY = (
    "The ferry Halmora Star left Brevik on 3 May 2024.",
    "The Halmora Star sank off Orvik.",
)
AIRLINE = (
    "The airline Solvara Air has 40 aircraft.",
    "Three airlines have gone bankrupt in the last two years.",
)
MAYOR = (
    "Lena Orvo is the mayor of Tolmark.",
    "Lena Orvo opened the new hospital in Tolmark.",
)


def verdict(claims: tuple[str, ...], statement: str) -> Verdict:
    corpus = [news_claim(text, f"c{n}") for n, text in enumerate(claims)]
    return ask(checker_over(corpus), statement).verdict


@pytest.mark.parametrize(
    ("claims", "statement"),
    [
        (FERRY, "The ferry sank off Orvik."),
        (MAYOR, "The mayor opened the new hospital in Tolmark."),
    ],
)
def test_a_description_stands_for_the_name_that_bears_it(
    claims: tuple[str, ...], statement: str
) -> None:
    assert verdict(claims, statement) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("claims", "statement"),
    [
        (FERRY, "The submarine sank off Orvik."),
        (MAYOR, "The governor opened the new hospital in Tolmark."),
        (AIRLINE, "Solvara Air has gone bankrupt."),
        (("Lena Orvo opened the new hospital in Tolmark.",), "The mayor opened the hospital."),
        (
            ("Lena Orvo, the former mayor, wrote a book.", "Lena Orvo opened the hospital."),
            "The mayor opened the hospital.",
        ),
    ],
)
def test_another_description_supports_nothing(claims: tuple[str, ...], statement: str) -> None:
    assert verdict(claims, statement) is not Verdict.SUPPORTED


def test_a_description_is_no_proof_of_itself() -> None:
    claims = (
        "Brevo is the capital of Sordania.",
        "The curfew in Sordania covers Brevo and Tolmark.",
    )

    assert verdict(claims, "Tolmark is the capital of Sordania.") is Verdict.REFUTED
