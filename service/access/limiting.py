"""Holds callers to their rates, whichever process they reach."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from service.access.ports import RateCounter
from service.domain.keys import Caller
from service.domain.rates import Allowance, Rate, microseconds

_MOST_REMEMBERED: Final = 10_000
# Whoever has one IPv6 address has the 2^64 beside it.
_IPV6_NETWORK: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultRates:
    """The rates of callers who have none of their own; None is no limit."""

    key: Rate | None
    address: Rate | None


class RateLimiter:
    """One write to the counter a request, and none for a caller who is known to be over the rate."""

    def __init__(
        self, counter: RateCounter, *, defaults: DefaultRates, clock: Callable[[], datetime]
    ) -> None:
        self._counter = counter
        self._defaults = defaults
        self._clock = clock
        self._refused: dict[str, Allowance] = {}

    def take(self, caller: Caller, address: str | None) -> Allowance | None:
        """Count a request of this caller; None where there is no limit."""
        if caller.key is not None:
            rate, subject = caller.key.rate or self._defaults.key, caller.key.id
        else:
            rate, subject = self._defaults.address, _network(address)
        return None if rate is None else self._count(subject, rate)

    def _count(self, subject: str, rate: Rate) -> Allowance:
        at = microseconds(self._clock())
        refused = self._refused.get(subject)
        if refused is not None and refused.rate == rate and at < refused.free_from:
            return Allowance(rate=rate, allowed=False, at=at, due=refused.due)
        # A rate that an operator changes is counted anew.
        allowance = self._counter.take(f"{subject} {rate}", rate, at=at)
        if allowance.allowed:
            self._refused.pop(subject, None)
        else:
            if len(self._refused) >= _MOST_REMEMBERED:
                self._refused.clear()
            self._refused[subject] = allowance
        return allowance


def _network(address: str | None) -> str:
    """Which callers without a key are counted together."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "address:unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return f"address:{found.ipv4_mapped}"
        return f"address:{ipaddress.IPv6Network((int(found), _IPV6_NETWORK), strict=False)}"
    return f"address:{found}"
