"""Whether this process can do its work: the database is there and of our form, the models open."""

from __future__ import annotations

from typing import Protocol


class Pinged(Protocol):
    def ping(self) -> None:
        """Raises StoreUnavailable if the database does not answer or lacks migrations."""
        ...


class Opened(Protocol):
    def open_models(self) -> None:
        """Raises ModelUnusable if weights cannot be read any more."""
        ...


class Readiness:
    """Asks the database each time, and the models until they have opened once.

    Whoever asks before the first request thereby spares it the opening of the models.
    """

    def __init__(self, database: Pinged, models: Opened) -> None:
        self._database = database
        self._models = models
        self._opened = False

    def __call__(self) -> None:
        """Raises a FactCheckError that says what is missing."""
        self._database.ping()
        if not self._opened:
            self._models.open_models()
            self._opened = True
