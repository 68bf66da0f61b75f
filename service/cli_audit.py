"""``factcheck audit``, and the entries that commands themselves leave in the log."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

import click
from marshmallow import ValidationError

from schemas.audit import AuditEntrySchema, AuditLogQuery, AuditLogQuerySchema
from schemas.fields import moment_text
from schemas.problems import field_errors
from service.access.ports import AuditLog
from service.assembly import storage_for
from service.config import load_settings
from service.domain.audit import CLI, AuditEntry, AuditQuery
from service.domain.keys import without_keys
from service.render.wrapping import harmless
from service.storage import Storage

_PAGE: Final = 500
_LONGEST_TARGET: Final = 500


@click.command()
@click.option("--actor", help="The id of a key, anonymous or cli.")
@click.option("--action", help="The name of an endpoint or command, such as create_claim.")
@click.option("--since", metavar="MOMENT", help="ISO date or date-time.")
@click.option("--until", metavar="MOMENT", help="ISO date or date-time.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def audit(
    actor: str | None,
    action: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """List what was changed, by whom and when, newest first."""
    given = {"actor": actor, "action": action, "since": since, "until": until}
    query = _query({name: value for name, value in given.items() if value is not None})
    storage = storage_for(load_settings())
    try:
        storage.migrate()
        for entry in _entries(storage.access.audit, query, limit):
            click.echo(_as_json(entry) if as_json else _as_line(entry))
    except BrokenPipeError:
        # The reader, such as head, has had enough.
        sys.exit(0)
    finally:
        storage.close()


def audit_command(storage: Storage, action: str, target: str, *, now: datetime) -> None:
    """Leave an entry for a change that a command made."""
    told = without_keys(target)[:_LONGEST_TARGET]
    storage.access.audit.record(AuditEntry(at=now, actor=CLI, action=action, target=told))


def _query(given: dict[str, str]) -> AuditQuery:
    """The options, held to the rules of the API. Raises a usage error."""
    try:
        asked: AuditLogQuery = AuditLogQuerySchema().load(given)
    except ValidationError as error:
        first = field_errors(error)[0]
        raise click.UsageError(f"{first.pointer.lstrip('/')}: {first.detail}") from error
    return AuditQuery(actor=asked.actor, action=asked.action, since=asked.since, until=asked.until)


def _entries(log: AuditLog, query: AuditQuery, limit: int) -> Iterator[AuditEntry]:
    before: int | None = None
    while limit > 0:
        page = log.entries(replace(query, before=before, limit=min(limit, _PAGE)))
        if not page:
            return
        yield from (held.entry for held in page)
        before = page[-1].number
        limit -= len(page)


def _as_json(entry: AuditEntry) -> str:
    return json.dumps(AuditEntrySchema().dump(entry), ensure_ascii=False)


def _as_line(entry: AuditEntry) -> str:
    status = "-" if entry.status is None else str(entry.status)
    at = moment_text(entry.at.replace(microsecond=0))
    return f"{at} {entry.actor:<20} {status:>3} {entry.action} {harmless(entry.target)}"
