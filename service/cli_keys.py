"""``factcheck keys``: API keys are made, listed and revoked.

Keys are made here and not over HTTP, so that whoever gets hold of one key cannot make another.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import click
from marshmallow import ValidationError

from schemas.fields import Moment, moment_text
from schemas.keys import key_values
from service.access.issuing import issue_key
from service.assembly import storage_for, utc_now
from service.cli_audit import audit_command
from service.config import load_settings
from service.domain.keys import ApiKey, Scope, sorted_scopes
from service.domain.rates import Rate
from service.render.wrapping import harmless
from service.storage import Storage

_MAX_NAME: Final = 100
_MAX_DAYS: Final = 36_500


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command()
@click.option("--name", required=True, help="Who or what it is for; at most 100 characters.")
@click.option(
    "--scopes",
    "given_scopes",
    required=True,
    help="With commas between: read; check and curate, which imply read; admin, which implies all.",
)
@click.option("--expires", metavar="90d|DATE", help="After so many days, or at the end of a day.")
@click.option("--rate", "given_rate", metavar="N/min", help="Instead of FACTCHECK_RATE_LIMIT.")
def create(name: str, given_scopes: str, expires: str | None, given_rate: str | None) -> None:
    """Make a key and print it: this once, for only its hash is kept."""
    now = utc_now()
    label = _name(name)
    scopes = _scopes(given_scopes)
    rate = None if given_rate is None else _rate(given_rate)
    expires_at = None if expires is None else _expiry(expires, now)
    with _opened() as storage:
        issued = issue_key(
            storage.access.keys,
            name=label,
            scopes=scopes,
            rate=rate,
            expires_at=expires_at,
            now=now,
            random_bytes=secrets.token_bytes,
        )
        audit_command(storage, "create_key", issued.key.id, now=now)
    click.echo(issued.text)
    click.echo(f"{issued.key.id}: {_described(issued.key, now)}", err=True)
    click.echo("Keep the key now: it cannot be shown again.", err=True)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="A JSON array, one object a key.")
def list_keys(as_json: bool) -> None:
    """List every key that was ever made, without what opens a door."""
    now = utc_now()
    with _opened() as storage:
        found = storage.access.keys.list()
    if as_json:
        click.echo(json.dumps([key_values(key) for key in found], ensure_ascii=False, indent=2))
        return
    for key in found:
        click.echo(f"{key.id}  {harmless(key.name)}\n    {_described(key, now)}")
    if not found:
        click.echo("There is no key; factcheck keys create makes one.", err=True)


@keys.command()
@click.argument("key_id", metavar="ID")
def revoke(key_id: str) -> None:
    """Revoke the key with this ID (key_…): every process refuses it within five seconds."""
    now = utc_now()
    with _opened() as storage:
        key = storage.access.keys.revoke(key_id, now)
        audit_command(storage, "revoke_key", key.id, now=now)
    click.echo(f"{key.id}: {_described(key, now)}", err=True)


@contextmanager
def _opened() -> Iterator[Storage]:
    storage = storage_for(load_settings())
    try:
        storage.migrate()
        yield storage
    finally:
        storage.close()


def _described(key: ApiKey, now: datetime) -> str:
    """The key in one line: what it may do, how long, and when it last did."""
    parts = [",".join(scope.value for scope in sorted_scopes(key.scopes))]
    if key.rate is not None:
        parts.append(str(key.rate))
    if key.revoked_at is not None:
        parts.append(f"revoked {_day(key.revoked_at)}")
    elif key.has_expired(now):
        parts.append(f"expired {_day(key.expires_at)}")
    elif key.expires_at is not None:
        parts.append(f"expires {_day(key.expires_at)}")
    parts.append(f"made {_day(key.created_at)}")
    used = "never used" if key.last_used_at is None else f"last used {_day(key.last_used_at)}"
    return "; ".join([*parts, used])


def _day(moment: datetime | None) -> str:
    return "never" if moment is None else moment_text(moment.replace(microsecond=0))


def _name(text: str) -> str:
    if not text.strip() or len(text) > _MAX_NAME or not text.isprintable():
        raise click.UsageError(f"--name: 1 to {_MAX_NAME} printable characters")
    return text.strip()


def _scopes(text: str) -> frozenset[Scope]:
    try:
        return frozenset(Scope(word.strip()) for word in text.split(","))
    except ValueError as error:
        known = ", ".join(Scope)
        raise click.UsageError(f"--scopes: some of {known}, with commas between") from error


def _rate(text: str) -> Rate:
    try:
        return Rate.parse(text)
    except ValueError as error:
        raise click.UsageError(f"--rate: {error}") from error


def _expiry(text: str, now: datetime) -> datetime:
    days = re.fullmatch(r"([0-9]{1,5})d", text)
    try:
        if days is not None and 1 <= int(days[1]) <= _MAX_DAYS:
            return now + timedelta(days=int(days[1]))
        moment: datetime = Moment().deserialize(text)
    except ValidationError as error:
        raise click.UsageError("--expires: days, as 90d, or a date, as 2027-01-31") from error
    if moment <= now:
        raise click.UsageError(f"--expires: {text} is past")
    return moment
