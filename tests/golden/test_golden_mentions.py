"""Quantities, dates and durations of invented news, one case a line; add a line for each bug."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.domain.mentions import DateMention, Duration, Interval, Quantity
from service.parsing.dates import find_dates
from service.parsing.durations import find_durations
from service.parsing.quantities import find_quantities

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: str
    text: str
    reference: date | None
    expected: list[dict[str, Any]]


def cases(name: str) -> list[Case]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines]


def _case(record: dict[str, Any]) -> Case:
    reference = record["input"].get("reference")
    return Case(
        id=record["id"],
        text=record["input"]["text"],
        reference=date.fromisoformat(reference) if reference else None,
        expected=record["expected"],
    )


def _interval(interval: Interval) -> dict[str, Any]:
    found: dict[str, Any] = {
        "low": pytest.approx(interval.low),
        "high": None if interval.high == math.inf else pytest.approx(interval.high),
    }
    if interval.low_open:
        found["low_open"] = True
    if interval.high_open:
        found["high_open"] = True
    return found


def _quantity(quantity: Quantity) -> dict[str, Any]:
    found = {
        "text": quantity.text,
        **_interval(quantity.interval),
        "hedge": quantity.hedge.value,
        "unit": quantity.unit,
        "counted": quantity.counted,
    }
    if quantity.ordinal:
        found["ordinal"] = True
    if quantity.value != quantity.interval.low:
        found["value"] = pytest.approx(quantity.value)
    return found


def _date(mention: DateMention) -> dict[str, Any]:
    found: dict[str, Any] = {
        "text": mention.text,
        "relation": mention.relation.value,
        "first": mention.first.isoformat() if mention.first else None,
        "last": mention.last.isoformat() if mention.last else None,
    }
    if mention.weekday is not None:
        found["weekday"] = mention.weekday
    return found


def _duration(duration: Duration) -> dict[str, Any]:
    return {"text": duration.text, **_interval(duration.days)}


@pytest.mark.parametrize("case", cases("quantities"), ids=lambda case: case.id)
def test_quantities_are_read_as_told(case: Case) -> None:
    found = [_quantity(quantity) for quantity in find_quantities(case.text)]

    assert found == case.expected


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: case.id)
def test_dates_are_read_as_told(case: Case) -> None:
    found = [_date(mention) for mention in find_dates(case.text, reference=case.reference)]

    assert found == case.expected


@pytest.mark.parametrize("case", cases("durations"), ids=lambda case: case.id)
def test_durations_are_read_as_told(case: Case) -> None:
    found = [_duration(duration) for duration in find_durations(case.text)]

    assert found == case.expected


@pytest.mark.parametrize("name", ["quantities", "dates", "durations"])
def test_every_case_has_its_own_id_and_a_reason(name: str) -> None:
    records = [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text().splitlines()]

    assert len({record["id"] for record in records}) == len(records)
    assert all(record["why"] for record in records)
