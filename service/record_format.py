"""The wire format of records, read strictly: the NDJSON of the API and of the files in ``seeds/``.

A field that is misspelt, missing or of another type is an error with its pointer, never a guess:
a corpus that says something else than its author meant is worse than an import that fails.
``schemas/records.py`` says the same of single records, slower and with all faults at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn, TypeGuard

from service.domain.corpus import Claim, Locator, Retraction, Source, Standing
from service.domain.errors import InvalidRecord
from service.domain.mentions import Span

# Characters. A record is one assertion and its particulars, so it needs no more than a statement.
LONGEST_TEXT = 5_000
LONGEST_ID = 200
LONGEST_NAME = 200
LONGEST_TITLE = 1_000
LONGEST_ADDRESS = 2_000
LONGEST_SPEAKER = 500
LONGEST_LANGUAGE = 35
# The greatest paragraph number or offset; it fits the integers of every database.
GREATEST_COUNT = 100_000_000

_SOURCE_FIELDS = frozenset(
    ("kind", "id", "publisher", "title", "url", "published_at", "language", "origin")
)
_CLAIM_FIELDS = frozenset(
    ("kind", "id", "source_id", "text", "quote", "speaker", "standing", "event_at", "locator")
)
_CLAIM_EXTRAS = frozenset(("retracted",))
_RETRACTION_FIELDS = frozenset(("at", "reason"))
_LOCATOR_FIELDS = frozenset(("paragraph", "span"))

# Ids stand in paths of the API, and one id a line in its text answers.
_IDENTIFIER = re.compile(r"[^\s/?#\x00-\x20\x7f]+")
# Any other scheme than these two could run a script in the page that shows the link.
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class NotARecord(InvalidRecord):
    """A text is no JSON at all, or not the JSON that everybody reads alike."""


def read_record(text: str) -> Source | Claim:
    """The record that one JSON object spells. Raises InvalidRecord for the first fault."""
    return record_of(parse_json(text))


def parse_json(text: str) -> object:
    """The value of a JSON text. Raises NotARecord, or InvalidRecord for a key given twice."""
    try:
        if text.startswith("\ufeff"):
            raise json.JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", text, 0)
        value: object = _JSON.decode(text)
    except RecursionError as error:
        raise NotARecord("is nested too deeply") from error
    except ValueError as error:
        raise NotARecord(f"is not JSON: {error}") from error
    return value


def record_of(value: object) -> Source | Claim:
    """The record of a JSON value as it was read. Raises InvalidRecord for the first fault."""
    fields = _Fields(value, "")
    match fields.text("kind"):
        case "source":
            return _read_source(fields)
        case "claim":
            return _read_claim(fields)
        case kind:
            raise InvalidRecord(f"{kind!r} is neither 'source' nor 'claim'", pointer="/kind")


def _without_doubles(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise InvalidRecord("the key is given twice", pointer=_pointer("", double))
    return values


def _refuse_constant(constant: str) -> NoReturn:
    raise NotARecord(f"{constant} is not JSON")


# Made once: json.loads would make it anew for each line.
_JSON = json.JSONDecoder(object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)


def _pointer(parent: str, name: str) -> str:
    """An RFC 6901 pointer to a field of the value at ``parent``."""
    return f"{parent}/{name.replace('~', '~0').replace('/', '~1')}"


def _read_source(fields: _Fields) -> Source:
    fields.require_exactly(_SOURCE_FIELDS)
    return Source(
        id=fields.identifier("id"),
        publisher=fields.optional_text("publisher", longest=LONGEST_NAME),
        title=fields.text("title", longest=LONGEST_TITLE),
        url=fields.web_address("url"),
        published_at=fields.time("published_at"),
        language=fields.text("language", longest=LONGEST_LANGUAGE),
        origin=fields.text("origin", longest=LONGEST_NAME),
    )


def _read_claim(fields: _Fields) -> Claim:
    fields.require_exactly(_CLAIM_FIELDS, besides=_CLAIM_EXTRAS)
    return Claim(
        id=fields.identifier("id"),
        source_id=fields.identifier("source_id"),
        text=fields.text("text"),
        quote=fields.optional_text("quote"),
        speaker=fields.optional_text("speaker", longest=LONGEST_SPEAKER),
        standing=fields.standing("standing"),
        event_at=fields.time("event_at", month=True),
        locator=fields.locator("locator"),
        retracted=fields.retraction("retracted"),
    )


class _Fields:
    """A JSON object whose fields are asked for by name and type; each question may be refused."""

    def __init__(self, value: object, pointer: str) -> None:
        if not isinstance(value, dict):
            raise InvalidRecord("is not an object", pointer=pointer)
        self._values: Mapping[str, object] = value
        self._pointer = pointer

    def require_exactly(
        self, names: frozenset[str], *, besides: frozenset[str] = frozenset()
    ) -> None:
        """Refuse the lack of one of these fields, and all others but those ``besides``."""
        if self._values.keys() == names:
            return
        self.refuse_others(names | besides)
        for name in sorted(names - self._values.keys()):
            self.refuse(name, "is missing")

    def refuse_others(self, names: frozenset[str]) -> None:
        """Refuse fields besides these."""
        if not self._values.keys() <= names:
            first = min(self._values.keys() - names)
            self.refuse(first, "is not a field of this record")

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        """Some characters that every database can keep."""
        value = self._values.get(name)
        if not isinstance(value, str):
            self.refuse(name, "is not text" if name in self._values else "is missing")
        if not value.strip():
            self.refuse(name, "is empty")
        if len(value) > longest:
            self.refuse(name, f"has {len(value):,} characters, of {longest:,} allowed")
        if "\0" in value:
            self.refuse(name, "holds a NUL character")
        if not value.isascii() and _HALF_PAIR.search(value):
            self.refuse(name, "holds half of a surrogate pair")
        return value

    def optional_text(self, name: str, *, longest: int = LONGEST_TEXT) -> str | None:
        """The same, or null."""
        return None if self._values.get(name) is None else self.text(name, longest=longest)

    def identifier(self, name: str) -> str:
        """Text that may stand in the path of a URL."""
        value = self.text(name, longest=LONGEST_ID)
        if not _IDENTIFIER.fullmatch(value):
            self.refuse(name, "holds white space, a control character, '/', '?' or '#'")
        return value

    def web_address(self, name: str) -> str | None:
        """An http or https URL, or null."""
        value = self.optional_text(name, longest=LONGEST_ADDRESS)
        if value is not None and not _WEB_ADDRESS.fullmatch(value):
            self.refuse(name, "is not an http or https address")
        return value

    def time(self, name: str, *, month: bool = False) -> str | None:
        """An ISO 8601 date or date-time as written, a year and month if ``month``, or null."""
        value = self.optional_text(name)
        if value is None:
            return None
        whole = f"{value}-01" if month and _MONTH.fullmatch(value) else value
        if not _TIME.fullmatch(whole):
            self.refuse(name, f"{value[:40]!r} is not an ISO 8601 date or date-time")
        try:
            datetime.fromisoformat(whole)
        except ValueError as error:
            self.refuse(name, f"{value!r} is not in the calendar: {error}")
        return value

    def standing(self, name: str) -> Standing:
        """One of the standings."""
        value = self.text(name)
        try:
            return Standing(value)
        except ValueError:
            known = ", ".join(standing.value for standing in Standing)
            self.refuse(name, f"{value[:40]!r} is none of {known}")

    def locator(self, name: str) -> Locator:
        """An object with a paragraph, a span, both or neither."""
        fields = _Fields(self._values[name], _pointer(self._pointer, name))
        fields.refuse_others(_LOCATOR_FIELDS)
        return Locator(paragraph=fields.paragraph("paragraph"), span=fields.span("span"))

    def retraction(self, name: str) -> Retraction | None:
        """An object with a time and a reason, null or absent."""
        if self._values.get(name) is None:
            return None
        fields = _Fields(self._values[name], _pointer(self._pointer, name))
        fields.require_exactly(_RETRACTION_FIELDS)
        at = fields.time("at")
        if at is None:
            fields.refuse("at", "is null")
        return Retraction(at=at, reason=fields.optional_text("reason", longest=LONGEST_SPEAKER))

    def paragraph(self, name: str) -> int | None:
        """A number from 1, null or absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if not _is_count(value, least=1):
            self.refuse(name, "is not a whole number from 1")
        return value

    def span(self, name: str) -> Span | None:
        """Two offsets in ascending order, null or absent."""
        match self._values.get(name):
            case None:
                return None
            case [start, end] if _is_count(start) and _is_count(end) and start <= end:
                return Span(start=start, end=end)
        return self.refuse(name, "is not a pair of offsets in ascending order")

    def refuse(self, name: str, detail: str) -> NoReturn:
        """Raise InvalidRecord for a field."""
        raise InvalidRecord(detail, pointer=_pointer(self._pointer, name))


def _is_count(value: object, *, least: int = 0) -> TypeGuard[int]:
    """Whether a JSON value is a whole number; ``true`` is one to Python, but not to us."""
    return (
        isinstance(value, int) and not isinstance(value, bool) and least <= value <= GREATEST_COUNT
    )
