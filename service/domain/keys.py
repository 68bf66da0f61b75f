"""API keys: what they allow, and how they are written.

``fck_<16 hex digits: the id>_<43 letters and digits: the secret><6: a checksum>``. The prefix lets
a scanner of repositories recognise a lost key; the checksum (CRC-32, which finds every change of
a single character) tells a mistyped one without asking the database.
"""

from __future__ import annotations

import hashlib
import re
import string
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.rates import Rate

SECRET_BYTES = 32
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SECRET_LENGTH = 43
_CHECKSUM_LENGTH = 6
_KEY = re.compile(r"(fck_([0-9a-f]{16})_[0-9A-Za-z]{43})([0-9A-Za-z]{6})", re.ASCII)
_ANY_KEY = re.compile(r"fck_\w+", re.ASCII)


class Scope(StrEnum):
    """What a key may do."""

    READ = "read"
    CHECK = "check"
    CURATE = "curate"
    ADMIN = "admin"


# Each with what it implies: whoever checks or curates has to read, and an admin does everything.
_IMPLIED = {
    Scope.READ: {Scope.READ},
    Scope.CHECK: {Scope.READ, Scope.CHECK},
    Scope.CURATE: {Scope.READ, Scope.CURATE},
    Scope.ADMIN: set(Scope),
}


class KeyFault(StrEnum):
    """Why a key is not accepted, in words for its holder."""

    MALFORMED = "The key is mistyped or cut off."
    UNKNOWN = "There is no such key, or it was revoked."
    EXPIRED = "The key has expired."


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is kept: without its secret.

    ``digest`` is the SHA-256 of the key. A slow hash protects secrets that people choose and that
    can be guessed; nobody guesses 256 random bits, and a slow hash would only slow each request.
    """

    id: str
    name: str
    digest: str
    scopes: frozenset[Scope]
    rate: Rate | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    def allows(self, scope: Scope) -> bool:
        return any(scope in _IMPLIED[held] for held in self.scopes)

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentedKey:
    """A key as a caller shows it, well-formed and not yet looked up."""

    id: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who makes a request; ``key`` is None for a caller who was not asked for one."""

    key: ApiKey | None = None

    @property
    def key_id(self) -> str | None:
        return None if self.key is None else self.key.id

    @property
    def name(self) -> str:
        """As the audit log and kept answers know the caller."""
        return self.key_id or "anonymous"


ANONYMOUS = Caller()


def write_key(number: str, secret: bytes) -> str:
    """The key with this number (16 hex digits) and this secret (32 random bytes)."""
    body = f"fck_{number}_{_base62(int.from_bytes(secret), _SECRET_LENGTH)}"
    return body + _checksum(body)


def read_key(text: str) -> PresentedKey | None:
    """The key written in ``text``; None if it is none, or not as it was given out."""
    found = _KEY.fullmatch(text)
    if found is None or found[3] != _checksum(found[1]):
        return None
    return PresentedKey(
        id=f"key_{found[2]}", digest=hashlib.sha256(text.encode("ascii")).hexdigest()
    )


def without_keys(text: str) -> str:
    """A text with everything that looks like a key left out."""
    return _ANY_KEY.sub("fck_…", text) if "fck_" in text else text


def sorted_scopes(scopes: Iterable[Scope]) -> list[Scope]:
    """Scopes in the order in which they are told."""
    given = set(scopes)
    return [scope for scope in Scope if scope in given]


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode("ascii")), _CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
