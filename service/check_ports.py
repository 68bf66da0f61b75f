"""The interfaces to what is kept with saved checks: their history, and what editors rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from service.domain.check import Check
from service.domain.rechecks import CheckChange, DueCheck, WatchedWord
from service.domain.reviews import Review, ReviewFigures, Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMeaning:
    """What one part of a saved statement means, and how near a claim has to come to count.

    ``vector`` has length 1. ``nearest`` are the claims that are compared with the part whatever
    words they share; another one joins them if its cosine is ``reach`` or more.
    """

    vector: npt.NDArray[np.float32]
    reach: float
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """The parts of a saved statement, in their order, as the model of this fingerprint reads them.

    A statement that cannot be checked has none.
    """

    model: str | None
    parts: tuple[PartMeaning, ...]


# Where no model says what a statement means, its words alone are watched.
WORDS_ALONE: Final = Meaning(model=None, parts=())


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCheck:
    """A saved check as it was read, and what it watches."""

    check: Check
    words: tuple[WatchedWord, ...]
    meaning: Meaning = WORDS_ALONE


class RecheckStore(Protocol):
    """Which saved checks a change of the corpus bears on, and what came of it.

    The transaction that changes a claim, its source or its vector notes the change, whoever makes
    it. Any number of workers may share the work: a change may be looked at twice, its outcome is
    recorded once.
    """

    def unwatched(self, model: str | None, *, limit: int) -> list[Check]:
        """Saved checks of which is not known yet what bears on them, the oldest first.

        Then those that are not watched by the meaning that ``model`` gives them, where there is
        a model.
        """
        ...

    def watch(self, lot: Sequence[WatchedCheck]) -> None:
        """From now on, changes that touch the words or the evidence of a check bear on it.

        So do changes of the claims nearest to it in meaning, and of claims that come as near. If the corpus has moved since a check was answered, it is due at once. A check that was
        replaced since it was read stays unwatched.
        """
        ...

    def spread(self, *, limit: int) -> int:
        """Put the checks that the oldest changes bear on among the due; how many changes."""
        ...

    def take(self, *, now: datetime, until: datetime) -> DueCheck | None:
        """The check that is due the longest; nobody else gets it before ``until``."""
        ...

    def finish(
        self, due: DueCheck, fresh: Check, *, event_id: str, meaning: Meaning = WORDS_ALONE
    ) -> CheckChange | None:
        """Keep the new answer, and in the same transaction tell what it changed, if anything.

        ``meaning``, found out after the answer, is what the check watches from now on. If that is
        more than before and the corpus has moved since the answer, the check is due again.
        Nothing is kept where the check has gone or has an answer of a later revision, nor where
        the answer is older than what asked for it: then the check stays due.
        """
        ...

    def ask_all(self) -> None:
        """Put every saved check among the due."""
        ...

    def waiting(self, model: str | None = None) -> int:
        """How much is left to do: changes to look at, checks to watch, checks that are due.

        For a worker with this ``model``, as in ``unwatched``.
        """
        ...

    def history(self, check_id: str, *, after: int, limit: int) -> list[CheckChange]:
        """What changed beyond the entry ``after``, oldest first. Raises NotFound."""
        ...

    def newest_changes(self, check_id: str, *, limit: int) -> list[CheckChange]:
        """The last changes, oldest first. Raises NotFound."""
        ...


class ReviewStore(Protocol):
    """What editors ruled. A review is never changed; the same reviewer's next supersedes it."""

    def add(self, check_id: str, ruling: Ruling, *, review_id: str, now: datetime) -> Review:
        """Keep a ruling on the check as it stands. Raises NotFound if there is no such check."""
        ...

    def get(self, check_id: str, review_id: str) -> Review:
        """Raises NotFound."""
        ...

    def list(self, check_id: str, *, after: int, limit: int) -> Sequence[Review]:
        """The reviews of a check beyond the number ``after``, oldest first. Raises NotFound."""
        ...

    def standing(self, check_ids: Sequence[str]) -> dict[str, tuple[Review, ...]]:
        """The reviews of these checks that nothing supersedes, oldest first, by check."""
        ...

    def delete(self, check_id: str, review_id: str) -> None:
        """Take a review away; the one that it superseded stands again. Raises NotFound."""
        ...

    def figures(self) -> ReviewFigures:
        """How machine and editors agree."""
        ...
