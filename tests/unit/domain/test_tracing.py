"""A traceparent is taken as W3C Trace Context has it, or counts as absent."""

from __future__ import annotations

import pytest

from service.domain.tracing import Trace

ID, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.mark.parametrize(
    ("header", "sampled"),
    [
        (f"00-{ID}-{SPAN}-01", True),
        (f"00-{ID}-{SPAN}-00", False),
        (f"00-{ID}-{SPAN}-fe", False),
        (f" 00-{ID}-{SPAN}-03\t", True),
        (f"cc-{ID}-{SPAN}-01-what-comes", True),
    ],
)
def test_a_trace_is_read(header: str, sampled: bool) -> None:
    assert Trace.read(header) == Trace(id=ID, sampled=sampled)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "zebrafish",
        f"ff-{ID}-{SPAN}-01",
        f"00-{ID}-{SPAN}-01-more",
        f"cc-{ID}-{SPAN}-01.more",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{ID}-{'0' * 16}-01",
        f"00-{ID.upper()}-{SPAN}-01",
        f"00-{ID}-{SPAN}",
        f"00-{ID}-{SPAN}-1",
        f"00-{ID}-{SPAN}-01, 00-{ID}-{SPAN}-01",
        f"٠٠-{ID}-{SPAN}-01",
        f"00-{ID}-{SPAN}-01\n",
        f"cc-{ID}-{SPAN}-01-{'x' * 1_000}",
    ],
)
def test_what_is_malformed_counts_as_absent(header: str) -> None:
    assert Trace.read(header) is None


def test_what_is_sent_on_belongs_to_the_same_trace_and_is_a_step_of_its_own() -> None:
    trace = Trace(id=ID, sampled=True)

    first, second = trace.header("delivery 1"), trace.header("delivery 2")

    assert Trace.read(first) == Trace.read(second) == trace
    assert first != second


def test_a_trace_of_ones_own_is_the_same_for_the_same_token() -> None:
    trace = Trace.begun_by("evt_1")

    assert trace == Trace.begun_by("evt_1") != Trace.begun_by("evt_2")
    assert Trace.read(trace.header("x")) == trace
