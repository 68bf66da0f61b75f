"""How much of what a careful editor noted of an article its extraction finds, and how truly.

    python tests/benchmarks/eval_coverage.py --articles DIR --records DIR
    python tests/benchmarks/eval_coverage.py --invented

Judged by the checker itself with rules alone, article by article: a hand-written claim is covered
if a record that was extracted from the same article supports it, and a record is contradicted if a
hand-written claim of the same article conflicts with it. ``--misses`` lists both, with the record
that comes nearest. No statement with a known verdict is read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from service.assembly import checker_for
from service.checking import Checker
from service.config import Settings
from service.domain.check import Answer, CheckRequest, Verdict
from service.domain.corpus import Claim, Filters, Source
from service.extraction.articles import extract
from service.ingest import import_records, read_records
from service.parsing.indexing import index_terms
from service.storage import open_storage
from tests.benchmarks.eval_extraction import with_articles

_RULES_ALONE = Settings(database_url="memory:", model="none")
_NOW = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One claim asked against the claims of the other kind, from the same article."""

    claim: Claim
    verdict: Verdict
    nearest: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--invented", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    folders = [(event, event / "records") for event in with_articles()]
    if not options.invented:
        if not (options.articles and options.records):
            parser.error("give --articles and --records, or --invented")
        folders = [(options.articles, options.records)]
    all_noted: list[Compared] = []
    all_drawn: list[Compared] = []
    for articles, records in folders:
        for file in sorted(records.glob("*.jsonl")):
            noted, drawn = compared(articles, file)
            print(_line(file.stem, noted, drawn))
            if options.misses:
                _list_misses(noted, drawn)
            all_noted += noted
            all_drawn += drawn
    print(_line("all", all_noted, all_drawn))


def compared(articles: Path, file: Path) -> tuple[list[Compared], list[Compared]]:
    """The hand-written claims of an article against its records, and the other way about."""
    with file.open("rb") as lines:
        sources, by_hand = read_records(lines, name=file.name)
    source = sources[0]
    text = (articles / f"{source.id}.txt").read_text(encoding="utf-8")
    extracted = extract(replace(source, origin=source.id), text)
    return _asked(by_hand, source, extracted), _asked(extracted, source, by_hand)


def _asked(claims: Sequence[Claim], source: Source, among: Sequence[Claim]) -> list[Compared]:
    checker = _checker(source, among)
    return [_compared(claim, checker) for claim in claims]


def _checker(source: Source, claims: Sequence[Claim]) -> Checker:
    storage = open_storage("memory:")
    import_records(storage.claims, [source], claims, index_terms=index_terms)
    return checker_for(_RULES_ALONE, storage)


def _compared(claim: Claim, checker: Checker) -> Compared:
    request = CheckRequest(statement=claim.text, as_of=None, filters=Filters(), limit=50)
    answer = checker.check(request, now=_NOW)
    return Compared(claim=claim, verdict=answer.verdict, nearest=_nearest(answer))


def _nearest(answer: Answer) -> str:
    found = (*answer.conflicting, *answer.supporting, *answer.unverified)
    if not found:
        return "(nothing)"
    reasons = "; ".join(reason.detail for reason in found[0].reasons)
    return f"{found[0].claim.text} [{reasons}]"


def _line(name: str, noted: Sequence[Compared], drawn: Sequence[Compared]) -> str:
    covered = sum(one.verdict is Verdict.SUPPORTED for one in noted)
    contradicted = sum(one.verdict in (Verdict.REFUTED, Verdict.DISPUTED) for one in drawn)
    return (
        f"{name:<18} hand-written {len(noted):>3}, covered {covered / len(noted):.3f}   "
        f"extracted {len(drawn):>3}, contradicted {contradicted / len(drawn):.3f}"
    )


def _list_misses(noted: Sequence[Compared], drawn: Sequence[Compared]) -> None:
    for one in noted:
        if one.verdict is not Verdict.SUPPORTED:
            print(f"  {one.verdict:<10} {one.claim.text}\n             {one.nearest}")
    for one in drawn:
        if one.verdict in (Verdict.REFUTED, Verdict.DISPUTED):
            print(f"  contradicted {one.claim.text}\n             {one.nearest}")


if __name__ == "__main__":
    main()
