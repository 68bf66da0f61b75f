"""Counts what happens, for Prometheus: in one process alone, or in all workers of a server.

Under gunicorn every worker keeps its numbers in files of a folder that they share, and whichever
of them is asked adds all of them up (``metrics_files``). Labels are words of ours, never anything
that a caller wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    start_http_server,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.domain.check import AbstentionCode, Engine, Verdict
from service.domain.corpus import CorpusState
from service.domain.errors import FactCheckError
from service.domain.webhooks import DeliveryState
from service.exchanges import Exchange, Listener
from service.metrics_files import reading
from service.observation import LineOutcome, Network, Stage

# Seconds. A cached answer takes 1 ms, one with the model some 30, a whole draft seconds.
REQUEST_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STAGE_BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)

_STATUSES: Final = {1: "1xx", 2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx"}


class Metrics(Listener):
    """The ``Observer`` that counts, and the listener that counts requests.

    ``folder`` is the one that the workers of a server share; None where this process is alone.
    Nothing is shared between two of these in one process then.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._registry = CollectorRegistry()
        self._requests = self._counter(
            "http_requests", "Requests answered.", "route", "method", "status"
        )
        self._request_seconds = Histogram(
            "factcheck_http_request_duration_seconds",
            "From a request's arrival to the last byte of its answer.",
            ("route", "method", "status"),
            registry=self._registry,
            buckets=REQUEST_BUCKETS,
        )
        self._in_progress = Gauge(
            "factcheck_http_requests_in_progress",
            "Requests being answered at this moment.",
            registry=self._registry,
            multiprocess_mode="livesum",
        )
        self._checks = self._counter(
            "checks", "Checks made, by verdict; answers from the cache are not.", "verdict"
        )
        self._abstentions = self._counter("abstentions", "Checks that abstained, by why.", "code")
        self._partial = self._counter(
            "partial_checks", "Checks of which something was not done in time."
        )
        self._stage_seconds = Histogram(
            "factcheck_check_stage_seconds",
            "What a check spends its time on.",
            ("stage",),
            registry=self._registry,
            buckets=STAGE_BUCKETS,
        )
        self._cache = self._counter("answer_cache_lookups", "Looks into the cache.", "result")
        self._model_calls = self._counter("model_calls", "Calls of a network.", "network")
        self._model_inputs = self._counter(
            "model_inputs", "Texts or pairs that a network was given.", "network"
        )
        self._lines = self._counter("job_lines", "Lines of jobs brought to an end.", "outcome")
        self._rechecks = self._counter("rechecks", "Saved checks made again.", "result")
        self._deliveries = self._counter(
            "webhook_attempts",
            "Attempts to deliver an event, by the state that they left the delivery in.",
            "state",
        )
        self._show_zeros()

    def began(self) -> None:
        self._in_progress.inc()

    def ended(self, exchange: Exchange) -> None:
        self._in_progress.dec()
        status = _STATUSES.get(exchange.status // 100, "5xx")
        labels = (exchange.notes.route, exchange.method, status)
        self._requests.labels(*labels).inc()
        self._request_seconds.labels(*labels).observe(exchange.seconds)

    def checked(
        self,
        verdict: Verdict,
        abstention: AbstentionCode | None,
        *,
        partial: bool,
        seconds: Mapping[Stage, float],
    ) -> None:
        self._checks.labels(verdict.value).inc()
        if abstention is not None:
            self._abstentions.labels(abstention.value).inc()
        if partial:
            self._partial.inc()
        for stage, spent in seconds.items():
            self._stage_seconds.labels(stage.value).observe(spent)

    def asked_model(self, network: Network, *, inputs: int) -> None:
        self._model_calls.labels(network.value).inc()
        self._model_inputs.labels(network.value).inc(inputs)

    def looked_in_cache(self, *, found: bool) -> None:
        self._cache.labels("hit" if found else "miss").inc()

    def finished_lines(self, outcome: LineOutcome, *, lines: int) -> None:
        self._lines.labels(outcome.value).inc(lines)

    def rechecked(self, *, changed: bool) -> None:
        self._rechecks.labels("changed" if changed else "same").inc()

    def attempted_delivery(self, state: DeliveryState) -> None:
        self._deliveries.labels(state.value).inc()

    def exposition(self, more: Collector) -> bytes:
        """Everything in Prometheus's text format, and what ``more`` says at this moment."""
        registry = self._shown(more)
        if self._folder is None:
            return generate_latest(registry)
        with reading(self._folder):
            return generate_latest(registry)

    def serve(self, host: str, port: int, more: Collector) -> None:
        """Answer Prometheus from a thread, where nothing else is served. Raises OSError."""
        start_http_server(port, host, self._shown(more))

    def _shown(self, more: Collector) -> CollectorRegistry:
        registry = CollectorRegistry()
        registry.register(more)
        if self._folder is None:
            registry.register(_OfThisProcess(self._registry))
        else:
            collector: Any = MultiProcessCollector
            registry.register(collector(None, str(self._folder)))
        return registry

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"factcheck_{name}", told, labels, registry=self._registry)

    def _show_zeros(self) -> None:
        """Let every series begin at 0: the first of a kind would otherwise be no increase."""
        for counter, values in (
            (self._checks, Verdict),
            (self._abstentions, AbstentionCode),
            (self._lines, LineOutcome),
            (self._deliveries, DeliveryState),
            (self._model_calls, Network),
            (self._model_inputs, Network),
        ):
            for value in values:
                counter.labels(value.value)
        for result in ("hit", "miss"):
            self._cache.labels(result)
        for result in ("changed", "same"):
            self._rechecks.labels(result)
        for stage in Stage:
            self._stage_seconds.labels(stage.value)


class _OfThisProcess(Collector):
    """What one process counted; like the sum of several, without the birthday of each series."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        for metric in self._registry.collect():
            metric.samples = [one for one in metric.samples if not one.name.endswith("_created")]
            yield metric


class AtScrape(Collector):
    """What is looked up when it is asked for, and is the same from whichever worker."""

    def __init__(self, *, engine: Engine, corpus: Callable[[], CorpusState]) -> None:
        self._engine = engine
        self._corpus = corpus

    def collect(self) -> Iterator[Metric]:
        build = GaugeMetricFamily(
            "factcheck_build_info", "What is running; always 1.", labels=("version", "model")
        )
        build.add_metric((self._engine.version, self._engine.model or "none"), 1)
        yield build
        try:
            corpus: CorpusState | None = self._corpus()
        except FactCheckError:
            corpus = None
        yield GaugeMetricFamily(
            "factcheck_database_up", "Whether the database answers.", value=int(corpus is not None)
        )
        if corpus is not None:
            yield GaugeMetricFamily(
                "factcheck_corpus_revision", "Moves with each change.", value=corpus.revision
            )
            yield GaugeMetricFamily("factcheck_corpus_claims", "Claims.", value=corpus.claims)
            yield GaugeMetricFamily("factcheck_corpus_sources", "Sources.", value=corpus.sources)
