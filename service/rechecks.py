"""The correction ripple: a change of the corpus makes the saved checks again that it bears on.

The store notes every change in the transaction that makes it, and knows by its indexes which saved
checks a claim may bear on. Making those again is this use case: in small steps, by any number of
workers, each of which may be killed at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from service.check_ports import RecheckStore
from service.domain.check import Answer, CheckRequest
from service.domain.rechecks import CheckChange, DueCheck
from service.observation import UNOBSERVED, Observer
from service.watching import Watching

# How long one step works before it lets others have their turn.
SECONDS = 1.0
# What one transaction takes of the changes to look at.
LOT = 50
# The same of the checks to watch. A model reads some fifty statements a second.
WATCHED_AT_ONCE = 20
# After this time a check that a worker has taken is free again. A check takes well under a second.
LEASE = timedelta(minutes=1)

Told = Callable[[CheckChange], None]


class Answerer(Protocol):
    """What is asked for the new answer."""

    def check(self, request: CheckRequest, *, now: datetime) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecking:
    """Keeps the saved checks of one corpus current.

    ``clock`` gives the time with its zone, ``timer`` seconds of a monotonic clock, ``new_id`` an
    unguessable token.
    """

    rechecks: RecheckStore
    checker: Answerer
    watching: Watching
    clock: Callable[[], datetime]
    timer: Callable[[], float]
    new_id: Callable[[], str]
    observer: Observer = UNOBSERVED

    def recheck_some(self, *, told: Told | None = None) -> bool:
        """Work for about a second; whether there was anything to do.

        ``told`` hears of every answer that changed.
        """
        start = self.timer()
        watched = self._watch_new(until=start + SECONDS / 3)
        spread = self._spread(until=start + SECONDS * 2 / 3)
        made = self._make_again(until=start + SECONDS, told=told)
        return watched or spread or made

    def recheck_waiting(self, *, told: Told, progress: Callable[[], None] | None = None) -> None:
        """Work until nothing waits but what other workers have taken."""
        while self.recheck_some(told=told):
            if progress is not None:
                progress()

    def ask_all(self) -> None:
        """Put every saved check among the due, as after a change of the engine."""
        self.rechecks.ask_all()

    def waiting(self) -> int:
        """How much is left to do; see ``RecheckStore.waiting``."""
        return self.rechecks.waiting(self.watching.model)

    def _watch_new(self, *, until: float) -> bool:
        did = False
        model = self.watching.model
        while lot := self.rechecks.unwatched(model, limit=WATCHED_AT_ONCE):
            self.rechecks.watch([self.watching.watched(check) for check in lot])
            did = True
            if self.timer() >= until:
                break
        return did

    def _spread(self, *, until: float) -> bool:
        did = False
        while self.rechecks.spread(limit=LOT):
            did = True
            if self.timer() >= until:
                break
        return did

    def _make_again(self, *, until: float, told: Told | None) -> bool:
        did = False
        while due := self._take():
            now = self.clock()
            answer = self.checker.check(due.check.request, now=now)
            fresh = replace(due.check, checked_at=now, answer=answer)
            # After the answer: what it could not know yet is then seen to be more than before.
            meaning = self.watching.meaning(fresh.request)
            event_id = f"evt_{self.new_id()}"
            change = self.rechecks.finish(due, fresh, event_id=event_id, meaning=meaning)
            self.observer.rechecked(changed=change is not None)
            did = True
            if change is not None and told is not None:
                told(change)
            if self.timer() >= until:
                break
        return did

    def _take(self) -> DueCheck | None:
        now = self.clock()
        return self.rechecks.take(now=now, until=now + LEASE)
