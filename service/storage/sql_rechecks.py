"""The ``RecheckStore`` of both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    delete,
    distinct,
    func,
    insert,
    or_,
    select,
    update,
)

from service.check_ports import WORDS_ALONE, Meaning, WatchedCheck
from service.domain.check import Check
from service.domain.errors import NotFound
from service.domain.rechecks import (
    CheckChange,
    DueCheck,
    changed_event,
    find_cause,
    finding_of,
    has_changed,
)
from service.storage.batches import as_bound
from service.storage.causes import version_between
from service.storage.check_json import write_time
from service.storage.check_tables import (
    check_history,
    check_terms,
    rechecks,
    record_changes,
    reviews,
)
from service.storage.corpus_changes import read_state
from service.storage.engine import reading, writing
from service.storage.outbox import announce
from service.storage.recheck_rows import (
    HISTORY_COLUMNS,
    history_row,
    read_causes,
    read_change,
    term_rows,
    watched_model,
)
from service.storage.rows import CHECK_COLUMNS, answer_values, read_check
from service.storage.sql_bearing import borne_on, has_moved, keep_meanings, would_watch_more
from service.storage.tables import checks
from service.storage.vector_codes import model_number

# Values asked for at once; SQLite allows 32,766 parameters.
_CHUNK = 500

# Checks that nobody can delete before the transaction ends, so that rows may refer to them.
_KEPT = select(checks.c.id).with_for_update(read=True, key_share=True)


class SqlRechecks:
    """Changes are noted by triggers of the migration; see ``check_tables``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unwatched(self, model: str | None, *, limit: int) -> list[Check]:
        columns = select(*CHECK_COLUMNS)
        oldest = columns.where(~checks.c.watched).order_by(checks.c.saved_at, checks.c.id)
        with reading(self._engine) as connection:
            rows = list(connection.execute(oldest.limit(limit)))
            if model is not None and len(rows) < limit:
                others = _by_another(model).limit(limit - len(rows))
                rows += connection.execute(columns.where(checks.c.id.in_(others)))
        return [read_check(row) for row in rows]

    def watch(self, lot: Sequence[WatchedCheck]) -> None:
        with writing(self._engine) as connection:
            # Locked, so that a change either was committed before and moved the revision, or
            # will find the checks watched.
            state = read_state(connection, lock=True)
            held = _held_many(connection, [watched.check.id for watched in lot])
            same = {
                watched.check.id: watched
                for watched in lot
                if watched.check.id in held
                and held[watched.check.id].request == watched.check.request
            }
            ids = sorted(same)
            connection.execute(delete(check_terms).where(check_terms.c.check_id.in_(ids)))
            terms = [row for key in ids for row in term_rows(key, same[key].words)]
            if terms:
                connection.execute(insert(check_terms), terms)
            keep_meanings(connection, {key: (held[key].answer, same[key].meaning) for key in ids})
            for key in ids:
                marked = {"watched": True, "watched_model": watched_model(same[key].meaning)}
                connection.execute(update(checks).where(checks.c.id == key).values(marked))
            late = [key for key in ids if held[key].answer.corpus.revision < state.revision]
            if late:
                connection.execute(insert(rechecks), [{"check_id": key} for key in late])

    def spread(self, *, limit: int) -> int:
        if not self._finds(select(record_changes.c.mark).limit(1)):
            return 0
        with writing(self._engine) as connection:
            changes = connection.execute(
                select(record_changes)
                .order_by(record_changes.c.mark)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            due = borne_on(connection, changes)
            still = _existing(connection, sorted({check_id for check_id, _, _ in due}))
            names = ("check_id", "kind", "record_id")
            if rows := [dict(zip(names, one, strict=True)) for one in due if one[0] in still]:
                connection.execute(insert(rechecks), rows)
            marks = [change.mark for change in changes]
            connection.execute(delete(record_changes).where(record_changes.c.mark.in_(marks)))
        return len(changes)

    def take(self, *, now: datetime, until: datetime) -> DueCheck | None:
        moment = write_time(now)
        free = or_(rechecks.c.leased_until.is_(None), rechecks.c.leased_until <= moment)
        first = select(rechecks.c.check_id).where(free).order_by(rechecks.c.mark).limit(1)
        if not self._finds(first):
            return None
        with writing(self._engine) as connection:
            while (check_id := connection.execute(first).scalar()) is not None:
                # Another worker may take it at the same moment: then nothing is free any more.
                rows = connection.execute(
                    update(rechecks)
                    .where(rechecks.c.check_id == check_id, free)
                    .values(leased_until=write_time(until))
                    .returning(rechecks.c.mark, rechecks.c.kind, rechecks.c.record_id)
                ).all()
                held = _held(connection, check_id)
                if rows and held is not None:
                    rows = sorted(rows)
                    return DueCheck(
                        check=held,
                        revision=read_state(connection).revision,
                        marks=tuple(mark for mark, _, _ in rows),
                        causes=read_causes([(kind, key) for _, kind, key in rows]),
                    )
        return None

    def finish(
        self, due: DueCheck, fresh: Check, *, event_id: str, meaning: Meaning = WORDS_ALONE
    ) -> CheckChange | None:
        if fresh.answer.corpus.revision < due.revision:
            return None
        with writing(self._engine) as connection:
            held = _held(connection, fresh.id, lock=True)
            for start in range(0, len(due.marks), _CHUNK):
                done = due.marks[start : start + _CHUNK]
                connection.execute(delete(rechecks).where(rechecks.c.mark.in_(done)))
            if held is None or held.request != fresh.request or _is_later(held, fresh):
                return None
            values = answer_values(fresh) | {"watched_model": watched_model(meaning)}
            change = None
            if has_changed(held.answer, fresh.answer):
                change = _record(connection, held, fresh, due)
                values["changed_at"] = values["checked_at"]
                if change.before.verdict is not change.after.verdict:
                    _tell(connection, change, event_id)
            connection.execute(update(checks).where(checks.c.id == fresh.id).values(values))
            more = would_watch_more(connection, fresh.id, fresh.answer, meaning)
            keep_meanings(connection, {fresh.id: (fresh.answer, meaning)})
            if more and has_moved(connection, fresh.answer.corpus.revision):
                connection.execute(insert(rechecks), [{"check_id": fresh.id}])
        return change

    def ask_all(self) -> None:
        with writing(self._engine) as connection:
            every = _KEPT.order_by(checks.c.saved_at, checks.c.id)
            connection.execute(insert(rechecks).from_select(["check_id"], every))

    def waiting(self, model: str | None = None) -> int:
        unwatched = ~checks.c.watched
        if model is not None:
            unwatched = or_(unwatched, checks.c.id.in_(_by_another(model)))
        counts = (
            select(func.count()).select_from(record_changes),
            select(func.count()).select_from(checks).where(unwatched),
            select(func.count(distinct(rechecks.c.check_id))),
        )
        with reading(self._engine) as connection:
            return sum(connection.execute(count).scalar_one() for count in counts)

    def history(self, check_id: str, *, after: int, limit: int) -> list[CheckChange]:
        number = check_history.c.number
        page = _changes_of(check_id).where(number > after).order_by(number).limit(limit)
        return self._changes(check_id, page)

    def newest_changes(self, check_id: str, *, limit: int) -> list[CheckChange]:
        newest = _changes_of(check_id).order_by(check_history.c.number.desc()).limit(limit)
        return self._changes(check_id, newest)[::-1]

    def _changes(self, check_id: str, page: Select[Any]) -> list[CheckChange]:
        known = select(checks.c.id).where(checks.c.id == as_bound(check_id))
        with reading(self._engine) as connection:
            if connection.execute(known).one_or_none() is None:
                raise NotFound("check", check_id)
            return [read_change(row) for row in connection.execute(page)]

    def _finds(self, statement: Select[Any]) -> bool:
        """Asked before a transaction that writes: an idle worker must not hold up the others."""
        with reading(self._engine) as connection:
            return connection.execute(statement).first() is not None


def _changes_of(check_id: str) -> Select[Any]:
    return select(*HISTORY_COLUMNS).where(check_history.c.check_id == as_bound(check_id))


def _held(connection: Connection, check_id: str, *, lock: bool = False) -> Check | None:
    statement = select(*CHECK_COLUMNS).where(checks.c.id == check_id)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else read_check(row)


def _held_many(connection: Connection, ids: Sequence[str]) -> dict[str, Check]:
    """Checks by id; locked in one order, so that two workers cannot wait for each other."""
    statement = select(*CHECK_COLUMNS).where(checks.c.id.in_(ids)).order_by(checks.c.id)
    found = (read_check(row) for row in connection.execute(statement.with_for_update()))
    return {check.id: check for check in found}


def _existing(connection: Connection, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        chunk = _KEPT.where(checks.c.id.in_(ids[start : start + _CHUNK]))
        found.update(connection.execute(chunk).scalars())
    return found


def _is_later(held: Check, fresh: Check) -> bool:
    """Whether the answer that is kept knows more: somebody was faster."""
    return held.answer.corpus.revision > fresh.answer.corpus.revision


def _by_another(model: str) -> Select[str]:
    """The ids of the checks that are watched, but not by this model; read from an index alone."""
    number = model_number(model)
    return select(checks.c.id).where(checks.c.watched, checks.c.watched_model != number)


def _record(connection: Connection, held: Check, fresh: Check, due: DueCheck) -> CheckChange:
    """Write the entry of the history."""
    before, after = held.answer, fresh.answer
    cause = find_cause(
        before,
        after,
        due.causes,
        lambda record: version_between(
            connection, record, first=before.corpus.revision, last=after.corpus.revision
        ),
    )
    row = history_row(
        fresh.id,
        before=finding_of(before),
        after=finding_of(after),
        revision=after.corpus.revision,
        at=fresh.checked_at,
        cause=cause,
    )
    written = insert(check_history).values(row).returning(*HISTORY_COLUMNS)
    return read_change(connection.execute(written).one())


def _tell(connection: Connection, change: CheckChange, event_id: str) -> None:
    """Another verdict: the reviews until now were made beside the one before."""
    connection.execute(
        update(reviews).where(reviews.c.check_id == change.check_id).values(stale=True)
    )
    announce(connection, changed_event(change, event_id))
