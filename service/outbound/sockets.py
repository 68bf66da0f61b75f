"""Sockets with one deadline for all that they do.

A timeout of the usual kind begins anew with each byte, so a server that sends one a second holds
its caller for ever.
"""

from __future__ import annotations

import math
import socket
import ssl
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

# A dead address must leave time for the next one of the same name.
_CONNECT_SECONDS = 3.0


class DeadlineSocket(socket.socket):
    """A socket that gives up at ``deadline``, on the monotonic clock."""

    deadline = math.inf

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(seconds_left(self.deadline))
        return super().recv_into(buffer, nbytes, flags)

    def sendall(self, data: ReadableBuffer, flags: int = 0) -> None:
        self.settimeout(seconds_left(self.deadline))
        super().sendall(data, flags)


class DeadlineTlsSocket(ssl.SSLSocket):
    """The same under TLS; ``sendall`` is made of ``send`` there."""

    deadline = math.inf

    def recv_into(self, buffer: WriteableBuffer, nbytes: int | None = None, flags: int = 0) -> int:
        self.settimeout(seconds_left(self.deadline))
        return super().recv_into(buffer, nbytes, flags)

    def send(self, data: ReadableBuffer, flags: int = 0) -> int:
        self.settimeout(seconds_left(self.deadline))
        return super().send(data, flags)


def connected(address: str, port: int, deadline: float) -> DeadlineSocket:
    """A socket connected to an address (no name). Raises OSError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = DeadlineSocket(family, socket.SOCK_STREAM)
    try:
        opened.deadline = deadline
        opened.settimeout(min(seconds_left(deadline), _CONNECT_SECONDS))
        opened.connect((address, port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A handshake takes its limit from here, and counts it once for all of its messages.
        opened.settimeout(seconds_left(deadline))
    except OSError:
        opened.close()
        raise
    return opened


def seconds_left(deadline: float) -> float:
    """How long there is until the deadline. Raises TimeoutError once it has passed."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
