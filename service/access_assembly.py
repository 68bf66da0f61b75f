"""Who is let in, as the settings say: keys, rates and origins put together."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from service.access.key_ring import KeyRing
from service.access.limiting import DefaultRates, RateLimiter
from service.api.guarding import Guard
from service.config import Settings
from service.domain.rates import Rate
from service.storage import Storage

RATE_OF_A_KEY: Final = Rate(requests=600, seconds=60)


def guard_for(settings: Settings, storage: Storage, *, clock: Callable[[], datetime]) -> Guard:
    """Who is let in, as the settings say; each process makes its own after the fork."""
    access = storage.access
    ring = KeyRing(access.keys, always=settings.asks_for_keys, clock=clock, timer=time.monotonic)
    rates = default_rates(settings.rate_limit)
    limiter = RateLimiter(access.rates, defaults=rates, clock=clock)
    asks = settings.auth != "off"
    return Guard(
        answers=access.answers,
        audit=access.audit,
        ring=ring if asks else None,
        limiter=limiter if asks or rates.address is not None else None,
        origins=settings.cors_origins,
    )


def default_rates(setting: str) -> DefaultRates:
    """The rates of callers who have none of their own."""
    if setting == "auto":
        return DefaultRates(key=RATE_OF_A_KEY, address=None)
    rate = None if setting == "none" else Rate.parse(setting)
    return DefaultRates(key=rate, address=rate)
