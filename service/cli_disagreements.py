"""The command ``factcheck disagreements``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import click
from marshmallow import ValidationError

from schemas.disagreements import DisagreementsQuery, DisagreementsQuerySchema
from schemas.problems import field_errors
from service.assembly import finder_for, load_seeds, storage_for
from service.config import load_settings
from service.disagreements import DisagreementFinder
from service.domain.disagreements import DisagreementQuery, Disagreements, DisagreementType
from service.render.disagreements import render_disagreements, table_rows
from service.render.wrapping import harmless, width

_PAGE: Final = 100
_HEAD: Final = ("Question", "Type", "Answer", "Sources")
# Columns of the terminal for each, which with the spaces between them are 80.
_ROOMS: Final = (30, 9, 20, 18)
_TYPES: Final = [kind.value for kind in DisagreementType]


@click.command()
@click.option("--rebuild", is_flag=True, help="Compare every claim anew first.")
@click.option("--type", "types", multiple=True, type=click.Choice(_TYPES), help="Repeatable.")
@click.option("--source", "sources", multiple=True, help="The id of a source; repeatable.")
@click.option("--publisher", "publishers", multiple=True, help="Repeatable.")
@click.option("-q", "words", default="", help="Words that must all occur in one of the claims.")
@click.option("--from", "published_from", metavar="DATE", help="Published on this day or later.")
@click.option("--to", "published_to", metavar="DATE", help="Published on this day or earlier.")
@click.option("--format", "form", type=click.Choice(["table", "text"]), default="table")
def disagreements(
    rebuild: bool,
    types: Sequence[str],
    sources: Sequence[str],
    publishers: Sequence[str],
    words: str,
    published_from: str | None,
    published_to: str | None,
    form: str,
) -> None:
    """List the questions to which sources give different answers.

    Claims that changed are compared first, with a bar on a terminal; it may be broken off.
    """
    given = {
        "type": list(types),
        "source": list(sources),
        "publisher": list(publishers),
        "q": words,
        "published_from": published_from,
        "published_to": published_to,
    }
    query = _query({name: value for name, value in given.items() if value})
    settings = load_settings()
    storage = storage_for(settings)
    try:
        storage.migrate()
        load_seeds(settings, storage)
        if rebuild:
            storage.disagreements.restart()
        finder = finder_for(storage)
        _compare(finder, storage.disagreements.waiting())
        _print_all(finder, query, form)
    finally:
        storage.close()


def _compare(finder: DisagreementFinder, waiting: int) -> None:
    if not waiting:
        return
    with click.progressbar(
        length=waiting, label="Comparing", show_pos=True, file=sys.stderr
    ) as bar:
        finder.refresh(progress=bar.update)


def _query(given: Mapping[str, object]) -> DisagreementQuery:
    """The options, held to the rules of the API. Raises a usage error."""
    try:
        asked: DisagreementsQuery = DisagreementsQuerySchema().load(given)
    except ValidationError as error:
        first = field_errors(error)[0]
        raise click.UsageError(f"{first.pointer.lstrip('/')}: {first.detail}") from error
    return DisagreementQuery(types=asked.types, q=asked.q, filters=asked.filters, limit=_PAGE)


def _print_all(finder: DisagreementFinder, query: DisagreementQuery, form: str) -> None:
    while True:
        page = finder.page(query)
        if form == "text":
            click.echo(render_disagreements(page, more=None))
        else:
            _print_table(page, with_head=query.after is None)
        if page.next_label is None:
            return
        query = replace(query, after=page.next_label)


def _print_table(page: Disagreements, *, with_head: bool) -> None:
    """Rows of at most 80 columns; what is too long for its column is cut."""
    rows = table_rows(page)
    if not rows:
        click.echo("No disagreement was found.")
    for row in [_HEAD, *rows] if with_head and rows else rows:
        cells = [_cell(text, room) for text, room in zip(row, _ROOMS, strict=True)]
        click.echo(" ".join(cells).rstrip())


def _cell(text: str, room: int) -> str:
    shown = " ".join(harmless(text).split())
    if width(shown) > room:
        while width(shown) > room - 1:
            shown = shown[:-1]
        shown += "…"
    return shown + " " * (room - width(shown))
