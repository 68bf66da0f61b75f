"""Keys are made, and told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from service.access.ports import KeyStore
from service.domain.keys import SECRET_BYTES, ApiKey, Scope, read_key, write_key
from service.domain.rates import Rate

_NUMBER_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedKey:
    """A new key, and its text, which nothing can give back once it is lost."""

    key: ApiKey
    text: str


def issue_key(
    store: KeyStore,
    *,
    name: str,
    scopes: frozenset[Scope],
    rate: Rate | None = None,
    expires_at: datetime | None = None,
    now: datetime,
    random_bytes: Callable[[int], bytes],
) -> IssuedKey:
    """Make a key and keep all of it but its secret; ``random_bytes`` gives unguessable ones."""
    text = write_key(random_bytes(_NUMBER_BYTES).hex(), random_bytes(SECRET_BYTES))
    shown = read_key(text)
    if shown is None:
        raise ValueError("a key that was just written cannot be read")
    key = ApiKey(
        id=shown.id,
        name=name,
        digest=shown.digest,
        scopes=scopes,
        rate=rate,
        created_at=now,
        expires_at=expires_at,
    )
    store.add(key)
    return IssuedKey(key=key, text=text)
