"""How many requests a caller may make, and how many of them are left.

The count is the generic cell rate algorithm (ITU-T I.371) with the whole allowance as its burst:
one number a caller, the moment at which all of the allowance is there again. Each request moves
that moment on by one step; a request that would move it further than the window ahead is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_SECONDS = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}
_MOST = 1_000_000
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many requests in so many seconds: all at once, or spread as the caller likes."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Rate:
        """The rate written ``600/min``. Raises ValueError."""
        found = re.fullmatch(r"([1-9][0-9]{0,6})/(s|min|h|d)", text)
        if found is None or int(found[1]) > _MOST:
            raise ValueError(f"expected a rate such as 600/min (per s, min, h or d), got {text!r}")
        return cls(requests=int(found[1]), seconds=_SECONDS[found[2]])

    def __str__(self) -> str:
        unit = next(name for name, seconds in _SECONDS.items() if seconds == self.seconds)
        return f"{self.requests}/{unit}"

    @property
    def window(self) -> int:
        """In microseconds."""
        return self.seconds * 1_000_000

    @property
    def step(self) -> int:
        """After so many microseconds one more request may be made."""
        return self.window // self.requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a caller had left after one request.

    ``at`` is the moment of the request and ``due`` the one at which all of the rate is there again,
    both in microseconds since 1970.
    """

    rate: Rate
    allowed: bool
    at: int
    due: int

    @property
    def left(self) -> int:
        """How many more requests could be made at once."""
        return max(0, (self.at + self.rate.window - max(self.due, self.at)) // self.rate.step)

    @property
    def seconds_to_full(self) -> int:
        return _seconds(self.due - self.at)

    @property
    def seconds_to_next(self) -> int:
        """How long a refused caller has to wait, at least a second."""
        return max(1, _seconds(self.free_from - self.at))

    @property
    def free_from(self) -> int:
        """The moment from which one more request may be made."""
        return self.due - self.rate.window + self.rate.step


def microseconds(moment: datetime) -> int:
    """Since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def _seconds(length: int) -> int:
    """Whole seconds, rounded up so that nobody comes back too early."""
    return max(0, -(-length // 1_000_000))
