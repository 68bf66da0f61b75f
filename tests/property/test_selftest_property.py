"""Laws of the self-test's rewordings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.parsing.quantities import find_quantities
from service.selftest.number_writing import in_digits, in_words


@given(st.integers(min_value=2, max_value=999_999))
def test_a_number_in_words_or_digits_is_read_back_as_itself(value: int) -> None:
    for written in (in_words(value), in_digits(value)):
        (quantity,) = find_quantities(f"Police arrested {written} people.")

        assert quantity.value == value
