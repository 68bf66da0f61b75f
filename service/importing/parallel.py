"""Index terms by several processes: reading texts is most of the work of a long import."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from service.domain.corpus import Claim
from service.importing.imports import IndexMany

IndexOne = Callable[[Claim], tuple[str, ...]]
IndexText = Callable[[str, str | None], tuple[str, ...]]

# Claims that a process is handed at once.
_SHARE = 100


def one_by_one(index_terms: IndexOne) -> IndexMany:
    """Terms by the process that asks for them."""
    return lambda claims: [index_terms(claim) for claim in claims]


@contextmanager
def by_processes(index_text: IndexText, *, processes: int) -> Iterator[IndexMany]:
    """Terms by ``processes`` of their own, which work on while the caller does something else.

    ``index_text`` gives the terms of a text and its speaker: claims are slower to hand over. It
    has to be importable by its name.
    """
    # Started anew and not forked: the caller may have threads and open connections.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=end_with_parent) as pool:
        yield lambda claims: pool.map(
            index_text,
            [claim.text for claim in claims],
            [claim.speaker for claim in claims],
            chunksize=_SHARE,
        )


def end_with_parent() -> None:
    """Make this process end when its parent is killed; by itself it would wait for ever."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
