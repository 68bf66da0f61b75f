"""Who makes the present request, for whoever signs a change with it."""

from __future__ import annotations

from datetime import datetime

from flask import g

from service.domain.changes import ChangeNote
from service.domain.keys import ANONYMOUS, Caller


def current_caller() -> Caller:
    """The caller; anonymous where no key is asked for."""
    caller: Caller = g.get("caller", ANONYMOUS)
    return caller


def set_caller(caller: Caller) -> None:
    g.caller = caller


def signed_note(now: datetime, reason: str | None) -> ChangeNote:
    """What a change of the corpus is told with: by which key, when and why."""
    return ChangeNote(changed_at=now, changed_by=current_caller().key_id, reason=reason)
