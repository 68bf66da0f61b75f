"""The work that nobody waits for: a loop over steps, in a thread of the server or on its own.

A step does a bounded piece of work, about a second at most, and says whether there was any.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

Step = Callable[[], bool]

# Where an application keeps the thread of its server, among its extensions.
BACKGROUND: Final = "factcheck.background"

# Seconds. How long to wait when no step had work: twice as long each time, up to the last.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
# The same for a step that fails; the others go on meanwhile.
FIRST_RETRY, LONGEST_RETRY = 1.0, 60.0

_LOG = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Turn:
    """A step with what its last failures cost it: it is left out until ``due``."""

    step: Step
    due: float = 0.0
    retry: float = FIRST_RETRY


class Worker:
    """Runs steps in turn until it is asked to stop.

    ``timer`` gives seconds of a monotonic clock. ``rest`` is how long to stand back for each
    second of work, so that the threads of a server that answer requests come first. ``wait``
    waits for so many seconds (default: less if the worker is stopped meanwhile).
    """

    def __init__(
        self,
        steps: Iterable[Step],
        *,
        timer: Callable[[], float],
        rest: float = 0.0,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self._turns = [_Turn(step=step) for step in steps]
        self._timer = timer
        self._rest = rest
        self._stopping = threading.Event()
        self._wait = wait or self._stopping.wait

    def run(self) -> None:
        """Work until ``stop`` is called; the step at hand is brought to its end."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            if self._round():
                pause = FIRST_PAUSE
                continue
            self._wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def stop(self) -> None:
        """Ask the loop to end, from another thread; not from a signal handler, which may deadlock."""
        self._stopping.set()

    def _round(self) -> bool:
        """Each step that is due once; whether any of them had work."""
        worked = False
        for turn in self._turns:
            if self._stopping.is_set():
                break
            began = self._timer()
            if turn.due <= began and self._try(turn):
                worked = True
                self._wait(self._rest * (self._timer() - began))
        return worked

    def _try(self, turn: _Turn) -> bool:
        try:
            worked = turn.step()
        # A step that fails must not take the others down, whatever is wrong with it.
        except Exception as error:  # noqa: BLE001
            _LOG.error("a background step failed; next try in %.0f s", turn.retry, exc_info=error)
            turn.due = self._timer() + turn.retry
            turn.retry = min(2 * turn.retry, LONGEST_RETRY)
            return False
        turn.retry = FIRST_RETRY
        return worked


class BackgroundThread:
    """A worker in a thread of its own; a process that forks starts it afterwards."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        # A step that hangs must not keep the process from ending.
        self._thread = threading.Thread(target=worker.run, name="background", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, patience: float) -> None:
        """Ask the worker to end, and give it so many seconds to finish its step."""
        self._worker.stop()
        if self._thread.is_alive():
            self._thread.join(patience)
