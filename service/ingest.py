"""Records into the corpus: the NDJSON wire format of the API, and of the files in ``seeds/``.

The format is read strictly. A field that is misspelt, missing or of another type is an error with
its line and pointer, never a guess: a corpus that says something else than its author meant is
worse than an import that fails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeGuard

from service.domain.corpus import Claim, ImportCount, IndexedClaim, Locator, Source, Standing
from service.domain.errors import InvalidRecord, NotFound
from service.domain.mentions import Span
from service.ports import ClaimStore

# Characters. A record is one assertion and its particulars, so it needs no more than a statement.
LONGEST_TEXT = 5_000
LONGEST_ID = 200
# The greatest paragraph number or offset; it fits the integers of every database.
GREATEST_COUNT = 100_000_000

_SOURCE_FIELDS = frozenset(
    ("kind", "id", "publisher", "title", "url", "published_at", "language", "origin")
)
_CLAIM_FIELDS = frozenset(
    ("kind", "id", "source_id", "text", "quote", "speaker", "standing", "event_at", "locator")
)
_LOCATOR_FIELDS = frozenset(("paragraph", "span"))

# Ids stand in paths of the API, and one id a line in its text answers.
_IDENTIFIER = re.compile(r"[^\s/?#\x00-\x20\x7f]+")
# Any other scheme than these two could run a script in the page that shows the link.
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII
)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)

IndexTerms = Callable[[Claim], tuple[str, ...]]


def read_records(lines: Iterable[bytes | str], *, name: str) -> tuple[list[Source], list[Claim]]:
    """Read the records of one file or request body; ``name`` is what errors call it.

    One JSON object a line; blank lines are skipped, but counted.
    Raises InvalidRecord with the line and the pointer of the first fault.
    """
    sources: dict[str, Source] = {}
    claims: dict[str, Claim] = {}
    for number, line in enumerate(lines, start=1):
        try:
            text = _decoded(line)
            if not text.strip():
                continue
            match _read_record(text):
                case Source() as source:
                    _refuse_double("source", source.id, sources)
                    sources[source.id] = source
                case Claim() as claim:
                    _refuse_double("claim", claim.id, claims)
                    claims[claim.id] = claim
        except InvalidRecord as error:
            detail = f"{error.detail} (in {name})"
            raise InvalidRecord(detail, pointer=error.pointer, line=number) from error
    return list(sources.values()), list(claims.values())


def import_records(
    store: ClaimStore,
    sources: Iterable[Source],
    claims: Iterable[Claim],
    *,
    index_terms: IndexTerms,
) -> ImportCount:
    """Add or replace records with their index terms, in one transaction. Raises InvalidRecord."""
    indexed = [IndexedClaim(claim=claim, terms=index_terms(claim)) for claim in claims]
    return store.add(sources, indexed)


def import_folder(store: ClaimStore, folder: Path, *, index_terms: IndexTerms) -> ImportCount:
    """Import every ``*.jsonl`` file of a folder, sorted by name, all of them in one transaction.

    A claim may name a source of another file. Raises InvalidRecord, or NotFound for the folder.
    """
    if not folder.is_dir():
        raise NotFound("folder", str(folder))
    sources: list[Source] = []
    claims: list[Claim] = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open("rb") as lines:
            more_sources, more_claims = read_records(lines, name=path.name)
        sources += more_sources
        claims += more_claims
    return import_records(store, sources, claims, index_terms=index_terms)


def _decoded(line: bytes | str) -> str:
    try:
        return line if isinstance(line, str) else line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRecord(f"is not UTF-8: byte {error.start + 1} of the line") from error


def _refuse_double(kind: str, identifier: str, known: Mapping[str, object]) -> None:
    if identifier in known:
        raise InvalidRecord(f"the {kind} {identifier!r} is given twice", pointer="/id")


def _read_record(text: str) -> Source | Claim:
    try:
        value: object = json.loads(
            text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant
        )
    except RecursionError as error:
        raise InvalidRecord("is nested too deeply") from error
    except ValueError as error:
        raise InvalidRecord(f"is not JSON: {error}") from error
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
    raise InvalidRecord(f"{constant} is not JSON")


def _pointer(parent: str, name: str) -> str:
    """An RFC 6901 pointer to a field of the value at ``parent``."""
    return f"{parent}/{name.replace('~', '~0').replace('/', '~1')}"


def _read_source(fields: _Fields) -> Source:
    fields.require_exactly(_SOURCE_FIELDS)
    return Source(
        id=fields.identifier("id"),
        publisher=fields.optional_text("publisher"),
        title=fields.text("title"),
        url=fields.web_address("url"),
        published_at=fields.time("published_at"),
        language=fields.text("language"),
        origin=fields.text("origin"),
    )


def _read_claim(fields: _Fields) -> Claim:
    fields.require_exactly(_CLAIM_FIELDS)
    return Claim(
        id=fields.identifier("id"),
        source_id=fields.identifier("source_id"),
        text=fields.text("text"),
        quote=fields.optional_text("quote"),
        speaker=fields.optional_text("speaker"),
        standing=fields.standing("standing"),
        event_at=fields.time("event_at", month=True),
        locator=fields.locator("locator"),
    )


class _Fields:
    """A JSON object whose fields are asked for by name and type; each question may be refused."""

    def __init__(self, value: object, pointer: str) -> None:
        if not isinstance(value, dict):
            raise InvalidRecord("is not an object", pointer=pointer)
        self._values: Mapping[str, object] = value
        self._pointer = pointer

    def require_exactly(self, names: frozenset[str]) -> None:
        """Refuse fields besides these, and the lack of one of them."""
        self.refuse_others(names)
        for name in sorted(names - self._values.keys()):
            self._refuse(name, "is missing")

    def refuse_others(self, names: frozenset[str]) -> None:
        """Refuse fields besides these."""
        for name in sorted(self._values.keys() - names):
            self._refuse(name, "is not a field of this record")

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str:
        """Some characters that every database can keep."""
        value = self._values.get(name)
        if not isinstance(value, str):
            self._refuse(name, "is not text" if name in self._values else "is missing")
        if not value.strip():
            self._refuse(name, "is empty")
        if len(value) > longest:
            self._refuse(name, f"has {len(value):,} characters, of {longest:,} allowed")
        if "\0" in value:
            self._refuse(name, "holds a NUL character")
        if any("\ud800" <= char <= "\udfff" for char in value):
            self._refuse(name, "holds half of a surrogate pair")
        return value

    def optional_text(self, name: str) -> str | None:
        """The same, or null."""
        return None if self._values.get(name) is None else self.text(name)

    def identifier(self, name: str) -> str:
        """Text that may stand in the path of a URL."""
        value = self.text(name, longest=LONGEST_ID)
        if not _IDENTIFIER.fullmatch(value):
            self._refuse(name, "holds white space, a control character, '/', '?' or '#'")
        return value

    def web_address(self, name: str) -> str | None:
        """An http or https URL, or null."""
        value = self.optional_text(name)
        if value is not None and not _WEB_ADDRESS.fullmatch(value):
            self._refuse(name, "is not an http or https address")
        return value

    def time(self, name: str, *, month: bool = False) -> str | None:
        """An ISO 8601 date or date-time as written, a year and month if ``month``, or null."""
        value = self.optional_text(name)
        if value is None:
            return None
        whole = f"{value}-01" if month and _MONTH.fullmatch(value) else value
        if not _TIME.fullmatch(whole):
            self._refuse(name, f"{value[:40]!r} is not an ISO 8601 date or date-time")
        try:
            datetime.fromisoformat(whole)
        except ValueError as error:
            self._refuse(name, f"{value!r} is not in the calendar: {error}")
        return value

    def standing(self, name: str) -> Standing:
        """One of the standings."""
        value = self.text(name)
        try:
            return Standing(value)
        except ValueError:
            known = ", ".join(standing.value for standing in Standing)
            self._refuse(name, f"{value[:40]!r} is none of {known}")

    def locator(self, name: str) -> Locator:
        """An object with a paragraph, a span, both or neither."""
        fields = _Fields(self._values[name], _pointer(self._pointer, name))
        fields.refuse_others(_LOCATOR_FIELDS)
        return Locator(paragraph=fields.paragraph("paragraph"), span=fields.span("span"))

    def paragraph(self, name: str) -> int | None:
        """A number from 1, null or absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if not _is_count(value, least=1):
            self._refuse(name, "is not a whole number from 1")
        return value

    def span(self, name: str) -> Span | None:
        """Two offsets in ascending order, null or absent."""
        match self._values.get(name):
            case None:
                return None
            case [start, end] if _is_count(start) and _is_count(end) and start <= end:
                return Span(start=start, end=end)
        return self._refuse(name, "is not a pair of offsets in ascending order")

    def _refuse(self, name: str, detail: str) -> NoReturn:
        raise InvalidRecord(detail, pointer=_pointer(self._pointer, name))


def _is_count(value: object, *, least: int = 0) -> TypeGuard[int]:
    """Whether a JSON value is a whole number; ``true`` is one to Python, but not to us."""
    return (
        isinstance(value, int) and not isinstance(value, bool) and least <= value <= GREATEST_COUNT
    )
