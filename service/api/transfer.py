"""The corpus in and out: imports and the export, both streamed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice

from flask import Blueprint, Request, Response, request

from schemas.check_requests import NoQuerySchema
from schemas.imports import ImportQuery, ImportQuerySchema, ImportReportSchema
from schemas.problems import MAX_ERRORS, FieldError
from schemas.records import record_line
from service.api.callers import signed_note
from service.api.negotiation import Media, negotiate
from service.api.problems import ABORTED_IMPORT, ApiError
from service.api.reading import load_query, refuse_encoded, unsupported
from service.api.responses import dumped
from service.domain.imports import Fault, ImportOutcome, ImportPlan, ImportReport
from service.importing import ImportFormat, IndexMany, import_stream
from service.ports import CorpusTransfer

_CHUNK_BYTES = 65_536
# Records joined to one piece of the response.
_LINES = 200


def transfer_blueprint(
    transfer: CorpusTransfer,
    clock: Callable[[], datetime],
    *,
    index_many: IndexMany,
    max_import_bytes: int,
) -> Blueprint:
    blueprint = Blueprint("transfer", __name__)

    @blueprint.post("/v1/imports")
    def import_records() -> Response:
        asked = load_query(ImportQuerySchema(), ImportQuery, request)
        negotiate(request, [Media.JSON])
        form = _format(request)
        request.max_content_length = max_import_bytes
        note = signed_note(clock(), asked.reason)
        plan = ImportPlan(on_error=asked.on_error, dry_run=asked.dry_run, note=note)
        chunks = _chunks(request)
        report = import_stream(transfer, chunks, form=form, plan=plan, index_many=index_many)
        if report.outcome is ImportOutcome.ABORTED and not report.dry_run:
            raise _aborted(report)
        return dumped(ImportReportSchema(), report)

    @blueprint.get("/v1/export")
    def export_records() -> Response:
        load_query(NoQuerySchema(), dict, request)
        negotiate(request, [Media.NDJSON])
        pieces = _pieces(transfer)
        # Taken before the response begins, so that a database that is down is still a 503.
        first = next(pieces, "")
        return Response(_joined(first, pieces), mimetype=Media.NDJSON.value)

    return blueprint


def _format(asked: Request) -> ImportFormat:
    refuse_encoded(asked)
    try:
        return ImportFormat(asked.mimetype)
    except ValueError as error:
        raise unsupported(asked, ", ".join(ImportFormat)) from error


def _chunks(asked: Request) -> Iterator[bytes]:
    stream = asked.stream
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk


def _pieces(transfer: CorpusTransfer) -> Generator[str, None, None]:
    records = transfer.dump()
    while lines := [record_line(record) for record in islice(records, _LINES)]:
        yield "".join(lines)


def _joined(first: str, rest: Generator[str, None, None]) -> Iterator[str]:
    """All of it; a reader who goes away ends the transaction behind ``rest`` at once."""
    with closing(rest):
        yield first
        yield from rest


def _aborted(report: ImportReport) -> ApiError:
    listed = [FieldError(pointer=one.pointer, detail=_told(one)) for one in report.faults]
    return ApiError(
        ABORTED_IMPORT,
        f"Nothing was imported: {report.rejected:,} of {report.read:,} records are bad.",
        errors=tuple(listed[:MAX_ERRORS]),
        extensions={"report": ImportReportSchema().dump(report)},
    )


def _told(fault: Fault) -> str:
    return f"Line {fault.place.line}: {fault.detail}."
