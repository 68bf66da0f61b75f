from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.ordering import one_of_each_first

WORDS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99)))


def test_the_first_of_each_group_comes_before_the_second_of_any() -> None:
    ordered = one_of_each_first(["a1", "a2", "a3", "b1", "c1", "b2"], by=lambda word: word[0])

    assert ordered == ["a1", "b1", "c1", "a2", "b2", "a3"]


@given(WORDS)
def test_nothing_is_lost_and_a_group_keeps_its_order(words: list[tuple[str, int]]) -> None:
    ordered = one_of_each_first(words, by=lambda word: word[0])

    assert sorted(ordered) == sorted(words)
    for group in "abc":
        assert [w for w in ordered if w[0] == group] == [w for w in words if w[0] == group]
