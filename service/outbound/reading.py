"""Reads the body of an answer piece by piece, so that no answer takes more than it may."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from service.domain.errors import TargetFailed

ACCEPTED_ENCODINGS = "gzip, deflate"
_PIECE = 16_384
# zlib finds out by itself which of the two headers there is.
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class RawBody(Protocol):
    """The part of a response of urllib3 that is used here."""

    def read(self, amt: int, *, decode_content: bool) -> bytes: ...


def read_body(raw: RawBody, encoding: str, *, max_bytes: int) -> bytes:
    """The whole body, decompressed here: what a bomb would unfold to is never made.

    Raises TargetFailed if it is longer than ``max_bytes``, before or after decompression.
    """
    match encoding.strip().lower():
        case "" | "identity":
            pieces = _pieces(raw)
        case "gzip" | "x-gzip" | "deflate":
            pieces = _inflated(_pieces(raw), max_bytes)
        case _:
            raise TargetFailed("the answer is compressed in a way that was not asked for")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > max_bytes:
            raise TargetFailed(f"the answer is longer than {max_bytes:,} bytes")
    return bytes(body)


def _pieces(raw: RawBody) -> Iterator[bytes]:
    while piece := raw.read(_PIECE, decode_content=False):
        yield piece


def _inflated(pieces: Iterator[bytes], max_bytes: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for piece in pieces:
            # One byte more than may be: enough to be found too long, and never more.
            yield inflater.decompress(piece, max_bytes + 1)
            if inflater.eof:
                return
    except zlib.error as error:
        raise TargetFailed("the answer cannot be decompressed") from error
    raise TargetFailed("the answer ends in the middle of its compressed body")
