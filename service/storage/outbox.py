"""Events, written in the transaction of what they tell of: neither is there without the other."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from service.domain.events import Event
from service.domain.tracing import Trace
from service.storage.check_json import write_time
from service.storage.tables import events

# Kept among the data of an event, and no part of them.
_TRACE = "traceparent"


def encode_data(event: Event) -> str:
    """The data of an event, and the trace that it belongs to, as JSON."""
    trace = {} if event.trace is None else {_TRACE: event.trace.header(event.id)}
    return json.dumps({**event.data, **trace}, sort_keys=True)


def decode_data(saved: str) -> tuple[dict[str, str | int | None], Trace | None]:
    """The data of an event and its trace, as ``encode_data`` saved them."""
    data = json.loads(saved)
    return data, Trace.read(data.pop(_TRACE, ""))


def announce(connection: Connection, event: Event, *, told: bool = False) -> None:
    """Keep an event for those who listen; it is told once the transaction is committed.

    ``told`` is for one whose deliveries are made in this transaction.
    """
    connection.execute(
        events.insert().values(
            id=event.id,
            type=event.type.value,
            occurred_at=write_time(event.occurred_at),
            data=encode_data(event),
            told=told,
        )
    )
