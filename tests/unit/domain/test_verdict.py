"""The verdict over all evidence: which sides are taken, never how often."""

from __future__ import annotations

import pytest

from service.domain.check import Verdict, decide
from service.domain.evidence import Stance

FOR, AGAINST, OPEN = Stance.SUPPORTING, Stance.CONFLICTING, Stance.UNVERIFIED


@pytest.mark.parametrize(
    ("stances", "verdict"),
    [
        ([], Verdict.UNVERIFIED),
        ([OPEN, OPEN], Verdict.UNVERIFIED),
        ([FOR], Verdict.SUPPORTED),
        ([FOR, OPEN], Verdict.SUPPORTED),
        ([AGAINST, OPEN], Verdict.REFUTED),
        ([FOR, FOR, FOR, AGAINST], Verdict.DISPUTED),
        ([AGAINST, FOR], Verdict.DISPUTED),
    ],
)
def test_the_verdict_says_which_sides_are_taken(stances: list[Stance], verdict: Verdict) -> None:
    assert decide(stances) is verdict
    assert decide(iter(stances[::-1])) is verdict
