"""``factcheck import article.txt --source-id …``: a whole article into claim records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from marshmallow import ValidationError

from schemas.articles import Article, ArticleSchema, ExtractionSchema
from schemas.problems import field_errors
from service.assembly import storage_for, utc_now
from service.cli_audit import audit_command
from service.config import load_settings
from service.domain.changes import ChangeNote
from service.extraction.intake import ImportedArticle, import_article
from service.parsing.indexing import index_terms

Command = TypeVar("Command", bound=Callable[..., None])

_OPTIONS = (
    click.option("--source-id", help="FILES is one article in plain text, to have this id."),
    click.option("--title", help="The article's title."),
    click.option("--publisher", help="The organisation behind it."),
    click.option("--published-at", metavar="DATE", help="ISO date or date-time."),
    click.option("--url", help="Where it was published."),
    click.option("--language", default="en", show_default=True, help="Of the article."),
    click.option("--origin", help="Where it was first produced; default: found in the corpus."),
)


def article_options(command: Command) -> Command:
    """Give a command the options that describe an article."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def import_article_file(
    file: Path, fields: dict[str, str | None], *, note: ChangeNote, as_json: bool
) -> None:
    """Import one article and tell what was drawn from it. Raises a usage error, InvalidRecord."""
    article = _article(file, fields)
    storage = storage_for(load_settings())
    try:
        storage.migrate()
        done = import_article(
            storage.claims,
            storage.search,
            article.source,
            article.text,
            index_terms=index_terms,
            note=note,
        )
        audit_command(storage, "import_article", article.source.id, now=utc_now())
    finally:
        storage.close()
    click.echo(_as_json(done) if as_json else _as_text(done))


def _article(file: Path, fields: dict[str, str | None]) -> Article:
    """The article, held to the rules of the API."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not UTF-8 text") from error
    given: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    try:
        article: Article = ArticleSchema().load({**given, "text": text})
    except ValidationError as error:
        first = field_errors(error)[0]
        raise click.UsageError(f"{first.pointer.lstrip('/')}: {first.detail}") from error
    return article


def _as_json(done: ImportedArticle) -> str:
    return json.dumps(ExtractionSchema().dump(done.extraction), ensure_ascii=False, indent=2)


def _as_text(done: ImportedArticle) -> str:
    count = done.count
    lines = [f"added {count.added}, updated {count.updated}, unchanged {count.unchanged}"]
    if passed := len(done.extraction.passed_over):
        lines.append(f"passed over: {passed} (--json lists them)")
    source = done.extraction.source
    if source.origin != source.id:
        lines.append(f"origin: {source.origin}")
    return "\n".join(lines)
