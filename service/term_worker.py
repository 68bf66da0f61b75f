"""What a process that ``importing.parallel`` has started does: it reads texts until it is told no more.

It stands by itself, for whatever is imported here is waited for by every long import.
"""

from __future__ import annotations

import gc
import pickle
import signal
import sys
from collections.abc import Callable

IndexText = Callable[[str, str | None], tuple[str, ...]]
Share = list[tuple[str, str | None]]
Terms = list[tuple[str, ...]]

# Reading makes much and keeps little of it; looking for garbage as often as Python does by itself
# would go through the tables of words again and again.
_OBJECTS_BETWEEN_LOOKS = 50_000


def work() -> None:
    """Answer each share of texts with their terms; pickles in and out, in the order asked."""
    # Ctrl-C goes to the whole family; this process ends with its parent's last word.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    # It is our own parent that asks, so what it says may be unpickled.
    index_text: IndexText = pickle.load(asked)  # noqa: S301
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
    while True:
        try:
            share: Share = pickle.load(asked)  # noqa: S301
        except (EOFError, OSError):
            return
        pickle.dump(_answer(index_text, share), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _answer(index_text: IndexText, share: Share) -> Terms | Exception:
    try:
        return [index_text(text, speaker) for text, speaker in share]
    except Exception as error:  # noqa: BLE001  Whatever it is, it is for the one who asked.
        return error
