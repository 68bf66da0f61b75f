"""The command ``factcheck recheck``."""

from __future__ import annotations

import sys
from typing import Final

import click

from service.assembly import checker_for, load_seeds, rechecking_for, storage_for
from service.config import load_settings
from service.domain.rechecks import CheckChange
from service.rechecks import Rechecking, Told
from service.render.wrapping import harmless

NOTHING: Final = "No saved check changed."


@click.command()
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Make every saved check again, as after a change of the engine or its model.",
)
def recheck(every: bool) -> None:
    """Make the saved checks again that changed records bear on; print what changed.

    One line a change. It may be broken off, and goes on where it stopped.
    """
    settings = load_settings()
    storage = storage_for(settings)
    changes = 0

    def told(change: CheckChange) -> None:
        nonlocal changes
        changes += 1
        click.echo(_line(change))

    try:
        storage.migrate()
        load_seeds(settings, storage)
        checker = checker_for(settings, storage)
        rechecking = rechecking_for(storage, checker=checker)
        if every:
            rechecking.ask_all()
        if rechecking.waiting():
            _work(rechecking, told)
    finally:
        storage.close()
    if not changes:
        click.echo(NOTHING)


def _work(rechecking: Rechecking, told: Told) -> None:
    """All that waits, with a bar on a terminal."""
    waiting = rechecking.waiting()
    with click.progressbar(
        length=waiting, label="Checking again", show_pos=True, file=sys.stderr
    ) as bar:

        def progress() -> None:
            left = rechecking.waiting()
            bar.update(max(0, waiting - left - bar.pos))

        rechecking.recheck_waiting(told=told, progress=progress)


def _line(change: CheckChange) -> str:
    before, after, cause = change.before, change.after, change.cause
    verdict = f"{before.verdict} -> {after.verdict}"
    if before.verdict is after.verdict:
        verdict = f"{after.verdict}, other evidence"
    why = "engine"
    if cause is not None:
        why = f"{cause.kind} {cause.id} {cause.action}"
        why += f": {' '.join(cause.reason.split())}" if cause.reason else ""
    return harmless(f"{change.check_id}  {verdict}  ({why})")
