"""Index terms by several processes: reading texts is most of the work of a long import."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain
from queue import SimpleQueue
from types import TracebackType
from typing import IO, cast

from service.domain.corpus import Claim
from service.importing.imports import IndexMany
from service.term_worker import IndexText, Share, Terms

IndexOne = Callable[[Claim], tuple[str, ...]]

# Claims that a process is handed at once.
_SHARE = 100

# The path of the modules comes first, so that the process finds this package where we found it.
_BEGIN = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from service.term_worker import work
work()
"""


def one_by_one(index_terms: IndexOne) -> IndexMany:
    """Terms by the process that asks for them."""
    return lambda claims: [index_terms(claim) for claim in claims]


@contextmanager
def by_processes(index_text: IndexText, *, processes: int) -> Iterator[IndexMany]:
    """Terms by ``processes`` of their own, which work on while the caller does something else.

    ``index_text`` gives the terms of a text and its speaker: claims are slower to hand over. It
    has to be importable by its name.
    """
    idle: SimpleQueue[_Worker] = SimpleQueue()

    def ask(share: Share) -> Terms:
        worker = idle.get()
        try:
            return worker.terms(share)
        finally:
            idle.put(worker)

    with ExitStack() as workers:
        for _ in range(processes):
            idle.put(workers.enter_context(_Worker(index_text)))
        # One thread for each process: it writes a share, then waits for the terms.
        threads = ThreadPoolExecutor(processes)
        workers.callback(threads.shutdown, cancel_futures=True)
        yield lambda claims: chain.from_iterable(threads.map(ask, _shares(claims)))


class WorkerLost(RuntimeError):
    """A process that reads texts has ended before its work."""


class _Worker:
    """A process that reads texts until it is told no more; one share at a time.

    It is started anew, since the caller may have threads and open connections, and not by
    ``multiprocessing``, which would import the whole program that asks, and so take longer than
    reading ten thousand claims does. When its parent is killed, it finds its input at an end.
    """

    def __init__(self, index_text: IndexText) -> None:
        command = [sys.executable, "-c", _BEGIN]
        self._process = subprocess.Popen(  # noqa: S603  Our own program, with nobody's input.
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._asked = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)
        self._tell(sys.path)
        self._tell(index_text)

    def __enter__(self) -> _Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def terms(self, share: Share) -> Terms:
        """The terms of each text. Raises what reading a text raised, or WorkerLost."""
        self._tell(share)
        try:
            # It is this program that answers, not somebody else's.
            answer: Terms | Exception = pickle.load(self._answers)  # noqa: S301
        except EOFError as error:
            raise WorkerLost("a process that reads texts has ended") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _tell(self, message: object) -> None:
        try:
            pickle.dump(message, self._asked, pickle.HIGHEST_PROTOCOL)
            self._asked.flush()
        except BrokenPipeError as error:
            raise WorkerLost("a process that reads texts has ended") from error


def _shares(claims: list[Claim]) -> Iterator[Share]:
    for start in range(0, len(claims), _SHARE):
        yield [(claim.text, claim.speaker) for claim in claims[start : start + _SHARE]]
