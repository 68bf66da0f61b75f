"""``factcheck draft``: check a whole file, as the last step before it is saved or sent.

It says 0 where nothing of the kinds in --fail-on was found, 1 where something was, 2 for wrong
usage, and 4 where something that it needs fails.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import click
from marshmallow import ValidationError

from schemas.drafts import DRAFT_FORMATS, DraftRequestSchema
from schemas.problems import field_errors
from service.api.drafts import report_text
from service.assembly import checker_for, draft_checker_for, load_seeds, storage_for, utc_now
from service.config import load_settings
from service.domain.check import Verdict
from service.domain.drafts import DraftReport, DraftRequest
from service.domain.offsets import OffsetUnit

FOUND: Final = 1
_STDIN: Final = "-"


def _verdicts(_context: click.Context, _option: click.Parameter, value: str) -> frozenset[Verdict]:
    """Verdicts divided by commas, or ``none``. Raises a usage error."""
    if value == "none":
        return frozenset()
    try:
        return frozenset(Verdict(word.strip()) for word in value.split(","))
    except ValueError as error:
        known = ", ".join(Verdict)
        raise click.BadParameter(f"{value!r} is not none, nor some of {known}.") from error


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(DRAFT_FORMATS),
    default="text",
    show_default=True,
    help="text to read, lines for an editor to jump to, SARIF, or the JSON of the API.",
)
@click.option(
    "--fail-on",
    callback=_verdicts,
    default="refuted,disputed",
    show_default=True,
    help="Verdicts that end with status 1, divided by commas, or none.",
)
@click.option("--title", help="The headline, where it is not in FILE.")
@click.option("--published-at", metavar="DATE", help="From where relative dates are counted.")
@click.option("--as-of", metavar="MOMENT", help="The corpus as it was then.")
@click.option("--source", "sources", multiple=True, help="Only this source; repeatable.")
@click.option("--publisher", "publishers", multiple=True, help="Only this publisher; repeatable.")
@click.option("--limit", type=int, default=5, show_default=True, help="Evidence per side, 1 to 50.")
@click.option("--name", help="The name of the file in lines and SARIF, where it is not FILE.")
@click.option(
    "--offsets",
    type=click.Choice([unit.value for unit in OffsetUnit]),
    default=OffsetUnit.CODE_POINT.value,
    show_default=True,
    help="What offsets and columns count.",
)
def draft(
    file: str,
    form: str,
    fail_on: frozenset[Verdict],
    title: str | None,
    published_at: str | None,
    as_of: str | None,
    sources: Sequence[str],
    publishers: Sequence[str],
    limit: int,
    name: str | None,
    offsets: str,
) -> None:
    """Check what the text in FILE asserts (- reads standard input); nothing is saved.

    Exit status: 0 nothing of --fail-on found, 1 found, 2 wrong usage, 4 failed.
    """
    named = name or (file if file != _STDIN else None)
    request = _request(
        {
            "text": _read(file),
            "title": title,
            "published_at": published_at,
            "as_of": as_of,
            "filters": {"sources": list(sources), "publishers": list(publishers)},
            "limit": limit,
            "uri": _reference(named) if named else None,
        }
    )
    report = _checked(request)
    text = report_text(report, form, OffsetUnit(offsets), name=named)
    click.echo(text, nl=False)
    found = any(check.answer.verdict in fail_on for check in report.checks)
    sys.exit(FOUND if found else 0)


def _checked(request: DraftRequest) -> DraftReport:
    settings = load_settings()
    storage = storage_for(settings)
    try:
        storage.migrate()
        load_seeds(settings, storage)
        return draft_checker_for(checker_for(settings, storage)).check(request, now=utc_now())
    finally:
        storage.close()


def _read(file: str) -> str:
    """The text as its bytes have it: line ends stay what they are, since offsets count them."""
    raw = sys.stdin.buffer.read() if file == _STDIN else Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file}: byte {error.start} is not UTF-8.") from error


def _reference(name: str) -> str:
    """A file's name as a relative reference, or as a URL where it is absolute."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _request(body: dict[str, Any]) -> DraftRequest:
    """The request, held to the rules of the API. Raises a usage error."""
    try:
        request: DraftRequest = DraftRequestSchema().load(body)
    except ValidationError as error:
        first = field_errors(error)[0]
        raise click.UsageError(f"{first.pointer.lstrip('/')}: {first.detail}") from error
    return request
