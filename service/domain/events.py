"""What happens in the service that others may want to hear of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.domain.tracing import Trace


class EventType(StrEnum):
    JOB_FINISHED = "job.finished"
    CHECK_CHANGED = "check.changed"
    WEBHOOK_TEST = "webhook.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened once; ``data`` is flat, and says what to fetch for the whole.

    ``trace`` is that of the request which led to it, where there was one.
    """

    id: str
    type: EventType
    occurred_at: datetime
    data: Mapping[str, str | int | None]
    trace: Trace | None = None
