"""NDJSON: one record of the wire format a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.corpus import Claim, Source
from service.domain.errors import InvalidRecord
from service.domain.imports import Fault, FaultCode, Place
from service.importing.lines import LONGEST_LINE, read_lines
from service.record_format import NotARecord, read_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that the input holds. ``repeatable``: it may hold the same one again."""

    place: Place
    record: Source | Claim
    repeatable: bool = False


def read_ndjson(chunks: Iterable[bytes]) -> Iterator[Found | Fault]:
    """The records of the input, with a fault for each line that is none; blank lines are passed."""
    for line in read_lines(chunks):
        if line.content is None:
            yield overlong(line.place)
            continue
        try:
            text = line.content.decode("utf-8")
        except UnicodeDecodeError as error:
            detail = f"is not UTF-8: byte {error.start + 1} of the line"
            yield Fault(place=line.place, pointer="", code=FaultCode.ENCODING, detail=detail)
            continue
        if line.place.offset == 0:
            text = text.removeprefix("\ufeff")
        if text.strip():
            yield _found(line.place, text)


def overlong(place: Place) -> Fault:
    """The fault of a line or value that no record needs."""
    detail = f"is longer than {LONGEST_LINE:,} bytes"
    return Fault(place=place, pointer="", code=FaultCode.TOO_LONG, detail=detail)


def fault_of(place: Place, error: InvalidRecord) -> Fault:
    """The fault of a record that the format refuses."""
    code = FaultCode.SYNTAX if isinstance(error, NotARecord) else FaultCode.FIELD
    return Fault(place=place, pointer=error.pointer, code=code, detail=error.detail)


def _found(place: Place, text: str) -> Found | Fault:
    try:
        return Found(place=place, record=read_record(text))
    except InvalidRecord as error:
        return fault_of(place, error)
