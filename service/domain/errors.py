"""The errors that a user can meet.

FactCheckError
├── NotFound            no record, check or source has this id
│   └── Gone            a record had this id and was deleted
├── Conflict            the change does not fit what the corpus holds
│   └── PreconditionFailed  the record is not the one that the caller had seen
├── InvalidRecord       a record breaks the wire format (field pointer and reason)
│   └── PageUnusable    the page at an address cannot be fetched, or holds no article
├── ModelUnusable       a weights file is missing, or its hash is not the manifest's
├── NotOffered          this installation does not do what is asked
├── SettingsInvalid     a setting's value cannot be used
├── StoreUnavailable    the database does not answer
│   └── OutOfTime       a question to the database took longer than it may
├── TargetFailed        another server does not answer as it should
└── TargetRefused       a URL leads where this service must not go
"""

from __future__ import annotations


class FactCheckError(Exception):
    """The base of every error that we raise on purpose; its text is fit for a reader."""


class NotFound(FactCheckError):
    """Nothing has this id."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(f"no {kind} has the id {identifier!r}")
        self.kind = kind
        self.identifier = identifier


class Gone(NotFound):
    """A record had this id and was deleted; its versions are kept."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(kind, identifier)
        self.args = (f"the {kind} {identifier!r} was deleted",)


class Conflict(FactCheckError):
    """The change does not fit what the corpus holds."""


class PreconditionFailed(Conflict):
    """The record is not the one that the caller had seen."""


class InvalidRecord(FactCheckError):
    """A record breaks the wire format; ``pointer`` names the field (RFC 6901)."""

    def __init__(self, detail: str, *, pointer: str = "", line: int | None = None) -> None:
        where = f"line {line}: " if line is not None else ""
        super().__init__(f"{where}{pointer + ': ' if pointer else ''}{detail}")
        self.detail = detail
        self.pointer = pointer
        self.line = line


class PageUnusable(InvalidRecord):
    """The page at an address cannot be fetched, or holds no article."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail, pointer="/url")


class ModelUnusable(FactCheckError):
    """A weights file is missing, or is not the one that the manifest names."""


class NotOffered(FactCheckError):
    """This installation does not do what is asked; the text says what would make it."""


class SettingsInvalid(FactCheckError):
    """A setting's value cannot be used; ``name`` is the environment variable."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name = name


class StoreUnavailable(FactCheckError):
    """The database does not answer."""


class OutOfTime(StoreUnavailable):
    """A question to the database took longer than it may."""


class TargetFailed(FactCheckError):
    """Another server cannot be reached, or does not answer as it should."""


class TargetRefused(FactCheckError):
    """A URL leads where this service must not go."""
