"""API keys in a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, func, insert, or_, select, update

from service.domain.errors import NotFound
from service.domain.keys import ApiKey, Scope, sorted_scopes
from service.domain.rates import Rate
from service.storage.access_tables import api_keys
from service.storage.batches import as_bound
from service.storage.check_json import read_time, write_time
from service.storage.engine import reading, writing

_MARK_USED = (
    update(api_keys)
    .where(
        api_keys.c.id == bindparam("used"),
        or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < bindparam("at")),
    )
    .values(last_used_at=bindparam("at"))
)


class SqlKeyStore:
    """The ``KeyStore`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, key: ApiKey) -> None:
        row = {
            "id": key.id,
            "name": as_bound(key.name),
            "digest": key.digest,
            "scopes": " ".join(sorted_scopes(key.scopes)),
            "rate": None if key.rate is None else str(key.rate),
            "created_at": write_time(key.created_at),
            "expires_at": _written(key.expires_at),
            "last_used_at": _written(key.last_used_at),
            "revoked_at": _written(key.revoked_at),
        }
        with writing(self._engine) as connection:
            connection.execute(insert(api_keys), row)

    def find(self, key_id: str) -> ApiKey | None:
        statement = select(*api_keys.c).where(api_keys.c.id == as_bound(key_id))
        with reading(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        return None if row is None else _read_key(row)

    def list(self) -> list[ApiKey]:
        statement = select(*api_keys.c).order_by(api_keys.c.created_at, api_keys.c.id)
        with reading(self._engine) as connection:
            return [_read_key(row) for row in connection.execute(statement)]

    def has_any(self) -> bool:
        with reading(self._engine) as connection:
            found = connection.execute(select(api_keys.c.id).limit(1)).first()
        return found is not None

    def revoke(self, key_id: str, at: datetime) -> ApiKey:
        statement = (
            update(api_keys)
            .where(api_keys.c.id == as_bound(key_id))
            .values(revoked_at=func.coalesce(api_keys.c.revoked_at, write_time(at)))
            .returning(*api_keys.c)
        )
        with writing(self._engine) as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise NotFound("key", key_id)
        return _read_key(row)

    def mark_used(self, uses: Mapping[str, datetime]) -> None:
        # In one order everywhere, so that two processes never wait for each other crosswise.
        rows = [{"used": key_id, "at": write_time(at)} for key_id, at in sorted(uses.items())]
        with writing(self._engine) as connection:
            connection.execute(_MARK_USED, rows)


def _read_key(row: Sequence[Any]) -> ApiKey:
    """A key from the columns of its table."""
    identifier, name, digest, scopes, rate, created_at, expires_at, last_used_at, revoked_at = row
    return ApiKey(
        id=identifier,
        name=name,
        digest=digest,
        scopes=frozenset(Scope(scope) for scope in scopes.split()),
        rate=None if rate is None else Rate.parse(rate),
        created_at=read_time(created_at),
        expires_at=_read(expires_at),
        last_used_at=_read(last_used_at),
        revoked_at=_read(revoked_at),
    )


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else write_time(moment)


def _read(text: str | None) -> datetime | None:
    return None if text is None else read_time(text)
