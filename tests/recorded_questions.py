"""Five hundred questions, always the same, about the bundled corpus and the invented events.

They are made of the claims themselves: as they stand, with another number, denied, cut short,
joined in twos, and with filters, moments and limits in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import cycle, islice, pairwise
from pathlib import Path

from service.domain.corpus import Claim, Source
from service.ingest import read_records

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "seeds", *sorted((ROOT / "tests/benchmarks/events").glob("*/records")))
COUNT = 500

_NUMBER = re.compile(r"\d[\d,]*")
_ABOUT: tuple[Mapping[str, str], ...] = (
    {},
    {"limit": "1"},
    {"as_of": "2022-01-07"},
    {"publisher": "dpa"},
    {"published_from": "2023-01-01"},
    {"as_of": "2023-03-16T12:00:00Z", "limit": "3"},
    {"published_to": "2022-12-31", "limit": "50"},
)


def recorded_corpus() -> tuple[list[Source], list[Claim]]:
    """Everything that the questions are about."""
    sources: list[Source] = []
    claims: list[Claim] = []
    for path in (path for folder in FOLDERS for path in sorted(folder.glob("*.jsonl"))):
        more_sources, more_claims = read_records(
            path.read_bytes().splitlines(keepends=True), name=path.name
        )
        sources += more_sources
        claims += more_claims
    return sources, claims


def recorded_questions() -> list[Mapping[str, str]]:
    """The query strings of ``GET /v1/check``."""
    statements = dict.fromkeys(islice(_statements(), 2 * COUNT))
    asked = zip(statements, cycle(_ABOUT))
    return [{"statement": statement, **about} for statement, about in islice(asked, COUNT)]


def _statements() -> Iterator[str]:
    texts = sorted({claim.text for claim in recorded_corpus()[1]})
    # Every fourth pair, so that the five hundred come from all of the events.
    for text, following in islice(pairwise(texts), 0, None, 4):
        yield text
        yield f"It is not true that {text[:1].lower()}{text[1:]}"
        yield " ".join(text.split()[: max(3, len(text.split()) // 2)])
        if _NUMBER.search(text):
            yield _NUMBER.sub("4,711", text, count=1)
            yield _NUMBER.sub(lambda found: f"more than {found[0]}", text, count=1)
        else:
            yield f"{text.rstrip('.')} and {following[:1].lower()}{following[1:]}"
