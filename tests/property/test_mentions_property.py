"""Laws of the readers of quantities, dates and durations."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.mentions import (
    DateMention,
    Duration,
    Hedge,
    Interval,
    Quantity,
    Span,
)
from service.parsing.dates import find_dates
from service.parsing.durations import find_durations
from service.parsing.quantities import find_quantities

Mention = Quantity | DateMention | Duration

REFERENCE = date(2021, 11, 17)
# Words that the grammars know, so that random texts reach deep into them.
WORDS = st.sampled_from(
    "more than at least about nearly between and to from 5 12 3,700 1.2 20k 2019 1989 31 a an the "
    "half million thousand hundred dozen two twenty third one no people officers years days week "
    "ago later old year-old % $ € km percent of in on by until last next Friday January May 5th "
    "early Q3 - , . + ( ) were killed wounded members or so few several couple Q scores sixties his "
    "° 7: 4:20 pm 1/2 twice −5 minus aged magnitude first quarter s ' km/h us cents".split()
)
TEXTS = (
    st.text(max_size=60)
    | st.lists(WORDS, max_size=14).map(" ".join)
    | st.lists(WORDS, max_size=14).map("".join)
)
NUMBERS = st.integers(min_value=1, max_value=10**12)


def dates_of(text: str) -> Sequence[DateMention]:
    return find_dates(text, reference=REFERENCE)


FINDERS: list[Callable[[str], Sequence[Mention]]] = [
    find_quantities,
    dates_of,
    find_durations,
]


@pytest.mark.parametrize("find", FINDERS)
@given(text=TEXTS)
def test_a_span_cuts_its_own_text_out_of_the_whole(
    find: Callable[[str], Sequence[Mention]], text: str
) -> None:
    for mention in find(text):
        assert text[mention.span.start : mention.span.end] == mention.text
        assert mention.text


@given(text=TEXTS)
def test_a_counted_span_cuts_the_counted_phrase_out_of_the_whole(text: str) -> None:
    for quantity in find_quantities(text):
        span = quantity.counted_span
        cut = text[span.start : span.end].lower() if isinstance(span, Span) else ""
        assert cut == quantity.counted


@pytest.mark.parametrize("find", FINDERS)
@given(text=TEXTS)
def test_mentions_come_in_order_and_do_not_overlap(
    find: Callable[[str], Sequence[Mention]], text: str
) -> None:
    for one, other in pairwise(find(text)):
        assert one.span.end <= other.span.start


@given(text=TEXTS)
def test_quantities_and_durations_share_no_text(text: str) -> None:
    for quantity in find_quantities(text):
        for duration in find_durations(text):
            assert not quantity.span.overlaps(duration.span)


@pytest.mark.parametrize("find", FINDERS)
@given(text=TEXTS)
def test_a_full_stop_at_the_end_changes_nothing(
    find: Callable[[str], Sequence[Mention]], text: str
) -> None:
    assert find(text + ".") == find(text)


@given(number=NUMBERS)
def test_more_than_and_at_most_part_the_numbers(number: int) -> None:
    (above,) = find_quantities(f"more than {number:,} people")
    (below,) = find_quantities(f"at most {number:,} people")

    assert not above.interval.overlaps(below.interval)
    for value in (0.0, number - 1.0, float(number), number + 1.0):
        point = Interval(low=value, high=value)
        assert above.interval.contains(point) != below.interval.contains(point)


@given(number=NUMBERS)
def test_fewer_than_and_at_least_part_the_numbers(number: int) -> None:
    (below,) = find_quantities(f"fewer than {number:,} people")
    (above,) = find_quantities(f"at least {number:,} people")

    assert not above.interval.overlaps(below.interval)
    assert above.interval.low == below.interval.high == number


@given(number=NUMBERS)
def test_about_a_number_allows_the_number(number: int) -> None:
    (about,) = find_quantities(f"about {number:,} people")
    (bare,) = find_quantities(f"{number:,} people")

    assert bare.hedge is Hedge.EXACT
    assert about.interval.contains(bare.interval)


@given(day=st.dates(min_value=date(1600, 1, 1), max_value=date(2199, 12, 31)))
def test_a_date_written_out_is_read_back(day: date) -> None:
    for pattern in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A, %d %B %Y"):
        (mention,) = find_dates(f"They met on {day.strftime(pattern)}.", reference=None)
        assert mention.first == mention.last == day


@given(reference=st.dates())
def test_any_reference_date_will_do(reference: date) -> None:
    text = (
        "three years ago, next century, last week, 30 February, on Friday, tomorrow, next month, "
        "50 decades ago, 40,000 weeks ago, this winter, the day before yesterday, in late May"
    )
    for mention in find_dates(text, reference=reference):
        assert mention.first is None or mention.last is None or mention.first <= mention.last


REPEATED = [
    "1",
    "1,",
    "111,",
    "1-",
    "1.",
    "1:",
    "111 ",
    "more than ",
    "more than 5 ",
    "one ",
    "one hundred and ",
    "between 1 and ",
    "5 members of the ",
    "5 armed ",
    "2019 to ",
    "last ",
    "5 thousand ",
    "thousand ",
    "'",
    "until Friday ",
    "a",
]


def calls_of(find: Callable[[str], object], text: str) -> int:
    """How many functions a reading calls: a measure of work that no busy machine disturbs."""
    count = 0

    def counting(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        find(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("find", FINDERS)
@pytest.mark.parametrize("unit", REPEATED)
def test_work_grows_with_the_length_of_the_text_and_no_faster(
    find: Callable[[str], Sequence[Mention]], unit: str
) -> None:
    long = (unit * 5000)[:5000]

    half, whole = calls_of(find, long[:2500]), calls_of(find, long)

    assert whole <= 2.3 * half + 200
    assert whole < 1_000_000
