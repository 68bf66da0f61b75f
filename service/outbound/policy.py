"""Which addresses may be called: those of the public internet, and what the operator allows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

# What ``is_global`` of some Python that we run on lets through, though no page is served from it.
_NOT_PUBLIC: tuple[Network, ...] = (
    ip_network("192.0.0.0/24"),  # Assignments of the IETF; one cloud's metadata are there too.
    ip_network("192.88.99.0/24"),  # Relays of 6to4, withdrawn (RFC 7526).
    ip_network("168.63.129.16/32"),  # The host's agent as virtual machines in Azure see it.
    ip_network("64:ff9b:1::/48"),  # NAT64 within one network (RFC 8215).
    ip_network("fec0::/10"),  # Site-local, withdrawn (RFC 3879).
    ip_network("3fff::/20"),  # Documentation (RFC 9637).
    ip_network("5f00::/16"),  # Segment routing within one network (RFC 9602).
)
_NAT64 = IPv6Network("64:ff9b::/96")
_LOW_32_BITS = 0xFFFF_FFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundPolicy:
    """``allowed`` networks may be called though they are not public, and on any port.

    ``ports`` are those of public addresses.
    """

    allowed: tuple[Network, ...] = ()
    schemes: tuple[str, ...] = ("http", "https")
    ports: Collection[int] = (80, 443, 8080, 8443)

    def refusal(self, address: str, port: int) -> str | None:
        """Why this address must not be called, or None if it may be."""
        reached = list(_reached(ip_address(address)))
        if all(self._is_allowed(each) for each in reached):
            return None
        if not all(self._is_allowed(each) or _is_public(each) for each in reached):
            return "is not a public address"
        if port not in self.ports:
            return f"is asked for on port {port}, which is not among the ports that may be called"
        return None

    def _is_allowed(self, address: Address) -> bool:
        return any(address in network for network in self.allowed)


def _reached(address: Address) -> Iterator[Address]:
    """Where packets to an address may end: IPv6 can carry IPv4 addresses in four ways."""
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address.sixtofour is not None:
        yield address.sixtofour
    elif address.teredo is not None:
        yield from address.teredo
    elif address in _NAT64:
        yield IPv4Address(int(address) & _LOW_32_BITS)
    else:
        yield address


def _is_public(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or any(address in network for network in _NOT_PUBLIC)
    )
