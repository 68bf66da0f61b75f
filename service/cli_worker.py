"""The command ``factcheck worker``."""

from __future__ import annotations

import signal

import click

from service.assembly import background_steps, background_thread, checker_for, storage_for
from service.config import Address, load_settings, read_address
from service.logs import configure_logs
from service.metrics import AtScrape, Metrics

# Seconds. A step that takes longer than this is broken off with the process: its work is done again.
PATIENCE = 30.0


@click.command()
@click.option(
    "--metrics", "metrics_at", metavar="HOST:PORT", help="Serve this worker's counts there."
)
def worker(metrics_at: str | None) -> None:
    """Answer jobs in the foreground, at full speed, until SIGTERM or Ctrl-C.

    Servers do the same in a thread of their own, at half speed, unless FACTCHECK_BACKGROUND=off.
    Any number of workers may run at once.
    """
    address = None if metrics_at is None else _address(metrics_at)
    settings = load_settings()
    configure_logs(settings.log_level)
    storage = storage_for(settings)
    storage.migrate()
    # Blocked before any thread begins, which inherits it: the signals are for us to wait for.
    stopping = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    metrics = Metrics()
    checker = checker_for(settings, storage, observer=metrics)
    steps = background_steps(settings, storage, checker=checker, observer=metrics)
    if address is not None:
        _serve(metrics, address, AtScrape(engine=checker.engine, corpus=checker.state))
    thread = background_thread(steps, rest=0)
    thread.start()
    click.echo("working; stop with Ctrl-C")
    signal.sigwait(stopping)
    thread.stop(patience=PATIENCE)
    storage.close()


def _address(text: str) -> Address:
    try:
        return read_address(text)
    except ValueError as error:
        raise click.UsageError(f"--metrics: {error}") from error


def _serve(metrics: Metrics, address: Address, at_scrape: AtScrape) -> None:
    try:
        metrics.serve(address.host, address.port, at_scrape)
    except OSError as error:
        raise click.UsageError(f"--metrics: {address}: {error.strerror}") from error
