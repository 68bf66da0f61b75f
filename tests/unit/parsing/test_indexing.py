"""A claim is indexed by a part of its analysis, and under the terms that the whole would give."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.ingest import read_records
from service.parsing.analysis import analyse
from service.parsing.cleaning import clean
from service.parsing.indexing import index_text
from service.parsing.lexicon import Lexicon
from service.parsing.names import country_of
from service.parsing.tokens import tokenize

ROOT = Path(__file__).parents[3]
FILES = [*(ROOT / "seeds").glob("*.jsonl"), *ROOT.glob("tests/benchmarks/events/*/records/*.jsonl")]


def terms_of_the_whole_analysis(text: str, speaker: str | None) -> set[str]:
    analysis = analyse(clean(f"{text} ({speaker})" if speaker else text).text, None)
    terms = {f"w_{token.stem}" for token in tokenize(analysis.text) if not token.is_stop}
    for name in analysis.names:
        terms |= {f"n_{name.key}"} | {f"n_{key}" for key in [country_of(name.key)] if key}
    for concept in {concept for term in analysis.terms for concept in term.concepts}:
        terms |= {f"c_{name}" for name in {concept} | Lexicon.load().broader(concept)}
    return terms


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_terms_of_a_claim_are_those_of_its_analysis(file: Path) -> None:
    with file.open("rb") as lines:
        _, claims = read_records(lines, name=file.name)

    found = {claim.id: index_text(claim.text, claim.speaker) for claim in claims}

    whole = {c.id: terms_of_the_whole_analysis(c.text, c.speaker) for c in claims}
    assert {key: set(terms) for key, terms in found.items()} == whole
    assert all(list(terms) == sorted(set(terms)) for terms in found.values())
