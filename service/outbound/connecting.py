"""The adapter that puts our checks under ``requests``: they stand where the socket is opened.

So no second reading of a URL, and no second resolution of a name, can lead elsewhere than to
the address that was checked.
"""

from __future__ import annotations

import socket
import ssl
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from service.domain.errors import TargetFailed, TargetRefused
from service.outbound.policy import OutboundPolicy
from service.outbound.resolving import Resolver
from service.outbound.sockets import DeadlineTlsSocket, connected, seconds_left


class Door:
    """The one way out, for one request with its deadline."""

    def __init__(self, policy: OutboundPolicy, resolve: Resolver, deadline: float) -> None:
        self._policy = policy
        self._resolve = resolve
        self.deadline = deadline

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, each of which may be called.

        Raises TargetRefused if one of them may not be, TargetFailed if there are none.
        """
        try:
            found = list(self._resolve(host, seconds_left(self.deadline)))
        except TimeoutError as error:
            raise TargetFailed(f"the name {host!r} was not resolved in time") from error
        except OSError as error:
            raise TargetFailed(f"the name {host!r} cannot be resolved") from error
        for address in found:
            # Which address it is stays here: names of an inner network are not for strangers.
            if refusal := self._policy.refusal(address, port):
                raise TargetRefused(f"the host {host!r} {refusal}")
        return found

    def connect(self, host: str, port: int) -> socket.socket:
        """A socket to the first address of a host that takes a connection."""
        for address in self.addresses(host, port):
            try:
                return connected(address, port, self.deadline)
            except OSError:
                continue
        seconds_left(self.deadline)
        raise TargetFailed(f"the host {host!r} takes no connection on port {port}")


class CheckedAdapter(HTTPAdapter):
    """Connects through a door; for one request."""

    def __init__(self, door: Door, tls: ssl.SSLContext) -> None:
        self._door = door
        self._tls = tls
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        self.poolmanager = PoolManager(
            num_pools=connections, maxsize=maxsize, block=block, ssl_context=self._tls
        )
        self.poolmanager.pool_classes_by_scheme = _pools(self._door)


def tls_context() -> ssl.SSLContext:
    """Trusts the authorities that this machine trusts; ``requests`` adds those of Mozilla."""
    context = ssl.create_default_context()
    context.sslsocket_class = DeadlineTlsSocket
    return context


def _pools(door: Door) -> dict[str, type[HTTPConnectionPool]]:
    """Pools whose connections go through the door; urllib3 takes them by class."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return door.connect(self.host, self.port)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return door.connect(self.host, self.port)

        def connect(self) -> None:
            super().connect()
            if isinstance(self.sock, DeadlineTlsSocket):
                self.sock.deadline = door.deadline

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
