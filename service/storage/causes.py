"""Which version of a record came between two answers."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from service.domain.changes import ChangeAction, RecordKind
from service.domain.rechecks import Cause, ChangedRecord
from service.storage.check_json import read_time
from service.storage.tables import claim_versions, source_versions

_VERSIONS = {RecordKind.CLAIM: claim_versions, RecordKind.SOURCE: source_versions}


def version_between(
    connection: Connection, record: ChangedRecord, *, first: int, last: int
) -> Cause | None:
    """The newest version up to the revision ``last``, beside the one that ``first`` could know.

    None where there is no version.
    """
    versions = _VERSIONS[record.kind]
    of_record = versions.c.id == record.id
    newest = (
        select(
            versions.c.revision,
            versions.c.action,
            versions.c.changed_at,
            versions.c.changed_by,
            versions.c.reason,
        )
        .where(of_record, versions.c.revision <= last)
        .order_by(versions.c.revision.desc())
        .limit(1)
    )
    row = connection.execute(newest).one_or_none()
    if row is None:
        return None
    seen = select(func.max(versions.c.revision)).where(of_record, versions.c.revision <= first)
    return Cause(
        kind=record.kind,
        id=record.id,
        action=ChangeAction(row.action),
        version_before=connection.execute(seen).scalar_one(),
        version_after=row.revision,
        changed_at=None if row.changed_at is None else read_time(row.changed_at),
        changed_by=row.changed_by,
        reason=row.reason,
    )
