"""The bundled network on a claim's own words: no claim speaks against itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from service.inference.onnx_stance import OnnxStanceModel

ROOT = Path(__file__).parents[2]
CLAIMS = tuple(
    record["text"]
    for folder in ("seeds", "tests/benchmarks/events/storm/records")
    for file in sorted((ROOT / folder).glob("*.jsonl"))
    for record in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    if record["kind"] == "claim"
)


@pytest.mark.parametrize(
    "written", [str, lambda text: text.rstrip("."), str.lower], ids=["same", "no stop", "lower"]
)
def test_a_claim_supports_itself(written: Callable[[str], str]) -> None:
    assert CLAIMS
    answers = OnnxStanceModel().judge([(written(claim), claim) for claim in CLAIMS])

    against = [c for c, found in zip(CLAIMS, answers, strict=True) if found.supporting <= 0.5]
    assert against == []
