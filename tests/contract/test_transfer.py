"""The whole corpus in and out, alike on every store: all or nothing, counted, and the identity."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.records import record_line
from service.domain.changes import PRESENT, UNSIGNED, RecordKind
from service.domain.corpus import Claim, RecordQuery
from service.domain.imports import ImportOutcome, ImportPlan, ImportReport, OnError
from service.importing import ImportFormat, import_stream
from service.storage import Storage, open_storage
from tests.databases import ENGINES, empty_database, opened
from tests.factories import make_claim, make_source
from tests.serving import ROOT

SKIP = ImportPlan(on_error=OnError.SKIP)
GOOD = [make_source(id="s1"), make_claim(id="c1", source_id="s1"), make_source(id="s2")]

# Imports without end: a record more each moment, so that it can be killed at any of them.
ENDLESS_IMPORT = """
import sys, time
from service.importing import ImportFormat, import_stream
from service.domain.imports import ImportPlan
from service.storage import open_storage

def slowly(step, done):
    print(step, done, flush=True)
    time.sleep(0.02)

storage = open_storage(sys.argv[1])
with open(sys.argv[2], "rb") as file:
    chunks = iter(lambda: file.read(4_096), b"")
    import_stream(
        storage.transfer, chunks, form=ImportFormat.NDJSON, plan=ImportPlan(),
        index_many=lambda claims: [("kill",)] * len(claims), progress=slowly,
    )
"""


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


def words(claims: list[Claim]) -> list[tuple[str, ...]]:
    return [tuple(claim.text.lower().split()) for claim in claims]


def load(storage: Storage, text: str | bytes, plan: ImportPlan = SKIP) -> ImportReport:
    body = text.encode() if isinstance(text, str) else text
    chunks = (body[at : at + 7] for at in range(0, len(body), 7))
    form = ImportFormat.NDJSON
    return import_stream(storage.transfer, chunks, form=form, plan=plan, index_many=words)


def exported(storage: Storage) -> str:
    return "".join(map(record_line, storage.transfer.dump()))


def counts(report: ImportReport) -> tuple[int, ...]:
    assert report.read == (report.accepted + report.updated + report.unchanged + report.rejected)
    return report.read, report.accepted, report.updated, report.unchanged, report.rejected


def lines(*records: object) -> str:
    return "".join(
        f"{record}\n" if isinstance(record, str) else record_line(record)  # type: ignore[arg-type]
        for record in records
    )


def test_an_import_twice_changes_nothing_the_second_time(storage: Storage) -> None:
    first, second = load(storage, lines(*GOOD)), load(storage, lines(*GOOD))
    assert (first.outcome, counts(first)) == (ImportOutcome.COMPLETE, (3, 3, 0, 0, 0))
    assert (second.outcome, counts(second)) == (ImportOutcome.COMPLETE, (3, 0, 0, 3, 0))
    assert (first.revision, second.revision, storage.claims.state().revision) == (1, 1, 1)


def test_a_claim_may_stand_before_its_source_and_be_changed_later(storage: Storage) -> None:
    load(storage, lines(GOOD[1], GOOD[0]))
    changed = load(storage, lines(make_claim(id="c1", source_id="s1", text="Changed."), GOOD[0]))
    assert counts(changed) == (2, 0, 1, 1, 0)
    assert storage.search.frequencies(["changed.", "arrested."]) == {"changed.": 1, "arrested.": 0}


BAD = lines(
    *GOOD,
    '{"kind": "claim"}',
    "not json",
    make_claim(id="c2", source_id="nowhere"),
    "",
    make_source(id="s1", title="Other"),
    make_claim(id="c3", source_id="s2"),
)


def test_one_bad_record_keeps_all_of_them_out(storage: Storage) -> None:
    report = load(storage, BAD, ImportPlan())
    assert (report.outcome, counts(report)) == (ImportOutcome.ABORTED, (8, 4, 0, 0, 4))
    assert (report.revision, storage.claims.state().revision) == (0, 0)
    assert exported(storage) == ""


def test_the_good_records_are_kept_when_asked_for(storage: Storage) -> None:
    report = load(storage, BAD)
    assert (report.outcome, counts(report)) == (ImportOutcome.PARTIAL, (8, 4, 0, 0, 4))
    assert [claim.id for claim in storage.claims.claims(RecordQuery())] == ["c1", "c3"]
    assert storage.claims.source("s1") == GOOD[0]


def test_every_fault_has_its_place_its_field_and_its_code(storage: Storage) -> None:
    report = load(storage, BAD)
    places = [(one.place.line, one.pointer, one.code.value) for one in report.faults]
    assert places == [
        (4, "/event_at", "field"),
        (5, "", "syntax"),
        (6, "/source_id", "unknown_source"),
        (8, "/id", "duplicate"),
    ]
    begins = [BAD.encode()[one.place.offset :].split(b"\n")[0] for one in report.faults]
    assert begins == [BAD.encode().split(b"\n")[one.place.line - 1] for one in report.faults]


def test_the_first_thousand_faults_are_told_and_the_others_counted(storage: Storage) -> None:
    report = load(storage, "x\n" * 1_234)
    assert [one.place.line for one in report.faults] == list(range(1, 1_001))
    assert (report.rejected, report.faults_left_out) == (1_234, 234)


def test_a_dry_run_tells_the_same_and_changes_nothing(storage: Storage) -> None:
    load(storage, lines(make_source(id="s1", title="Older")))
    dry = load(storage, BAD, ImportPlan(on_error=OnError.SKIP, dry_run=True))
    assert (dry.revision, storage.claims.state().revision) == (1, 1)
    real = load(storage, BAD)
    assert (counts(dry), dry.faults) == (counts(real), real.faults)
    assert real.revision == 2


def test_many_records_are_one_revision(storage: Storage) -> None:
    many = [make_claim(id=f"c{number}", source_id="s1") for number in range(1_201)]
    report = load(storage, lines(*many, make_source(id="s1")))
    assert (counts(report), report.revision) == ((1_202, 1_202, 0, 0, 0), 1)
    assert storage.search.frequencies(["arrested."]) == {"arrested.": 1_201}


def test_an_import_takes_no_retraction_back(storage: Storage) -> None:
    load(storage, lines(*GOOD))
    retracted = exported(storage).replace(
        '"retracted":null', '"retracted":{"at":"2022-01-09","reason":"Wrong."}'
    )
    assert counts(load(storage, retracted)) == (3, 0, 1, 2, 0)
    assert counts(load(storage, lines(*GOOD))) == (3, 0, 0, 3, 0)
    assert exported(storage) == retracted


@pytest.mark.parametrize("source", ENGINES)
@pytest.mark.parametrize("target", ENGINES)
def test_an_export_imported_is_the_same_corpus(source: str, target: str, tmp_path: Path) -> None:
    seeds = b"".join(path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.jsonl")))
    with opened(source, tmp_path) as storage:
        load(storage, seeds)
        load(storage, lines(make_source(id="é"), make_claim(id="Z", source_id="é", quote="\u2028")))
        storage.editor.delete(
            RecordKind.CLAIM, "kz-dpa-01", cascade=False, before=PRESENT, note=UNSIGNED
        )
        before = exported(storage)
    (tmp_path / "corpus.db").unlink(missing_ok=True)
    with opened(target, tmp_path) as storage:
        assert load(storage, before, ImportPlan()).outcome is ImportOutcome.COMPLETE
        after = exported(storage)
    assert hashlib.sha256(after.encode()).digest() == hashlib.sha256(before.encode()).digest()


def test_an_export_is_of_one_moment(storage: Storage) -> None:
    load(storage, lines(*(make_source(id=f"s{number:04}") for number in range(1_500))))
    if storage.engine is None:
        pytest.skip("the memory store copies all records at once")
    records = storage.transfer.dump()
    first = next(records)
    storage.claims.add([make_source(id="s0500", title="Later"), make_source(id="z")], [])
    rest = list(records)
    assert len([first, *rest]) == 1_500
    assert all(record.title != "Later" for record in rest if not isinstance(record, Claim))


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
@pytest.mark.parametrize("moment", ["reading 1000", "writing 501", "writing 2001"])
def test_an_import_killed_at_any_moment_leaves_nothing(
    engine: str, moment: str, tmp_path: Path
) -> None:
    url = empty_database(engine, tmp_path)
    storage = open_storage(url)
    storage.migrate()
    file = tmp_path / "many.jsonl"
    claims = [make_claim(id=f"c{number}", source_id="s1") for number in range(4_000)]
    file.write_text(lines(make_source(id="s1"), *claims), "utf-8")
    command = [sys.executable, "-c", ENDLESS_IMPORT, url, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as importer:
        assert importer.stdout is not None
        for told in importer.stdout:
            if told.strip() == moment:
                break
        importer.send_signal(signal.SIGKILL)
        importer.wait(30)
    time.sleep(0.1)
    assert importer.returncode == -signal.SIGKILL
    assert (storage.claims.state().revision, exported(storage)) == (0, "")
    assert load(storage, file.read_bytes(), ImportPlan()).accepted == 4_001
    storage.close()
