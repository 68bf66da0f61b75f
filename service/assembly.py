"""Puts the use cases together over their adapters, for the server and the commands alike."""

from __future__ import annotations

import base64
import random
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from schemas.model_card import load_measurement
from service.checking import Checker
from service.config import Settings, decline_telemetry
from service.disagreements import DisagreementFinder
from service.domain.check import Engine
from service.domain.corpus import ImportCount
from service.domain.model_card import ModelCard
from service.drafts import DraftChecker
from service.embedding import EmbeddingSteps, embed_few
from service.ingest import import_folder
from service.jobs import JobRunner
from service.model_card import model_card
from service.observation import UNOBSERVED, ObservedEmbedder, Observer
from service.outbound import OutboundClient, OutboundPolicy
from service.page_intake import PageIntake, PagesOff
from service.parsing.indexing import index_terms
from service.ports import Embedder, StanceModel
from service.readable_pages import ReadableText
from service.rechecks import Rechecking
from service.retrieval.vectors import VectorSearch
from service.source_editing import SourceEditing
from service.storage import Storage, open_storage
from service.storage.engine import Timeouts
from service.watching import Watching
from service.webhook_delivery import WebhookDelivery
from service.webhooks import Webhooks
from service.working import BackgroundThread, Step, Worker

MANIFEST: Final = "manifest.json"
# What is not compared by then is left to readers of the list and `factcheck disagreements`.
COMPARING_SECONDS: Final = 5.0
# Seconds that background work in a server stands back for each second of it: requests come first.
SERVER_REST: Final = 1.0
FIGURES: Final = Path(__file__).with_name("figures.json")


def background_steps(
    settings: Settings,
    storage: Storage,
    *,
    checker: Checker,
    clock: Callable[[], datetime] | None = None,
    new_id: Callable[[], str] | None = None,
    observer: Observer = UNOBSERVED,
) -> tuple[Step, ...]:
    """All that is done in the background, by servers and by ``factcheck worker`` alike."""
    runner = JobRunner(
        queue=storage.job_queue,
        checker=checker,
        clock=clock or utc_now,
        timer=time.monotonic,
        new_id=new_id or random_token,
        observer=observer,
    )
    rechecking = rechecking_for(
        storage, checker=checker, clock=clock, new_id=new_id, observer=observer
    )
    embedding = embedding_for(storage, checker)
    delivery = webhook_delivery_for(settings, storage, observer=observer)
    return (
        runner.step,
        rechecking.recheck_some,
        delivery.deliver_some,
        embedding.embed_some,
    )


def rechecking_for(
    storage: Storage,
    *,
    checker: Checker,
    clock: Callable[[], datetime] | None = None,
    new_id: Callable[[], str] | None = None,
    observer: Observer = UNOBSERVED,
) -> Rechecking:
    """The use case of keeping the saved checks of ``storage`` current."""
    return Rechecking(
        rechecks=storage.rechecks,
        checker=checker,
        watching=watching_for(storage, checker),
        clock=clock or utc_now,
        timer=time.monotonic,
        new_id=new_id or random_token,
        observer=observer,
    )


def watching_for(storage: Storage, checker: Checker) -> Watching:
    """What finds out what a saved check watches: in the primary, where the changes are noted."""
    vectors = checker.vectors
    if storage.replica is not None:
        vectors = VectorSearch(storage.vectors, vectors.embedder)
    return Watching(store=storage.claims, search=storage.search, vectors=vectors)


def background_thread(steps: Iterable[Step], *, rest: float = SERVER_REST) -> BackgroundThread:
    """A thread that runs the steps until it is stopped, once it is started."""
    return BackgroundThread(Worker(steps, timer=time.monotonic, rest=rest))


def storage_for(settings: Settings) -> Storage:
    """The storage that the settings name; it connects when it is first asked something."""
    timeouts = Timeouts(read=settings.query_timeout_ms / 1000)
    return open_storage(
        settings.database_url, replica_url=settings.database_replica_url, timeouts=timeouts
    )


def checker_for(
    settings: Settings,
    storage: Storage,
    *,
    stance_model: StanceModel | None = None,
    embedder: Embedder | None = None,
    observer: Observer = UNOBSERVED,
) -> Checker:
    """The use case of checking over ``storage``, with the models of the settings."""
    if stance_model is None or embedder is None:
        chosen_model, chosen_embedder = _models(settings.model)
        stance_model = stance_model or chosen_model
        embedder = embedder or chosen_embedder
    reads, patience = storage.reads, settings.query_timeout_ms / 1000
    observed = ObservedEmbedder(embedder, observer)
    return Checker(
        store=reads.claims,
        search=reads.search,
        stance_model=stance_model,
        vectors=VectorSearch(reads.vectors, observed, patience=patience),
        observer=observer,
    )


def draft_checker_for(checker: Checker) -> DraftChecker:
    """The use case of checking a whole text, one statement after the other, by ``checker``."""
    decline_telemetry()
    from service.inference import NullStanceModel

    by_rules = replace(checker, stance_model=NullStanceModel())
    return DraftChecker(checker=checker, by_rules=by_rules, timer=time.monotonic)


def embedding_for(storage: Storage, checker: Checker) -> EmbeddingSteps:
    """What makes the vectors of claims that have none, by the model that ``checker`` searches with."""
    return EmbeddingSteps(storage.vectors, storage.claims, checker.vectors.embedder)


def source_editing_for(storage: Storage, embedding: EmbeddingSteps) -> SourceEditing:
    """The use case of changing sources together with their claims."""
    return SourceEditing(
        storage.sources,
        storage.claims,
        storage.search,
        index_terms=index_terms,
        embed=embedding.embed_written,
    )


def finder_for(storage: Storage) -> DisagreementFinder:
    """The use case of finding disagreements over ``storage``."""
    return DisagreementFinder(
        store=storage.claims,
        search=storage.search,
        disagreements=storage.disagreements,
        timer=time.monotonic,
    )


def compare_few(storage: Storage) -> int:
    """Compare what has changed for a while; how many claims are left to compare.

    A server may wait for this before it opens.
    """
    waiting = storage.disagreements.waiting()
    return finder_for(storage).refresh(seconds=COMPARING_SECONDS) if waiting else 0


def embedder_for(settings: Settings) -> Embedder:
    """The embedding model of the settings. Raises ModelUnusable."""
    return _models(settings.model)[1]


def model_card_for(engine: Engine) -> ModelCard:
    """The card of an engine, with the figures of the repository if it brings any."""
    networks = None
    if engine.model is not None:
        decline_telemetry()
        from service.inference.description import describe_networks
        from service.inference.manifest import WEIGHTS

        networks = describe_networks() if (WEIGHTS / MANIFEST).is_file() else None
    measurement = load_measurement(FIGURES.read_text("utf-8")) if FIGURES.is_file() else None
    return model_card(engine, networks=networks, measurement=measurement)


def outbound_for(settings: Settings) -> OutboundClient:
    """The way to other servers, as far as the settings let it lead."""
    return OutboundClient(
        OutboundPolicy(
            allowed=settings.outbound_allow,
            schemes=settings.outbound_schemes,
            ports=settings.outbound_ports,
        )
    )


def pages_for(settings: Settings) -> PageIntake | PagesOff:
    """The use case of reading pages of the web, or what stands for it where that is off."""
    if settings.fetch == "off":
        return PagesOff()
    return PageIntake(outbound_for(settings), ReadableText())


def webhooks_for(settings: Settings, storage: Storage, *, new_id: Callable[[], str]) -> Webhooks:
    """The use case of subscriptions over ``storage``."""
    return Webhooks(
        storage.webhooks,
        storage.deliveries,
        outbound_for(settings),
        new_id=new_id,
        new_secret=random_secret,
    )


def webhook_delivery_for(
    settings: Settings, storage: Storage, *, observer: Observer = UNOBSERVED
) -> WebhookDelivery:
    """What a background worker needs to tell events to webhooks."""
    return WebhookDelivery(
        storage.deliveries,
        outbound_for(settings),
        new_id=random_token,
        clock=utc_now,
        timer=time.monotonic,
        jitter=random.SystemRandom().random,
        observer=observer,
    )


def load_seeds(settings: Settings, storage: Storage) -> ImportCount | None:
    """Fill an empty corpus from the seeds; None where it is not empty or there are no seeds.

    If they are few, as the bundled ones are, their vectors are made at once.
    """
    if settings.seeds is None or storage.claims.state().revision > 0:
        return None
    count = import_folder(storage.claims, settings.seeds, index_terms=index_terms)
    embed_few(storage.vectors, storage.claims, embedder_for(settings))
    return count


def utc_now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def random_token() -> str:
    """A token of 96 random bits."""
    return secrets.token_hex(12)


def random_secret() -> str:
    """A secret of 256 random bits, in the form of Standard Webhooks."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _models(choice: str) -> tuple[StanceModel, Embedder]:
    # Imported here because importing it loads onnxruntime, which has to be told first.
    decline_telemetry()
    from service.inference import NullEmbedder, NullStanceModel, load_bundled
    from service.inference.manifest import WEIGHTS

    absent = choice == "auto" and not (WEIGHTS / MANIFEST).is_file()
    if choice == "none" or absent:
        return NullStanceModel(), NullEmbedder()
    return load_bundled()
