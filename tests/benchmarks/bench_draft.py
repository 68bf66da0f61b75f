"""How long a whole draft takes: time, assertions and throughput, with and without the model.

    python tests/benchmarks/bench_draft.py [--words 1500] [--model none|bundled] [ARTICLE ...]

The articles (by default those of ``events/``) are put one behind the other until the draft has so
many words; the corpus is the records of ``events/`` and of ``seeds/``, in SQLite. The first round
meets empty caches but an open model, as a server does a new text; the later rounds meet the same
text again, as a save hook over HTTP does. The time that a report takes to become JSON is counted.
CPU seconds stand beside the clock's: on a machine that others use, too, they are the fairer figure.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from schemas.draft_reports import dump_report
from service.assembly import checker_for, draft_checker_for, embedder_for, storage_for, utc_now
from service.config import Settings
from service.domain.check import CheckRequest
from service.domain.drafts import DraftReport, DraftRequest
from service.domain.offsets import OffsetUnit
from service.drafts import DraftBudget, DraftChecker
from service.embedding import embed_few
from service.ingest import import_folder
from service.parsing.indexing import index_terms

EVENTS = Path(__file__).with_name("events")
SEEDS = Path(__file__).parents[2] / "seeds"
DAY = date(2023, 3, 16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", nargs="*", type=Path, default=sorted(EVENTS.glob("*/*.txt")))
    parser.add_argument("--words", type=int, default=1_500)
    parser.add_argument("--model", default="bundled", choices=("none", "bundled"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=DraftBudget().threads)
    parser.add_argument("--unbounded", action="store_true", help="the model for every assertion")
    options = parser.parse_args()
    text = draft_of(options.articles, options.words)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/bench.db", model=options.model)
        storage = storage_for(settings)
        storage.migrate()
        for records in (*sorted(EVENTS.glob("*/records")), SEEDS):
            import_folder(storage.claims, records, index_terms=index_terms)
        checker = checker_for(settings, storage)
        embed_few(storage.vectors, storage.claims, embedder_for(settings))
        budget = DraftBudget(threads=options.threads)
        if options.unbounded:
            budget = replace(budget, seconds_with_model=math.inf, seconds=math.inf)
        drafts = replace(draft_checker_for(checker), budget=budget)
        checker.check(CheckRequest(statement="Nine people opened the model."), now=utc_now())
        draft = DraftRequest(text=text, published_on=DAY)
        rounds = [timed(drafts, draft) for _ in range(options.rounds + 1)]
        storage.close()
    tell(rounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One report, the seconds until it was JSON, and how long that is."""

    report: DraftReport
    seconds: float
    cpu_seconds: float
    size: int


def timed(drafts: DraftChecker, draft: DraftRequest) -> Round:
    began, worked = time.perf_counter(), time.process_time()
    report = drafts.check(draft, now=utc_now())
    size = len(json.dumps(dump_report(report, OffsetUnit.CODE_POINT)))
    return Round(
        report=report,
        seconds=time.perf_counter() - began,
        cpu_seconds=time.process_time() - worked,
        size=size,
    )


def draft_of(articles: list[Path], words: int) -> str:
    """The articles without their repetition of a headline, up to so many words."""
    paragraphs: list[str] = []
    for number, article in enumerate(cycle(articles)):
        for paragraph in article.read_text("utf-8").split("\n"):
            if sum(len(each.split()) for each in paragraphs) >= words:
                return "\n".join(paragraphs)
            # The second time round every figure is another one: equal sentences are checked once.
            again = number // len(articles)
            paragraphs.append(paragraph.replace("1", str(1 + again)) if again else paragraph)
    return "\n".join(paragraphs)


def tell(rounds: list[Round]) -> None:
    first, later = rounds[0], rounds[1:]
    report, text = first.report, first.report.request.text
    codes = Counter(one.code.value for one in report.passed_over)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in report.verdicts.items())
    print(f"draft      {len(text.split())} words, {len(text)} characters")
    print(f"checked    {len(report.checks)} assertions: {verdicts}")
    print(f"passed     {dict(codes)}")
    rate = len(report.checks) / first.seconds
    print(f"first      {spent(first)}, {rate:.0f} assertions/s, {first.size:,} bytes")
    if later:
        middle = statistics.median_low(sorted(one.seconds for one in later))
        print(f"again      {spent(next(one for one in later if one.seconds == middle))}")
    print(f"partial    {report.partial.detail if report.partial else 'no'}")


def spent(one: Round) -> str:
    return f"{one.seconds:.2f} s, {one.cpu_seconds:.2f} s of CPU"


if __name__ == "__main__":
    main()
