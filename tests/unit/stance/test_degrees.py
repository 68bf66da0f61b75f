"""Which adjectives lie on one scale, and which way up."""

from __future__ import annotations

import pytest

from service.stance.degrees import comparative, positive, superlative


@pytest.mark.parametrize(
    ("best", "better"),
    [
        ("largest", "larger"),
        ("biggest", "larger"),
        ("heaviest", "heavier"),
        ("oldest", "older"),
        ("highest", "taller"),
        ("best", "better"),
        ("most powerful", "stronger"),
        ("most profitable", "more profitable"),
    ],
)
def test_a_superlative_has_its_comparative(best: str, better: str) -> None:
    most, more = superlative(best), comparative(better)

    assert most is not None
    assert more is not None
    assert most.is_along(more)
    assert most.upward
    assert more.upward


@pytest.mark.parametrize(
    ("words", "contrary"),
    [
        ("larger", "smaller"),
        ("older", "younger"),
        ("longer", "shorter"),
        ("taller", "shorter"),
        ("more populous", "less populous"),
        ("less heavy", "heavier"),
    ],
)
def test_contraries_lie_on_one_scale(words: str, contrary: str) -> None:
    one, other = comparative(words), comparative(contrary)

    assert one is not None
    assert other is not None
    assert one.is_along(other)
    assert one.upward is not other.upward


@pytest.mark.parametrize(
    ("words", "other"),
    [("larger", "older"), ("larger", "more populous"), ("longer", "higher"), ("richer", "bigger")],
)
def test_other_qualities_lie_on_others(words: str, other: str) -> None:
    one, two = comparative(words), comparative(other)

    assert one is not None
    assert two is not None
    assert not one.is_along(two)


@pytest.mark.parametrize("word", ["other", "rather", "whether", "never", "under"])
def test_not_every_word_in_er_compares(word: str) -> None:
    assert comparative(word) is None


@pytest.mark.parametrize("word", ["forest", "interest", "arrest", "protest", "west"])
def test_nor_does_every_word_in_est(word: str) -> None:
    assert superlative(word) is None


def test_as_large_as_compares_the_size() -> None:
    larger = comparative("larger")

    assert larger is not None
    assert positive("large") == larger
