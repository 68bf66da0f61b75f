"""What follows from an attempt: when the next one is due, and what it does to the webhook."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.webhooks import (
    JITTER,
    LONGEST_RETRY_AFTER,
    MAX_ATTEMPTS,
    RETRY_SECONDS,
    Attempt,
    DeliveryState,
    settle,
)
from tests.fakes import NOW

FAILED = Attempt(number=1, at=NOW, duration_ms=1, status=500, error=None)


def wait_after(attempt: Attempt, *, retry_after: str | None = None, jitter: float = 0) -> float:
    """Seconds until the next attempt; -1 for never."""
    due = settle(attempt, now=NOW, retry_after=retry_after, jitter=jitter).next_attempt_at
    return -1 if due is None else (due - NOW).total_seconds()


def test_the_waits_are_those_of_the_published_schedule() -> None:
    attempts = [replace(FAILED, number=number) for number in range(1, MAX_ATTEMPTS + 1)]

    assert [wait_after(attempt) for attempt in attempts] == [*RETRY_SECONDS, -1]


@given(jitter=st.floats(0, 1), number=st.integers(1, MAX_ATTEMPTS - 1))
def test_jitter_makes_a_wait_longer_by_a_tenth_at_most(jitter: float, number: int) -> None:
    planned = RETRY_SECONDS[number - 1]

    wait = wait_after(replace(FAILED, number=number), jitter=jitter)

    assert planned <= wait <= planned * (1 + JITTER) + 1e-6


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, DeliveryState.DELIVERED),
        (204, DeliveryState.DELIVERED),
        (299, DeliveryState.DELIVERED),
        (199, DeliveryState.PENDING),
        (301, DeliveryState.PENDING),
        (400, DeliveryState.PENDING),
        (410, DeliveryState.FAILED),
        (429, DeliveryState.PENDING),
        (None, DeliveryState.PENDING),
    ],
)
def test_only_a_2xx_is_a_delivery_and_only_gone_ends_it(
    status: int | None, state: DeliveryState
) -> None:
    attempt = replace(FAILED, status=status)

    assert settle(attempt, now=NOW, retry_after=None, jitter=0).state is state


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("1", 5),
        ("0", 5),
        ("99999999", LONGEST_RETRY_AFTER.total_seconds()),
        ("Sat, 08 Jan 2022 13:00:00 GMT", 3_600),
        ("Sat, 08 Jan 2022 13:00:00 -0000", 3_600),
        ("Sat, 08 Jan 2022 11:00:00 GMT", 5),
        ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST_RETRY_AFTER.total_seconds()),
        ("Sat, 01 Jan 0001 00:00:00 GMT", 5),
        ("soon", 5),
        ("-5", 5),
        ("1e9", 5),
        ("٣", 5),
        ("9" * 5_000, 5),
        ("", 5),
    ],
)
def test_a_receiver_may_ask_for_more_time_within_bounds(retry_after: str, seconds: float) -> None:
    assert wait_after(FAILED, retry_after=retry_after) == seconds


def test_a_wait_that_was_asked_for_does_not_shorten_the_schedule() -> None:
    late = replace(FAILED, number=MAX_ATTEMPTS - 1)

    assert wait_after(late, retry_after="60") == timedelta(hours=10).total_seconds()
