"""CSV: the wire format laid flat, one record a row, an empty cell for null.

The first row names the columns, in any order; those that a kind of record does not need may be
missing or empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.domain.errors import InvalidRecord
from service.domain.imports import Fault, FaultCode, Place
from service.importing.lines import Line, read_lines
from service.importing.ndjson import Found, fault_of, overlong
from service.record_format import record_of

_SOURCE_COLUMNS = ("kind", "id", "publisher", "title", "url", "published_at", "language", "origin")
_CLAIM_COLUMNS = ("kind", "id", "source_id", "text", "quote", "speaker", "standing", "event_at")
_NUMBERS = ("paragraph", "span_start", "span_end")
_RETRACTION = ("retracted_at", "retracted_reason")
COLUMNS = tuple(dict.fromkeys((*_SOURCE_COLUMNS, *_CLAIM_COLUMNS, *_NUMBERS, *_RETRACTION)))

# Where the field of a record stands in the row, if not under its own name.
_COLUMN_OF = {
    "/locator/paragraph": "/paragraph",
    "/locator/span": "/span_start",
    "/retracted": "/retracted_at",
    "/retracted/at": "/retracted_at",
    "/retracted/reason": "/retracted_reason",
}


def read_csv(chunks: Iterable[bytes]) -> Iterator[Found | Fault]:
    """The records of the input, with a fault for each row that is none; blank rows are passed."""
    source = _Lines(read_lines(chunks))
    rows = csv.reader(source, strict=True)
    header: list[str] | None = None
    while True:
        source.begin()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if header is None and (other := _other_separator(source.first)):
                yield _syntax(source.place, other)
                return
            yield _syntax(source.place, f"is not CSV: {error}")
            continue
        if source.overlong:
            yield overlong(source.place)
        elif source.undecoded is not None:
            yield _not_utf8(source.place, source.undecoded)
            if header is None:
                return
        elif header is None:
            header = [name.strip() for name in row]
            if unknown := _other_separator(source.first) or _wrong_header(header):
                yield _syntax(source.place, unknown)
                return
        elif any(row):
            yield _record(source.place, header, row)


def _record(place: Place, header: Sequence[str], row: Sequence[str]) -> Found | Fault:
    if len(row) > len(header):
        return _syntax(place, f"has {len(row)} cells under {len(header)} columns")
    cells = {name: cell for name, cell in zip(header, row, strict=False) if cell}
    try:
        return Found(place=place, record=record_of(_unfolded(cells)))
    except InvalidRecord as error:
        column = _COLUMN_OF.get(error.pointer, error.pointer)
        moved = InvalidRecord(error.detail, pointer=column)
        return fault_of(place, moved)


def _unfolded(cells: Mapping[str, str]) -> dict[str, object]:
    """The JSON object of a row; a cell under a column of the other kind stays, to be refused."""
    kind = cells.get("kind", "")
    names = _SOURCE_COLUMNS if kind == "source" else _CLAIM_COLUMNS
    value: dict[str, object] = {name: cells.get(name) for name in names}
    folded = () if kind == "source" else (*_NUMBERS, *_RETRACTION)
    value |= {name: cell for name, cell in cells.items() if name not in (*names, *folded)}
    if kind != "source":
        value["locator"] = {"paragraph": _number(cells, "paragraph"), "span": _span(cells)}
        value["retracted"] = _retraction(cells)
    return value


def _span(cells: Mapping[str, str]) -> object:
    if "span_start" not in cells and "span_end" not in cells:
        return None
    return [_number(cells, "span_start"), _number(cells, "span_end")]


def _retraction(cells: Mapping[str, str]) -> object:
    if "retracted_at" not in cells and "retracted_reason" not in cells:
        return None
    return {"at": cells.get("retracted_at"), "reason": cells.get("retracted_reason")}


def _number(cells: Mapping[str, str], name: str) -> object:
    """A whole number, or what the cell holds instead, for the format to refuse."""
    cell = cells.get(name)
    return int(cell) if cell and cell.isascii() and cell.isdigit() and len(cell) < 12 else cell


def _wrong_header(header: Sequence[str]) -> str | None:
    if unknown := sorted(set(header) - set(COLUMNS)):
        return f"the column {unknown[0][:40]!r} is none of {', '.join(COLUMNS)}"
    if len(set(header)) < len(header):
        return "a column is named twice"
    missing = [name for name in ("kind", "id") if name not in header]
    return f"there is no column {missing[0]!r}" if missing else None


# What spreadsheets write where the comma is the decimal sign, and databases.
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def _other_separator(first: str) -> str | None:
    """What is wrong with a header whose names stand apart by something else than a comma."""
    for separator, called in _OTHER_SEPARATORS.items():
        names = {name.strip().strip('"') for name in first.split(separator)}
        if {"kind", "id"} <= names:
            return f"the columns are separated by {called}; they must be by commas"
    return None


def _not_utf8(place: Place, where: str) -> Fault:
    detail = f"is not UTF-8: {where}; save the file as UTF-8"
    return Fault(place=place, pointer="", code=FaultCode.ENCODING, detail=detail)


def _syntax(place: Place, detail: str) -> Fault:
    return Fault(place=place, pointer="", code=FaultCode.SYNTAX, detail=detail)


class _Lines:
    """Hands lines to the reader of rows, and keeps where the row at hand began.

    ``first`` is its first line, ``undecoded`` where the first byte of it stands that is not UTF-8.
    """

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._begun = False
        self.place = Place(line=1, offset=0)
        self.overlong = False
        self.undecoded: str | None = None
        self.first = ""

    def begin(self) -> None:
        """The next line is the first of a row."""
        self._begun = False
        self.overlong = False
        self.undecoded = None
        self.first = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if not self._begun:
            self.place, self._begun = line.place, True
        if line.content is None:
            self.overlong = True
            return "\n"
        text = self._decoded(line.content, line.place)
        if line.place.offset == 0:
            text = text.removeprefix("\ufeff")
        self.first = self.first or text
        return text + "\n"

    def _decoded(self, content: bytes, place: Place) -> str:
        """The text; a row that is not UTF-8 is read to its end all the same, to be refused whole."""
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            self.undecoded = self.undecoded or f"byte {error.start + 1} of line {place.line}"
            return content.decode("utf-8", "surrogateescape")
