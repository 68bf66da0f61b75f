"""How sure the language model has to be before its word alone is a support."""

from __future__ import annotations

import pytest

from tests.corpora import OneOpinion, ask, checker_over, news_claim, stance_taken

STATEMENT = "Protesters accuse Lena Orvo of corruption."
# Whom no claim names, nothing supports; so the corpus has to know her.
KNOWN = news_claim("Lena Orvo visited the port of Tolmark on Monday.", "known")


@pytest.mark.parametrize(
    ("accused", "sure", "expected"),
    [
        ("Marta Selin", 0.85, "silent"),
        ("the leader", 0.85, "supporting"),
        ("Marta Selin", 0.99, "supporting"),
    ],
)
def test_beside_another_name_the_model_has_to_be_nearly_sure(
    accused: str, sure: float, expected: str
) -> None:
    claim = news_claim(f"Demonstrators in Norlund accuse {accused} of corruption.")
    checker = checker_over([claim, KNOWN], model=OneOpinion(supporting=sure))

    assert stance_taken(ask(checker, STATEMENT), claim.id) == expected
