"""A client that may call this machine, and servers that take their time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network

from service.outbound import OutboundClient, OutboundPolicy
from service.outbound.resolving import Resolver
from tests.receiving import Answer

LOOPBACK = OutboundPolicy(allowed=(ip_network("127.0.0.0/8"),))


def names(**known: Sequence[str]) -> Resolver:
    """A resolver that knows these names, with ``_`` for a dot, and reads addresses as they are."""
    table = {name.replace("_", "."): list(addresses) for name, addresses in known.items()}
    return lambda host, _seconds: table.get(host, [host])


def client(**known: Sequence[str]) -> OutboundClient:
    return OutboundClient(LOOPBACK, resolve=names(**known))


def hanging(handler: BaseHTTPRequestHandler) -> None:
    """Says nothing until the caller hangs up."""
    handler.connection.recv(1)


def dripping(*, before_headers: bool) -> Answer:
    """Sends one byte after another, each well before any timeout for one read."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if not before_headers:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            handler.wfile.write(b"H")
            time.sleep(0.02)

    return answer
