"""Answers that are kept, so that a request sent twice is done once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSlot:
    """Where an answer is kept: for one caller, one route and one key of the caller's choice."""

    caller: str
    route: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer as it was first given, and the fingerprint of the request that it answers."""

    fingerprint: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Leave to run the request and to keep its answer, as long as nobody else has a newer one."""

    slot: AnswerSlot
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StillRunning:
    """The first request has no answer yet; ``until`` is when it is given up for lost."""

    until: datetime


Reservation: TypeAlias = Lease | StillRunning | KeptAnswer
