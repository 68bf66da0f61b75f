"""The trace that a request belongs to, as W3C Trace Context (level 1) has it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

HEADER: Final = "traceparent"

_TRACEPARENT: Final = re.compile(
    r"(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})"
    r"(?P<more>-.*)?",
    re.ASCII,
)
_LONGEST: Final = 256
_SAMPLED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Which trace something belongs to, and whether its caller records it."""

    id: str
    sampled: bool = False

    @classmethod
    def read(cls, header: str) -> Trace | None:
        """The trace of a ``traceparent``; None for one that is malformed, which counts as absent.

        Versions to come may say more behind what is known here.
        """
        found = _TRACEPARENT.fullmatch(header.strip(" \t")) if len(header) <= _LONGEST else None
        if (
            found is None
            or found["version"] == "ff"
            or (found["version"] == "00" and found["more"])
        ):
            return None
        if not int(found["trace"], 16) or not int(found["span"], 16):
            return None
        return cls(id=found["trace"], sampled=bool(int(found["flags"], 16) & _SAMPLED))

    @classmethod
    def begun_by(cls, token: str) -> Trace:
        """A trace of its own for what this token names; the same one each time."""
        return cls(id=_hex(token, 16))

    def header(self, token: str) -> str:
        """The ``traceparent`` for what is sent on; ``token`` names the sending."""
        return f"00-{self.id}-{_hex(token, 8)}-{int(self.sampled):02x}"


def _hex(token: str, size: int) -> str:
    return hashlib.blake2b(token.encode(), digest_size=size).hexdigest()
