"""Answers kept in a database, so that a request sent twice is done once."""

from __future__ import annotations

import json
import zlib
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.domain.kept_answers import AnswerSlot, KeptAnswer, Lease, Reservation, StillRunning
from service.storage.access_tables import kept_answers
from service.storage.batches import as_bound
from service.storage.check_json import read_time, write_time
from service.storage.engine import reading, writing


class SqlAnswerKeeper:
    """The ``AnswerKeeper`` of both databases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
        free = dialect.insert(kept_answers).on_conflict_do_nothing()
        self._claim = free.returning(kept_answers.c.token)

    def reserve(
        self, slot: AnswerSlot, *, token: str, now: datetime, until: datetime
    ) -> Reservation:
        # Read first: whoever repeats a request must not wait for the writer that still does it.
        with reading(self._engine) as connection:
            held = _held(connection, slot, now)
        if held is not None:
            return held
        row = {
            "caller": as_bound(slot.caller),
            "route": slot.route,
            "key": as_bound(slot.key),
            "token": token,
            "until": write_time(until),
        }
        with writing(self._engine) as connection:
            connection.execute(delete(kept_answers).where(kept_answers.c.until <= write_time(now)))
            if connection.execute(self._claim, row).first() is not None:
                return Lease(slot=slot, token=token)
            # Another was quicker; a row that went since is its business.
            return _held(connection, slot, now) or StillRunning(until=until)

    def keep(self, lease: Lease, answer: KeptAnswer, *, until: datetime) -> None:
        change = (
            update(kept_answers)
            .where(_is(lease.slot), kept_answers.c.token == lease.token)
            .values(
                until=write_time(until),
                fingerprint=answer.fingerprint,
                status=answer.status,
                headers=json.dumps(answer.headers),
                body=zlib.compress(answer.body),
            )
        )
        with writing(self._engine) as connection:
            connection.execute(change)

    def release(self, lease: Lease) -> None:
        ours = and_(_is(lease.slot), kept_answers.c.token == lease.token)
        with writing(self._engine) as connection:
            connection.execute(delete(kept_answers).where(ours))


def _is(slot: AnswerSlot) -> ColumnElement[bool]:
    return and_(
        kept_answers.c.caller == as_bound(slot.caller),
        kept_answers.c.route == slot.route,
        kept_answers.c.key == as_bound(slot.key),
    )


def _held(
    connection: Connection, slot: AnswerSlot, now: datetime
) -> KeptAnswer | StillRunning | None:
    statement = select(
        kept_answers.c.until,
        kept_answers.c.fingerprint,
        kept_answers.c.status,
        kept_answers.c.headers,
        kept_answers.c.body,
    ).where(_is(slot), kept_answers.c.until > write_time(now))
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    if row.status is None:
        return StillRunning(until=read_time(row.until))
    return KeptAnswer(
        fingerprint=row.fingerprint,
        status=row.status,
        headers=tuple((name, value) for name, value in json.loads(row.headers)),
        body=zlib.decompress(row.body),
    )
