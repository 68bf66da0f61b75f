"""The body of a job: taken in whole before anything is stored, then read line by line.

A slow client so keeps no transaction open, and a long body lies in a file and not in memory.
"""

from __future__ import annotations

import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import IO

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from schemas.jobs import read_job_line
from schemas.problems import FieldError
from service.api.negotiation import Media
from service.api.problems import MALFORMED_BODY, ApiError, refused_fields
from service.api.reading import refuse_encoded, unsupported
from service.domain.jobs import FieldFault, JobLine, Refusal, RefusalCode
from service.importing.lines import LONGEST_LINE, read_lines

_CHUNK_BYTES = 65_536
_KEPT_IN_MEMORY = 1_000_000
# Lines for each that asks something: a body of nothing but line ends would be read for a minute.
_BLANK_LINES = 10


@contextmanager
def spooled_lines(asked: Request, *, max_bytes: int, max_lines: int) -> Iterator[Iterator[JobLine]]:
    """The lines of a request's body, valid or not; blank ones are counted and passed over.

    Raises ApiError if there is no line at all, and from within the lines if there are too many.
    """
    refuse_encoded(asked)
    if asked.mimetype != Media.NDJSON:
        raise unsupported(asked, Media.NDJSON.value)
    asked.max_content_length = max_bytes
    with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as file:
        _spool(asked, file, max_bytes=max_bytes)
        file.seek(0)
        lines = _read(file, max_lines=max_lines)
        first = next(lines, None)
        if first is None:
            detail = "The body is empty."
            place = FieldError(pointer="", detail=detail)
            raise ApiError(MALFORMED_BODY, detail, errors=(place,))
        yield chain([first], lines)


def _spool(asked: Request, file: IO[bytes], *, max_bytes: int) -> None:
    stream, taken = asked.stream, 0
    while chunk := stream.read(_CHUNK_BYTES):
        taken += len(chunk)
        file.write(chunk)
    # A body of no declared length (chunked) is cut off at the limit, not refused: refuse it here.
    if asked.content_length is None and taken >= max_bytes:
        raise RequestEntityTooLarge


def _read(file: IO[bytes], *, max_lines: int) -> Iterator[JobLine]:
    count = 0
    for line in read_lines(iter(lambda: file.read(_CHUNK_BYTES), b"")):
        if line.place.line > max_lines * _BLANK_LINES:
            raise _too_many(
                f"At most {max_lines * _BLANK_LINES:,} lines a job, blank ones included."
            )
        content = line.content
        if line.place.offset == 0 and content is not None:
            content = content.removeprefix(BOM_UTF8)
        if content is not None and not content.strip():
            continue
        count += 1
        if count > max_lines:
            raise _too_many(f"At most {max_lines:,} lines a job.")
        asked = _overlong() if content is None else read_job_line(content)
        yield JobLine(line=line.place.line, content=asked)


def _too_many(detail: str) -> ApiError:
    return refused_fields((FieldError(pointer="", detail=detail),))


def _overlong() -> Refusal:
    detail = f"The line is longer than {LONGEST_LINE:,} bytes."
    fault = FieldFault(pointer="", detail=detail)
    return Refusal(code=RefusalCode.MALFORMED, detail=detail, faults=(fault,))
