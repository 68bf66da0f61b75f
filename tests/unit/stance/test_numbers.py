"""Intervals beside each other: the rules for every hedge against every hedge."""

from __future__ import annotations

import itertools

import pytest

from service.domain.mentions import Quantity
from service.parsing.quantities import find_quantities
from service.stance.comparison import Finding
from service.stance.numbers import compare_intervals

AGREE, CONFLICT, OPEN = Finding.AGREE, Finding.CONFLICT, Finding.INCOMPARABLE
HEDGES = (
    "",
    "more than",
    "at least",
    "fewer than",
    "at most",
    "up to",
    "about",
    "nearly",
    "exactly",
    "between 100 and",
)
FIGURES = ("400", "500", "520", "900")


def quantity(words: str) -> Quantity:
    (found,) = find_quantities(f"{words} homes were flooded.")
    return found


ALL = [quantity(f"{hedge} {figure}".strip()) for hedge in HEDGES for figure in FIGURES]


@pytest.mark.parametrize(
    ("statement", "claim", "finding"),
    [
        ("500", "500", AGREE),
        ("500", "501", CONFLICT),
        ("at least 500", "more than 500", AGREE),
        ("at least 400", "more than 500", AGREE),
        ("more than 500", "at least 500", OPEN),
        ("more than 900", "more than 500", OPEN),
        ("500", "more than 500", CONFLICT),
        ("400", "more than 500", CONFLICT),
        ("900", "more than 500", OPEN),
        ("at most 500", "more than 500", CONFLICT),
        ("fewer than 500", "at least 500", CONFLICT),
        ("fewer than 900", "at least 500", OPEN),
        ("fewer than 900", "fewer than 500", AGREE),
        ("fewer than 500", "fewer than 900", OPEN),
        ("more than 500", "up to 500", CONFLICT),
        ("about 500", "500", AGREE),
        ("500", "about 500", AGREE),
        ("about 500", "493", AGREE),
        ("about 500", "900", CONFLICT),
        ("about 500", "about 500", AGREE),
        ("more than 400", "about 500", AGREE),
        ("more than 900", "about 500", CONFLICT),
        ("between 400 and 600", "500", AGREE),
        ("500", "between 400 and 600", OPEN),
        ("700", "between 400 and 600", CONFLICT),
        ("between 400 and 600", "between 500 and 550", AGREE),
    ],
)
def test_a_claim_agrees_conflicts_or_leaves_it_open(
    statement: str, claim: str, finding: Finding
) -> None:
    assert compare_intervals(quantity(statement), quantity(claim)) is finding


@pytest.mark.parametrize("one", ALL, ids=lambda quantity: quantity.text)
def test_a_quantity_agrees_with_itself(one: Quantity) -> None:
    assert compare_intervals(one, one) is AGREE


def test_a_conflict_is_one_from_either_side() -> None:
    for one, other in itertools.combinations(ALL, 2):
        there, back = compare_intervals(one, other), compare_intervals(other, one)
        assert (there is CONFLICT) == (back is CONFLICT), (one.text, other.text)


def test_what_a_lower_bound_entails_every_lower_bound_below_it_entails_not_more() -> None:
    claim = quantity("more than 500")

    findings = [compare_intervals(quantity(f"at least {n}"), claim) for n in range(100, 1000, 50)]

    assert findings == [AGREE] * 9 + [OPEN] * 9


def test_two_lower_bounds_never_conflict() -> None:
    bounds = [q for q in ALL if q.text.startswith(("more than", "at least"))]

    assert all(compare_intervals(a, b) is not CONFLICT for a in bounds for b in bounds)
