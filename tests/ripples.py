"""A small newsroom over any storage: saved checks, editors who correct records, a worker."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from service.assembly import checker_for, watching_for
from service.checking import Checker
from service.domain.changes import PRESENT, ChangeNote, RecordKind
from service.domain.check import Answer, Check, CheckRequest
from service.domain.corpus import Claim, IndexedClaim, Retraction, Source
from service.domain.rechecks import CheckChange
from service.editing import CorpusEditing
from service.parsing.indexing import index_terms
from service.ports import Embedder
from service.rechecks import Rechecking
from service.storage import Storage
from service.storage.check_store import keep_checks
from service.storage.engine import writing
from service.storage.memory_rechecks import MemoryRechecks
from service.storage.tables import events
from tests.corpora import NOW, RULES_ALONE, background, news_claim, news_source

FERRY = "The ferry Aurora carried 340 passengers."


@dataclass(kw_only=True)
class CountingChecker:
    """The real checker; keeps the requests that it is asked."""

    storage: Storage
    embedder: Embedder | None = None
    asked: list[CheckRequest] = field(default_factory=list)

    def real(self) -> Checker:
        return checker_for(RULES_ALONE, self.storage, embedder=self.embedder)

    def check(self, request: CheckRequest, *, now: datetime) -> Answer:
        self.asked.append(request)
        return self.real().check(request, now=now)


class Newsroom:
    """Everything that a test of the ripple does, in its own words; its clock counts minutes."""

    def __init__(self, storage: Storage, *, embedder: Embedder | None = None) -> None:
        self.storage = storage
        self.checker = CountingChecker(storage=storage, embedder=embedder)
        self.editing = CorpusEditing(
            storage.editor, index_terms=index_terms, embed=lambda written: None
        )
        self._numbers = itertools.count(1)
        self._minutes = itertools.count()
        source, claims = background()
        self.publish(*claims, sources=[source])

    def now(self) -> datetime:
        return NOW + timedelta(minutes=next(self._minutes))

    def publish(self, *claims: Claim, sources: Iterable[Source] = ()) -> None:
        """Import claims; a source that is not given is ``news_source``."""
        given = {source.id: source for source in sources}
        needed = dict.fromkeys(claim.source_id for claim in claims)
        self.storage.claims.add(
            [given.get(name) or news_source(name) for name in needed],
            [IndexedClaim(claim=claim, terms=index_terms(claim)) for claim in claims],
            note=ChangeNote(changed_at=self.now(), reason="import"),
        )

    def correct(self, claim: Claim, *, reason: str = "miscounted", by: str | None = None) -> None:
        note = ChangeNote(changed_at=self.now(), reason=reason, changed_by=by)
        self.editing.put(claim, before=PRESENT, note=note)

    def retract(self, claim_id: str) -> None:
        note = ChangeNote(changed_at=self.now(), reason="withdrawn")
        taken = Retraction(at="2024-05-20", reason="withdrawn")
        self.editing.retract(claim_id, taken, before=PRESENT, note=note)

    def delete(self, kind: RecordKind, identifier: str, *, cascade: bool = False) -> None:
        note = ChangeNote(changed_at=self.now(), reason="by mistake")
        self.editing.delete(kind, identifier, cascade=cascade, note=note)

    def save(self, statement: str, **asked: object) -> str:
        """Save a check and let a worker see it; its id."""
        request = replace(CheckRequest(statement=statement), **asked)  # type: ignore[arg-type]
        return self.save_answered(request, self.checker.check(request, now=NOW))

    def save_answered(self, request: CheckRequest, answer: Answer) -> str:
        check = self._check(request, answer)
        self.storage.checks.save(check)
        return check.id

    def save_many(self, statements: Sequence[str]) -> None:
        """Save checks that all found what the first one did, in one transaction if there are any."""
        answer = self.checker.check(CheckRequest(statement=statements[0]), now=NOW)
        made = [
            self._check(CheckRequest(statement=text), replace(answer, statement=text))
            for text in statements
        ]
        if self.storage.engine is None:
            for check in made:
                self.storage.checks.save(check)
            return
        with writing(self.storage.engine) as connection:
            keep_checks(connection, made)

    def _check(self, request: CheckRequest, answer: Answer) -> Check:
        check_id = f"chk_{next(self._numbers):05}"
        return Check(id=check_id, checked_at=self.now(), request=request, answer=answer)

    def worker(self) -> Rechecking:
        return Rechecking(
            rechecks=self.storage.rechecks,
            checker=self.checker,
            watching=watching_for(self.storage, self.checker.real()),
            clock=self.now,
            timer=lambda: 0.0,
            new_id=lambda: f"{next(self._numbers):08}",
        )

    def settle(self) -> list[CheckChange]:
        """Let a worker do all that waits; what changed."""
        told: list[CheckChange] = []
        self.worker().recheck_waiting(told=told.append)
        return told

    def rerun(self) -> list[str]:
        """Let a worker do all that waits; the statements that it checked again."""
        self.checker.asked.clear()
        self.settle()
        return [request.statement for request in self.checker.asked]

    def verdict(self, check_id: str) -> str:
        return self.storage.checks.get(check_id).answer.verdict.value

    def history(self, check_id: str) -> list[CheckChange]:
        return self.storage.rechecks.history(check_id, after=0, limit=100)


def ferry_claim(count: int, claim_id: str = "ferry-1", source_id: str = "wire") -> Claim:
    return news_claim(f"The ferry Aurora carried {count} passengers.", claim_id, source_id)


def announced(storage: Storage) -> list[dict[str, object]]:
    """What the events of the outbox tell."""
    if storage.engine is None:
        assert isinstance(storage.rechecks, MemoryRechecks)
        return [dict(event.data) for event in storage.rechecks.outbox]
    with storage.engine.connect() as connection:
        found = connection.execute(select(events.c.data).order_by(events.c.number)).scalars()
        return [json.loads(data) for data in found]
