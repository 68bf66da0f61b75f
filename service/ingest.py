"""Small files of records into the corpus, whole: what fills an empty one from ``seeds/``.

``service/importing`` takes files of any size and form, and tells of every fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from service.domain.changes import UNSIGNED, ChangeNote
from service.domain.corpus import Claim, ImportCount, IndexedClaim, Source
from service.domain.errors import InvalidRecord, NotFound
from service.ports import ClaimStore
from service.record_format import read_record

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
            match read_record(text):
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
    note: ChangeNote = UNSIGNED,
) -> ImportCount:
    """Add or replace records with their index terms, in one transaction. Raises InvalidRecord."""
    indexed = [IndexedClaim(claim=claim, terms=index_terms(claim)) for claim in claims]
    return store.add(sources, indexed, note=note)


def import_folder(
    store: ClaimStore,
    folder: Path,
    *,
    index_terms: IndexTerms,
    note: ChangeNote = UNSIGNED,
) -> ImportCount:
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
    return import_records(store, sources, claims, index_terms=index_terms, note=note)


def _decoded(line: bytes | str) -> str:
    try:
        return line if isinstance(line, str) else line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRecord(f"is not UTF-8: byte {error.start + 1} of the line") from error


def _refuse_double(kind: str, identifier: str, known: Mapping[str, object]) -> None:
    if identifier in known:
        raise InvalidRecord(f"the {kind} {identifier!r} is given twice", pointer="/id")
