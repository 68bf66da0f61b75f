"""Who makes the present request, and the trace it belongs to, for whoever acts on its behalf."""

from __future__ import annotations

from datetime import datetime

from flask import g, request

from service.domain.changes import ChangeNote
from service.domain.keys import ANONYMOUS, Caller
from service.domain.tracing import Trace
from service.exchanges import notes_of


def current_caller() -> Caller:
    """The caller; anonymous where no key is asked for."""
    caller: Caller = g.get("caller", ANONYMOUS)
    return caller


def current_trace() -> Trace | None:
    """The trace of the request."""
    trace: Trace | None = g.get("trace")
    return trace


def set_caller(caller: Caller) -> None:
    g.caller = caller
    notes_of(request.environ).key_id = caller.key_id


def signed_note(now: datetime, reason: str | None) -> ChangeNote:
    """What a change of the corpus is told with: by which key, when and why."""
    return ChangeNote(changed_at=now, changed_by=current_caller().key_id, reason=reason)
