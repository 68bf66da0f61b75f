"""What other servers answered us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page: where redirects ended, and the whole body, decompressed.

    ``media`` and ``charset`` are as its Content-Type has them, in small letters.
    """

    final_url: str
    media: str
    charset: str | None
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The answer to something that we sent; ``retry_after`` is that header as it was given."""

    status: int
    retry_after: str | None
