"""The command ``factcheck selftest``."""

from __future__ import annotations

import json
import sys
from typing import Final

import click

from schemas.selftest import SelfTestReportSchema
from service.assembly import checker_for, load_seeds, storage_for, utc_now
from service.config import load_settings
from service.domain.selftest import SelfTestReport
from service.render.selftest import selftest_text
from service.selftest import run_selftest

FALSE_SUPPORT: Final = 1


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text to read, or JSON.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="How many claims, drawn at random; all if it is left out.",
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Chooses the claims and the wordings."
)
@click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help="How many of the worst answers to show.",
)
def selftest(form: str, limit: int | None, seed: int, examples: int) -> None:
    """Ask about rewordings and falsifications of the corpus's own claims.

    Each claim is reworded so that it must still support the statement (number words, a lower
    bound, a synonym, a name's other spelling …) and falsified so that it must not (another number,
    a negation, an antonym, another name, place or day). What counts is the stance of the very
    claim that a variant was made from, since another source may disagree with it. The verdicts
    are reported beside it. The same corpus, engine and seed give the same report.

    Exit status: 0 if no falsified claim was supported by its original, else 1; 2 wrong usage,
    4 failed.
    """
    report = _report(limit, seed, examples)
    if form == "text":
        click.echo(selftest_text(report), nl=False)
    else:
        click.echo(json.dumps(SelfTestReportSchema().dump(report), ensure_ascii=False, indent=2))
    sys.exit(FALSE_SUPPORT if report.false_supports else 0)


def _report(limit: int | None, seed: int, examples: int) -> SelfTestReport:
    settings = load_settings()
    storage = storage_for(settings)
    try:
        storage.migrate()
        load_seeds(settings, storage)
        with click.progressbar(length=1, label="Claims", file=sys.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            return run_selftest(
                checker_for(settings, storage),
                storage.claims,
                now=utc_now(),
                seed=seed,
                limit=limit,
                examples=examples,
                progress=progress,
            )
    finally:
        storage.close()
