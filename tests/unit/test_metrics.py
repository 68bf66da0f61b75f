"""What is counted, under which labels, by one process and by several."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from service.app import create_app
from service.config import Settings
from service.domain.check import Engine
from service.domain.corpus import CorpusState
from service.domain.errors import StoreUnavailable
from service.metrics import AtScrape, Metrics
from service.metrics_files import CountsFolder
from service.observation import LineOutcome, Stage, StageClock
from service.storage import Storage
from tests.corpora import ask, checker_over, news_claim
from tests.fakes import FakeStanceModel
from tests.serving import ROOT

SETTINGS = Settings(database_url="memory:", model="none")


@pytest.fixture
def counts(tmp_path: Path) -> Iterator[CountsFolder]:
    folder = CountsFolder(str(tmp_path))
    yield folder
    folder.remove()


def samples(exposition: bytes) -> dict[str, float]:
    """Each sample by its name with its labels, as Prometheus reads them."""
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(exposition.decode())
        for sample in family.samples
    }


def requests_of(app: Flask) -> dict[str, float]:
    found = samples(app.test_client().get("/metrics", buffered=True).data)
    return {name: value for name, value in found.items() if "http_requests_total" in name}


def test_a_request_is_counted_by_route_method_and_class_of_status(app: Flask) -> None:
    client = app.test_client()
    client.get("/v1/claims/c1", buffered=True)
    client.get("/v1/claims/zebrafish", buffered=True)
    client.get("/zebrafish?statement=zebrafish", buffered=True)
    client.open("/v1/check", method="ZEBRAFISH", buffered=True)

    counted = requests_of(app)

    assert counted == {
        _request("GET", "/v1/claims/<claim_id>", "4xx"): 2,
        _request("GET", "none", "4xx"): 1,
        _request("other", "none", "4xx"): 1,
    }
    assert b"zebrafish" not in client.get("/metrics", buffered=True).data.lower()


def _request(method: str, route: str, status: str) -> str:
    labels = [("method", method), ("route", route), ("status", status)]
    return f"factcheck_http_requests_total{labels}"


def test_two_applications_in_one_process_share_no_count(storage: Storage) -> None:
    first, second = (create_app(SETTINGS, storage=storage) for _ in range(2))

    first.test_client().get("/v1/sources", buffered=True)

    assert len(requests_of(first)) == 1
    assert requests_of(second) == {}


def test_a_check_is_counted_once_and_an_answer_from_the_cache_not(app: Flask) -> None:
    client = app.test_client()
    for _ in range(3):
        client.get("/v1/check?statement=Arrests+were+made+in+Almaty.", buffered=True)

    counted = samples(client.get("/metrics", buffered=True).data)

    verdicts = [value for name, value in counted.items() if "checks_total" in name]
    assert sum(verdicts) == 1
    assert counted["factcheck_answer_cache_lookups_total[('result', 'hit')]"] == 2
    assert counted["factcheck_answer_cache_lookups_total[('result', 'miss')]"] == 1
    assert counted["factcheck_check_stage_seconds_count[('stage', 'parse')]"] == 1


def test_an_abstention_is_counted_by_its_code(app: Flask) -> None:
    client = app.test_client()
    client.get("/v1/check?statement=The+zoo+of+Brevik+bought+a+giraffe.", buffered=True)

    counted = samples(client.get("/metrics", buffered=True).data)

    assert counted["factcheck_abstentions_total[('code', 'no_record')]"] == 1


def test_a_request_at_hand_is_in_progress_and_no_longer_afterwards(app: Flask) -> None:
    client = app.test_client()

    first, second = (samples(client.get("/metrics", buffered=True).data) for _ in range(2))

    assert first["factcheck_http_requests_in_progress[]"] == 1
    assert second["factcheck_http_requests_in_progress[]"] == 1


def test_the_stages_of_a_check_with_a_model_are_told_apart() -> None:
    metrics = Metrics()
    claims = [news_claim("14 people drowned off Halsund.")]
    checker = checker_over(claims, model=FakeStanceModel(), observer=metrics)

    ask(checker, "14 people drowned off Halsund.")

    counted = samples(metrics.exposition(CollectorRegistry()))
    for stage in Stage:
        assert counted[f"factcheck_check_stage_seconds_count[('stage', '{stage.value}')]"] == 1
    assert counted["factcheck_model_calls_total[('network', 'stance')]"] >= 1


def test_a_stage_within_another_is_not_counted_twice() -> None:
    now = 0.0

    def passing(seconds: float) -> None:
        nonlocal now
        now += seconds

    clock = StageClock(lambda: now)
    with clock.stage(Stage.COMPARE):
        passing(1)
        with clock.stage(Stage.MODEL):
            passing(2)
        passing(4)
    passing(8)
    with clock.stage(Stage.MODEL):
        passing(16)

    assert clock.seconds == {Stage.COMPARE: 5, Stage.MODEL: 18}


def _unavailable() -> CorpusState:
    raise StoreUnavailable("the database does not answer")


@pytest.mark.parametrize(
    ("corpus", "up"),
    [(lambda: CorpusState(revision=7, claims=3, sources=2), 1), (_unavailable, 0)],
)
def test_metrics_are_given_whether_or_not_the_database_answers(
    corpus: Callable[[], CorpusState], up: int
) -> None:
    engine = Engine(version="1.0.0", model="sha256:ab")

    counted = samples(Metrics().exposition(AtScrape(engine=engine, corpus=corpus)))

    assert counted["factcheck_build_info[('model', 'sha256:ab'), ('version', '1.0.0')]"] == 1
    assert counted["factcheck_database_up[]"] == up
    assert counted.get("factcheck_corpus_revision[]") == (7 if up else None)


COUNTING = """
import os, sys
from pathlib import Path
from prometheus_client import CollectorRegistry
from service.metrics import Metrics
from service.observation import LineOutcome
metrics = Metrics(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]))
metrics.began()
metrics.finished_lines(LineOutcome.CHECKED, lines=int(sys.argv[1]))
print(os.getpid(), flush=True)
sys.stdin.read()
sys.stdout.write(metrics.exposition(CollectorRegistry()).decode())
"""


def counting(folder: Path, lines: int) -> subprocess.Popen[str]:
    """A worker that counts, and shows what all have counted once its input is closed."""
    return subprocess.Popen(
        [sys.executable, "-c", COUNTING, str(lines)],
        cwd=ROOT,
        env={"PROMETHEUS_MULTIPROC_DIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def begun(worker: subprocess.Popen[str]) -> int:
    assert worker.stdout is not None
    return int(worker.stdout.readline())


def test_the_counts_of_workers_that_end_are_kept_and_their_files_are_not(
    counts: CountsFolder,
) -> None:
    dead = [counting(counts.path, 1), counting(counts.path, 2)]
    for worker in dead:
        begun(worker)
        worker.kill()
        worker.communicate()
        counts.retire(living=set())
    living = counting(counts.path, 4)
    pid = begun(living)
    counts.retire(living={pid})

    shown, _ = living.communicate()

    counted = samples(shown.encode())
    lines = f"factcheck_job_lines_total[('outcome', '{LineOutcome.CHECKED.value}')]"
    assert counted[lines] == 7
    assert counted["factcheck_http_requests_in_progress[]"] == 1
    assert {file.name for file in counts.path.glob("*.db")} == {
        *(f"{kind}_{whose}.db" for kind in ("counter", "histogram") for whose in ("ended", pid)),
        f"gauge_livesum_{pid}.db",
    }


def test_a_file_that_was_left_half_written_takes_nothing_else_with_it(counts: CountsFolder) -> None:
    (counts.path / "counter_1.db").write_bytes(b"\xff\x00\x00\x7f" + bytes(60))
    (counts.path / "counter_2.db").write_bytes(b"")

    counts.retire(living=set())

    assert [file.name for file in counts.path.glob("*.db")] == ["counter_ended.db"]


def test_the_folder_of_a_server_that_was_killed_is_taken_away_by_the_next(
    tmp_path: Path, counts: CountsFolder
) -> None:
    abandoned = tmp_path / "factcheck-metrics-abandoned"
    abandoned.mkdir()

    other = CountsFolder(str(tmp_path))

    assert not abandoned.exists()
    assert counts.path.is_dir()
    assert other.path.stat().st_mode & 0o777 == 0o700
    other.remove()
    assert not other.path.exists()
