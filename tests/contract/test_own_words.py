"""The bundled network on a claim's own words: no claim speaks against itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from service.domain.corpus import Standing
from service.inference.onnx_stance import OnnxStanceModel
from tests.corpora import ask, checker_over, news_claim, stance_taken

ROOT = Path(__file__).parents[2]
CLAIMS = tuple(
    record["text"]
    for folder in ("seeds", "tests/benchmarks/events/storm/records")
    for file in sorted((ROOT / folder).glob("*.jsonl"))
    for record in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    if record["kind"] == "claim"
)

# The network holds this one against itself; the service asks the symbols first, who find the quotation.
SETTLED_BY_SYMBOLS = {'Greta Folmer said: "Clean water is now more urgent than food."'}


@pytest.mark.parametrize(
    "written", [str, lambda text: text.rstrip("."), str.lower], ids=["same", "no stop", "lower"]
)
def test_a_claim_supports_itself(written: Callable[[str], str]) -> None:
    assert CLAIMS
    answers = OnnxStanceModel().judge([(written(claim), claim) for claim in CLAIMS])

    against = {c for c, found in zip(CLAIMS, answers, strict=True) if found.supporting <= 0.5}
    assert against <= SETTLED_BY_SYMBOLS


@pytest.mark.parametrize("text", sorted(SETTLED_BY_SYMBOLS))
def test_what_the_network_holds_against_itself_the_service_supports(text: str) -> None:
    quoted = news_claim(text, speaker="Greta Folmer", standing=Standing.RELAYED)
    answer = ask(checker_over([quoted], model=OnnxStanceModel()), text)
    assert stance_taken(answer, quoted.id) == "supporting"
