"""The command ``factcheck``.

Exit status of every command: 0 done, 2 wrong usage or settings, 4 something that it needs fails.
``check`` answers with its own: 0 supported, 1 refuted or disputed, 3 unverified.
``import`` has its own, too: see ``cli_transfer.py``.
``draft`` says 1 where something of the kinds in --fail-on was found.
``selftest`` says 1 where a falsified claim was supported by its original.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import traceback
from pathlib import Path
from typing import Final

import click
from marshmallow import ValidationError

from schemas.check_requests import CheckRequestSchema
from schemas.problems import field_errors
from service import __version__
from service.api.answering import answer_json
from service.api.openapi import openapi_document
from service.api.responses import identified
from service.assembly import (
    checker_for,
    compare_few,
    embedder_for,
    load_seeds,
    storage_for,
    utc_now,
)
from service.cli_audit import audit
from service.cli_disagreements import disagreements
from service.cli_draft import draft
from service.cli_embed import embed_claims
from service.cli_keys import keys
from service.cli_rechecks import recheck
from service.cli_transfer import export_file, import_files
from service.cli_worker import worker
from service.config import Settings, load_settings, unknown_variables
from service.domain.check import CheckRequest, Verdict
from service.domain.errors import FactCheckError, SettingsInvalid
from service.embedding import embed_few
from service.logs import configure_logs
from service.render.text import render_text
from service.selftest_command import selftest
from service.setting_rows import setting_rows
from service.storage import Storage

USAGE: Final = 2
FAILED: Final = 4
STATUS_OF_VERDICT: Final = {
    Verdict.SUPPORTED: 0,
    Verdict.REFUTED: 1,
    Verdict.DISPUTED: 1,
    Verdict.UNVERIFIED: 3,
}
GUNICORN_SETTINGS: Final = Path(__file__).with_name("gunicorn.conf.py")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="factcheck")
def commands() -> None:
    """Check statements against what named sources report."""


@commands.command()
def serve() -> None:
    """Bring the database up to date, load the seeds into an empty corpus, and serve."""
    settings = load_settings()
    for name in unknown_variables():
        click.echo(f"{name} is not a setting; `factcheck config` lists them.", err=True)
    _require_free(settings)
    storage = _prepared(settings)
    # A worker would find unusable weights too, but only after the fork and in a traceback.
    checker_for(settings, storage)
    if settings.asks_for_keys and not storage.access.keys.has_any():
        click.echo(
            "Callers need a key, and there is none: `factcheck keys create` makes one.", err=True
        )
    waiting = embed_few(storage.vectors, storage.claims, embedder_for(settings))
    if waiting:
        click.echo(f"{waiting} claims have no vector yet; `factcheck embed` makes them.", err=True)
    if waiting := compare_few(storage):
        click.echo(
            f"{waiting} claims are not compared yet; `factcheck disagreements` does it.", err=True
        )
    storage.close()
    sys.stdout.flush()
    server = [sys.executable, "-m", "gunicorn", "--config", str(GUNICORN_SETTINGS)]
    os.execv(sys.executable, [*server, "service.wsgi:app"])  # noqa: S606 - our own arguments.


@commands.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    storage = storage_for(load_settings())
    applied = storage.migrate()
    storage.close()
    click.echo("\n".join(f"applied {name}" for name in applied) or "nothing to do")


@commands.command()
@click.argument("statement")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text to read, or the JSON of the API.",
)
@click.option(
    "--as-of", metavar="MOMENT", help="ISO date or date-time that the statement is about."
)
@click.option(
    "--limit", type=int, default=10, show_default=True, help="Evidence per side, 1 to 50."
)
def check(statement: str, form: str, as_of: str | None, limit: int) -> None:
    """Check STATEMENT; nothing is saved.

    Exit status: 0 supported, 1 refuted or disputed, 3 unverified, 2 wrong usage, 4 failed.
    """
    settings = load_settings()
    request = _request(statement, as_of, limit)
    now = utc_now()
    storage = _prepared(settings, quiet=True)
    try:
        answer = checker_for(settings, storage).check(request, now=now)
    finally:
        storage.close()
    if form == "text":
        click.echo(render_text(answer).rstrip("\n"))
    else:
        click.echo(identified(answer_json(answer), check_id=None, checked_at=now))
    sys.exit(STATUS_OF_VERDICT[answer.verdict])


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="A JSON array, one object a setting.")
def config(as_json: bool) -> None:
    """List the settings: name, value, default, meaning. Passwords are left out."""
    rows = setting_rows(load_settings())
    for name in unknown_variables():
        click.echo(f"{name} is not a setting.", err=True)
    if as_json:
        keys = ("name", "value", "default", "help")
        listed = [{key: getattr(row, key) for key in keys} for row in rows]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row.name}={row.value}\n    {row.help} (default: {row.default})")


@commands.command()
@click.option(
    "--check",
    "compare",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    is_flag=False,
    flag_value="openapi.yaml",
    help="Print nothing; status 1 if FILE (default: openapi.yaml) says something else.",
)
def openapi(compare: Path | None) -> None:
    """Print the contract of the API as OpenAPI."""
    document = openapi_document()
    if compare is None:
        click.echo(document, nl=False)
    elif compare.read_text("utf-8") != document:
        click.echo(f"{compare} is out of date: run make openapi", err=True)
        sys.exit(1)


commands.add_command(draft)
commands.add_command(embed_claims)
commands.add_command(import_files)
commands.add_command(export_file)
commands.add_command(selftest)
commands.add_command(disagreements)
commands.add_command(recheck)
commands.add_command(worker)
commands.add_command(keys)
commands.add_command(audit)


def main() -> None:
    """Run the command line; every error on purpose is one sentence on standard error."""
    configure_logs("warning")
    try:
        commands()
    except SettingsInvalid as error:
        click.echo(str(error), err=True)
        sys.exit(USAGE)
    except FactCheckError as error:
        click.echo(str(error), err=True)
        sys.exit(FAILED)
    except Exception:  # noqa: BLE001 - Python's own status, 1, would read as "refuted".
        traceback.print_exc()
        sys.exit(FAILED)


def _prepared(settings: Settings, *, quiet: bool = False) -> Storage:
    """The storage, migrated, and with the seeds in it if it was empty."""
    storage = storage_for(settings)
    storage.migrate()
    count = load_seeds(settings, storage)
    if count is not None and not quiet:
        click.echo(f"Loaded {count.added} records from {settings.seeds}.")
    return storage


def _request(statement: str, as_of: str | None, limit: int) -> CheckRequest:
    """The request, held to the rules of the API. Raises a usage error."""
    body = {"statement": statement, "as_of": as_of, "limit": limit}
    try:
        request: CheckRequest = CheckRequestSchema().load(body)
    except ValidationError as error:
        first = field_errors(error)[0]
        raise click.UsageError(f"{first.pointer.lstrip('/')}: {first.detail}") from error
    return request


def _require_free(settings: Settings) -> None:
    """Raise SettingsInvalid now if gunicorn could not listen: it would only keep trying."""
    bind = settings.bind
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            bind.host, bind.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SettingsInvalid(
            "FACTCHECK_BIND", f"{bind} cannot be listened on: {error.strerror}"
        ) from error


if __name__ == "__main__":
    main()
