"""``factcheck import`` and ``factcheck export``: the corpus in from files, and out to one.

An import says 0 where every record was taken, 1 where a bad one kept all of them out, 2 for wrong
usage, 3 where only the good ones were taken, and 4 where something that it needs fails.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from schemas.imports import ImportReportSchema
from schemas.records import record_line
from service.assembly import compare_few, embedder_for, storage_for, utc_now
from service.cli_articles import article_options, import_article_file
from service.cli_audit import audit_command
from service.config import load_settings
from service.domain.changes import ChangeNote
from service.domain.imports import (
    Entry,
    Fault,
    ImportOutcome,
    ImportPlan,
    ImportReport,
    OnError,
    no_progress,
)
from service.embedding import embed_few
from service.importing import ImportFormat, IndexMany, read_entries
from service.importing.parallel import by_processes, one_by_one
from service.parsing.indexing import index_terms, index_text

STATUS_OF_OUTCOME: Final = {
    ImportOutcome.COMPLETE: 0,
    ImportOutcome.ABORTED: 1,
    ImportOutcome.PARTIAL: 3,
}
FORMATS: Final = {
    "ndjson": ImportFormat.NDJSON,
    "csv": ImportFormat.CSV,
    "claimreview": ImportFormat.CLAIM_REVIEW,
}
_BY_SUFFIX: Final = {
    ".jsonl": ImportFormat.NDJSON,
    ".ndjson": ImportFormat.NDJSON,
    ".csv": ImportFormat.CSV,
    ".json": ImportFormat.CLAIM_REVIEW,
    ".jsonld": ImportFormat.CLAIM_REVIEW,
}
_CHUNK_BYTES: Final = 65_536
# From this length on, an import gives each core of the machine its share.
_LONG_BYTES: Final = 1_000_000
# Faults told one by one on a terminal; --json tells up to a thousand.
_TOLD: Final = 20


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option(
    "--on-error",
    type=click.Choice([choice.value for choice in OnError]),
    default=OnError.ABORT.value,
    show_default=True,
    help="abort: a bad record keeps all of them out; skip: itself alone.",
)
@click.option("--dry-run", is_flag=True, help="Change nothing, only say what would become of it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="Default: by the file's name (.jsonl .ndjson, .csv, .json .jsonld).",
)
@click.option("--reason", help="Why; kept with each version.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as the JSON of the API.")
@article_options
def import_files(
    files: tuple[Path, ...],
    on_error: str,
    dry_run: bool,
    form: str | None,
    reason: str | None,
    as_json: bool,
    source_id: str | None,
    **described: str | None,
) -> None:
    """Add or replace the records of FILES, all in one transaction.

    With --source-id, FILES is one article in plain text, and its claim records are drawn from it.

    Exit status: 0 all taken, 1 none because one was bad, 2 wrong usage, 3 the good ones, 4 failed.
    """
    note = ChangeNote(changed_at=utc_now(), reason=reason)
    if source_id is not None:
        if len(files) != 1 or dry_run or form is not None:
            raise click.UsageError("--source-id takes one file, no --dry-run and no --format")
        import_article_file(files[0], {"id": source_id, **described}, note=note, as_json=as_json)
        return
    forms = [_form(file, form) for file in files]
    plan = ImportPlan(on_error=OnError(on_error), dry_run=dry_run, note=note)
    settings = load_settings()
    storage = storage_for(settings)
    try:
        storage.migrate()
        size = sum(file.stat().st_size for file in files)
        with _indexing(size) as index_many, _watched(size) as (seen, told):
            entries = chain.from_iterable(
                _entries(file, each, index_many, seen)
                for file, each in zip(files, forms, strict=True)
            )
            report = storage.transfer.load(entries, plan, progress=told)
        if not dry_run:
            if report.outcome is not ImportOutcome.ABORTED:
                names = " ".join(file.name for file in files)
                audit_command(storage, "import_records", names, now=utc_now())
            embed_few(storage.vectors, storage.claims, embedder_for(settings))
            compare_few(storage)
    finally:
        storage.close()
    if as_json:
        dumped = ImportReportSchema().dump(report)
        click.echo(json.dumps(dumped, ensure_ascii=False, indent=2))
    else:
        _tell(report)
    sys.exit(STATUS_OF_OUTCOME[report.outcome])


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path), default="-")
def export_file(file: Path) -> None:
    """Write the whole corpus to FILE (default: standard output), as import reads it."""
    storage = storage_for(load_settings())
    try:
        storage.migrate()
        lines = map(record_line, storage.transfer.dump())
        if str(file) == "-":
            for line in lines:
                click.echo(line, nl=False)
        else:
            _replace(file, lines)
    finally:
        storage.close()


def _replace(file: Path, lines: Iterable[str]) -> None:
    """Write a file whole or not at all: an export that broke off must not look like one."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(lines)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _form(file: Path, asked: str | None) -> ImportFormat:
    if asked is not None:
        return FORMATS[asked]
    if file.suffix.lower() not in _BY_SUFFIX:
        raise click.UsageError(f"{file}: say with --format what kind of file this is")
    return _BY_SUFFIX[file.suffix.lower()]


def _entries(
    file: Path, form: ImportFormat, index_many: IndexMany, seen: Callable[[int], None]
) -> Iterator[Entry | Fault]:
    with file.open("rb") as stream:
        chunks = _chunks(lambda: stream.read(_CHUNK_BYTES), seen)
        yield from read_entries(chunks, form=form, index_many=index_many, name=file.name)


def _chunks(read: Callable[[], bytes], seen: Callable[[int], None]) -> Iterator[bytes]:
    while chunk := read():
        yield chunk
        seen(len(chunk))


def _indexing(size: int) -> AbstractContextManager[IndexMany]:
    """One process for short files; processes of their own take a moment to start."""
    processes = os.cpu_count() or 1
    if size < _LONG_BYTES or processes == 1:
        return nullcontext(one_by_one(index_terms))
    return by_processes(index_text, processes=processes)


@contextmanager
def _watched(
    size: int,
) -> Iterator[tuple[Callable[[int], None], Callable[[str, int], None]]]:
    """A bar on standard error while it is a terminal; bytes move it, then the records."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield (lambda _count: None), no_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        reading = bar.add_task("reading", total=size)
        steps: dict[str, TaskID] = {}

        def seen(count: int) -> None:
            bar.advance(reading, count)

        def told(step: str, done: int) -> None:
            if step not in steps:
                steps[step] = reading if step == "reading" else bar.add_task(step, total=None)
            bar.update(steps[step], description=f"{step} {done:,}")

        yield seen, told


def _tell(report: ImportReport) -> None:
    told = report.faults[:_TOLD]
    for fault in told:
        where = f"{fault.place.name}: " if fault.place.name else ""
        field = f"{fault.pointer}: " if fault.pointer else ""
        click.echo(f"{where}line {fault.place.line}: {field}{fault.detail}", err=True)
    if more := report.rejected - len(told):
        click.echo(f"… and {more:,} more", err=True)
    if report.outcome is ImportOutcome.ABORTED:
        click.echo("nothing was imported; --on-error skip would take the good records", err=True)
    counts = ("read", "accepted", "updated", "unchanged", "rejected")
    account = ", ".join(f"{name} {getattr(report, name)}" for name in counts)
    kept = "" if report.outcome is not ImportOutcome.ABORTED else "not imported: "
    click.echo(f"dry run: {account}" if report.dry_run else f"{kept}{account}")
