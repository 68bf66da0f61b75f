"""The audit log in a database."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Engine, insert, select

from service.domain.audit import AuditEntry, AuditQuery, HeldEntry
from service.storage.access_tables import audit_log
from service.storage.batches import as_bound
from service.storage.check_json import read_time, write_time
from service.storage.engine import reading, writing


class SqlAuditLog:
    """The ``AuditLog`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, entry: AuditEntry) -> None:
        row = {
            "at": write_time(entry.at),
            "actor": as_bound(entry.actor),
            "action": as_bound(entry.action),
            "target": as_bound(entry.target),
            "request_id": entry.request_id,
            "status": entry.status,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(audit_log), row)

    def entries(self, query: AuditQuery) -> list[HeldEntry]:
        statement = select(*audit_log.c).where(*_conditions(query))
        newest = statement.order_by(audit_log.c.number.desc()).limit(query.limit)
        with reading(self._engine) as connection:
            rows = connection.execute(newest).all()
        return [
            HeldEntry(
                number=number,
                entry=AuditEntry(
                    at=read_time(at),
                    actor=actor,
                    action=action,
                    target=target,
                    request_id=request_id,
                    status=status,
                ),
            )
            for number, at, actor, action, target, request_id, status in rows
        ]


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.actor is not None:
        conditions.append(audit_log.c.actor == as_bound(query.actor))
    if query.action is not None:
        conditions.append(audit_log.c.action == as_bound(query.action))
    if query.since is not None:
        conditions.append(audit_log.c.at >= write_time(query.since))
    if query.until is not None:
        conditions.append(audit_log.c.at <= write_time(query.until))
    if query.before is not None:
        conditions.append(audit_log.c.number < query.before)
    return conditions
