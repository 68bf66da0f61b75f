"""How long a whole draft takes: time, assertions and throughput, with and without the model.

    python tests/benchmarks/bench_draft.py [--words 1500] [--model none|bundled] [ARTICLE ...]

The articles (by default those of ``events/``) are put one behind the other until the draft has so
many words; the corpus is the records of ``events/`` and of ``seeds/``, in SQLite. The first round
meets empty caches but an open model, as a server does a new text; the later rounds meet the same
text again, as a save hook over HTTP does. The time that a report takes to become JSON is counted.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from schemas.draft_reports import dump_report
from service.app import checker_for, draft_checker_for, embedder_for, storage_for, utc_now
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
        drafts = replace(draft_checker_for(checker), budget=DraftBudget(threads=options.threads))
        checker.check(CheckRequest(statement="Nine people opened the model."), now=utc_now())
        draft = DraftRequest(text=text, published_on=DAY)
        rounds = [timed(drafts, draft) for _ in range(options.rounds + 1)]
        storage.close()
    report, _, size = rounds[0]
    tell(report, [seconds for _, seconds, _ in rounds], size)


def timed(drafts: DraftChecker, draft: DraftRequest) -> tuple[DraftReport, float, int]:
    """The report, the seconds that it took to become JSON, and how long that is."""
    began = time.perf_counter()
    report = drafts.check(draft, now=utc_now())
    size = len(json.dumps(dump_report(report, OffsetUnit.CODE_POINT)))
    return report, time.perf_counter() - began, size


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


def tell(report: DraftReport, times: list[float], size: int) -> None:
    text = report.request.text
    checked, seconds = len(report.checks), times[0]
    codes = Counter(one.code.value for one in report.passed_over)
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in report.verdicts.items())
    print(f"draft      {len(text.split())} words, {len(text)} characters")
    print(f"checked    {checked} assertions: {verdicts}")
    print(f"passed     {dict(codes)}")
    print(f"first      {seconds:.2f} s, {checked / seconds:.0f} assertions/s, {size:,} bytes")
    print(f"again      {statistics.median(times[1:]):.2f} s (median of {len(times) - 1})")
    print(f"partial    {report.partial.detail if report.partial else 'no'}")


if __name__ == "__main__":
    main()
