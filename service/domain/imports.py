"""An import: the records and faults that a reader finds, and the account of what became of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from service.domain.changes import UNSIGNED, ChangeNote
from service.domain.corpus import IndexedClaim, Source

# So many faults are told one by one; of the others, their number.
LISTED_FAULTS = 1_000


class OnError(StrEnum):
    """What a bad record does to an import: end it whole, or stay out alone."""

    ABORT = "abort"
    SKIP = "skip"


class ImportOutcome(StrEnum):
    """All records were taken, the good ones only, or none."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    ABORTED = "aborted"


class FaultCode(StrEnum):
    """What is wrong with a record."""

    ENCODING = "encoding"  # Not UTF-8.
    TOO_LONG = "too_long"  # A line that no record needs.
    SYNTAX = "syntax"  # Neither JSON nor CSV.
    FIELD = "field"  # A field is missing, unknown, or of another type or form.
    DUPLICATE = "duplicate"  # The id was given before in the same import.
    UNKNOWN_SOURCE = "unknown_source"  # The source is neither given nor stored.


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in its input a record begins: lines count from 1, bytes from 0.

    ``name`` tells one input from another where there are several, and is empty otherwise.
    """

    line: int
    offset: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One record that is refused, with the field that it is refused for."""

    place: Place
    pointer: str
    code: FaultCode
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A good record with its place. ``repeatable``: the input may give the same record again."""

    place: Place
    record: Source | IndexedClaim
    repeatable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """How to import: what a bad record does, whether to change anything, and whose change it is."""

    on_error: OnError = OnError.ABORT
    dry_run: bool = False
    note: ChangeNote = UNSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of each record: ``read`` is the sum of the four counts after it.

    Where nothing was kept (``aborted``, or a dry run) the counts say what each record would have
    been. ``revision`` is that of the corpus afterwards.
    """

    outcome: ImportOutcome
    dry_run: bool
    revision: int
    read: int
    accepted: int
    updated: int
    unchanged: int
    rejected: int
    faults: tuple[Fault, ...]
    faults_left_out: int


# Told from time to time: a step of the work, and how many records it has done.
Progress = Callable[[str, int], None]


def no_progress(_step: str, _done: int) -> None:
    """For callers who do not watch."""
