"""The application behind a guard, with keys, a clock and a timer that a test can move."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from service.access.issuing import issue_key
from service.access.key_ring import KeyRing
from service.access.limiting import DefaultRates, RateLimiter
from service.access.ports import AccessStores
from service.api import ApiLimits
from service.api.guarding import Guard
from service.domain.audit import AuditEntry, AuditQuery
from service.domain.keys import Scope
from service.domain.rates import Rate
from service.storage.memory_access import memory_access
from tests.fakes import NOW
from tests.fakes_api import Edge
from tests.openapi_contract import ContractClient

NO_LIMITS = DefaultRates(key=None, address=None)


@dataclass(kw_only=True)
class GuardedEdge:
    """An edge, what its guard knows, and the time that both go by."""

    edge: Edge
    access: AccessStores = field(default_factory=memory_access)
    now: datetime = NOW
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def key(self, *scopes: Scope, rate: str | None = None, **more: Any) -> str:
        """The text of a new key."""
        number = next(self.numbers)
        issued = issue_key(
            self.access.keys,
            name=f"key {number}",
            scopes=frozenset(scopes),
            rate=None if rate is None else Rate.parse(rate),
            now=self.now,
            random_bytes=lambda length: number.to_bytes(length),
            **more,
        )
        return issued.text

    def app(
        self,
        *,
        auth: bool = True,
        always: bool = True,
        defaults: DefaultRates = NO_LIMITS,
        origins: tuple[str, ...] = (),
        limits: ApiLimits | None = None,
    ) -> Flask:
        """An application as one process has it; several share what is kept."""
        self.edge.clock = lambda: self.now
        ring = KeyRing(
            self.access.keys,
            always=always,
            clock=lambda: self.now,
            timer=lambda: self.now.timestamp(),
            background=lambda work: work(),
        )
        limiter = RateLimiter(self.access.rates, defaults=defaults, clock=lambda: self.now)
        guard = Guard(
            answers=self.access.answers,
            audit=self.access.audit,
            ring=ring if auth else None,
            limiter=limiter,
            origins=origins,
        )
        self.edge.audit = self.access.audit
        return self.edge.app(limits, guard=guard)

    def client(self, **options: Any) -> ContractClient:
        app = self.app(**options)
        return ContractClient(app, app.response_class)

    def audited(self) -> list[AuditEntry]:
        """Oldest first."""
        return [held.entry for held in self.access.audit.entries(AuditQuery())][::-1]


def bearer(key: str, **headers: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", **headers}
