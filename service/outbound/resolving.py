"""Names to addresses, with a deadline that the system's resolver does not have."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import TypeAlias

Resolver: TypeAlias = Callable[[str, float], Sequence[str]]
"""The addresses of a host, given the seconds that it may take. Raises OSError or TimeoutError."""


def system_addresses(host: str, seconds: float) -> Sequence[str]:
    """All addresses that the system knows for a name, in its order of preference."""
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            # A name that cannot be written in the DNS has no address either.
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            answers.put(list(dict.fromkeys(str(place[4][0]) for place in found)))

    # The resolver cannot be interrupted; a thread that it keeps must not keep the process.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0))
    except Empty:
        raise TimeoutError("the resolver does not answer") from None
    if isinstance(answer, OSError):
        raise answer
    return answer
