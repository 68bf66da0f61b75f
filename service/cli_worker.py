"""The command ``factcheck worker``."""

from __future__ import annotations

import signal

import click

from service.assembly import background_steps, background_thread, checker_for, storage_for
from service.config import load_settings
from service.logs import configure_logs

# Seconds. A step that takes longer than this is broken off with the process: its work is done again.
PATIENCE = 30.0


@click.command()
def worker() -> None:
    """Answer jobs in the foreground, at full speed, until SIGTERM or Ctrl-C.

    Servers do the same in a thread of their own, at half speed, unless FACTCHECK_BACKGROUND=off.
    Any number of workers may run at once.
    """
    settings = load_settings()
    configure_logs(settings.log_level)
    storage = storage_for(settings)
    storage.migrate()
    steps = background_steps(settings, storage, checker=checker_for(settings, storage))
    # Blocked before the thread begins, which inherits it: the signals are for us to wait for.
    stopping = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    thread = background_thread(steps, rest=0)
    thread.start()
    click.echo("working; stop with Ctrl-C")
    signal.sigwait(stopping)
    thread.stop(patience=PATIENCE)
    storage.close()
