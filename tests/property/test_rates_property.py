"""Laws of rates: what is written is read, and nobody gets more than comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.rates import Rate
from service.storage.memory_access import MemoryRateCounter

RATES = st.builds(
    Rate, requests=st.integers(1, 1_000_000), seconds=st.sampled_from([1, 60, 3_600, 86_400])
)


@given(rate=RATES)
def test_a_rate_is_read_as_it_is_written(rate: Rate) -> None:
    assert Rate.parse(str(rate)) == rate


@pytest.mark.parametrize(
    "text", ["", "600", "600/week", "0/min", "-1/min", "1e3/min", "1000001/s", "٣/min", "6 /min"]
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="600/min"):
        Rate.parse(text)


@given(
    requests=st.integers(1, 20),
    gaps=st.lists(st.integers(0, 20_000_000), min_size=1, max_size=80),
)
def test_nobody_gets_more_than_the_rate_and_what_came_back(requests: int, gaps: list[int]) -> None:
    rate, counter, at, times = Rate(requests=requests, seconds=60), MemoryRateCounter(), 0, []
    for gap in gaps:
        at += gap
        if counter.take("a", rate, at=at).allowed:
            times.append(at)
    for first in range(len(times)):
        for last in range(first, len(times)):
            came_back = (times[last] - times[first]) // rate.step
            assert last - first + 1 <= requests + came_back


@given(requests=st.integers(1, 1_000), used=st.integers(0, 50))
def test_a_refused_caller_is_let_in_when_he_was_told(requests: int, used: int) -> None:
    rate, counter = Rate(requests=requests, seconds=60), MemoryRateCounter()
    for _ in range(requests + used):
        refused = counter.take("a", rate, at=0)
    refused = counter.take("a", rate, at=0)
    assert not refused.allowed
    assert not counter.take("a", rate, at=refused.free_from - 1).allowed
    assert counter.take("a", rate, at=refused.seconds_to_next * 1_000_000).allowed
