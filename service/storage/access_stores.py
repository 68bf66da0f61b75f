"""Puts together what is kept about callers in a database."""

from __future__ import annotations

from sqlalchemy import Engine

from service.access.ports import AccessStores
from service.storage.answer_keeper import SqlAnswerKeeper
from service.storage.audit_store import SqlAuditLog
from service.storage.key_store import SqlKeyStore
from service.storage.rate_counter import SqlRateCounter


def sql_access(engine: Engine, counts: Engine) -> AccessStores:
    """The stores over a database and its rate counts."""
    return AccessStores(
        keys=SqlKeyStore(engine),
        rates=SqlRateCounter(counts),
        answers=SqlAnswerKeeper(engine),
        audit=SqlAuditLog(engine),
    )
