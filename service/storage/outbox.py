"""Events, written in the transaction of what they tell of: neither is there without the other."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from service.domain.events import Event
from service.storage.check_json import write_time
from service.storage.tables import events


def announce(connection: Connection, event: Event, *, told: bool = False) -> None:
    """Keep an event for those who listen; it is told once the transaction is committed.

    ``told`` is for one whose deliveries are made in this transaction.
    """
    connection.execute(
        events.insert().values(
            id=event.id,
            type=event.type.value,
            occurred_at=write_time(event.occurred_at),
            data=json.dumps(dict(event.data), sort_keys=True),
            told=told,
        )
    )
