"""Builds the application. With ``assembly`` the one place that names concrete adapters."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service.access_assembly import guard_for
from service.api import ApiLimits, CheckForms, register_api
from service.api.guarding import register_guard
from service.assembly import (
    background_steps,
    background_thread,
    checker_for,
    draft_checker_for,
    embedding_for,
    finder_for,
    model_card_for,
    pages_for,
    random_token,
    source_editing_for,
    storage_for,
    utc_now,
    webhooks_for,
)
from service.claim_search import ClaimFinder
from service.config import Settings, shared_counts
from service.exchanges import ExchangeWatch, RequestLog
from service.metrics import AtScrape, Metrics
from service.parsing.indexing import index_terms
from service.ports import Embedder, StanceModel
from service.readiness import Readiness
from service.storage import Storage
from service.working import BACKGROUND


def create_app(
    settings: Settings,
    *,
    storage: Storage | None = None,
    stance_model: StanceModel | None = None,
    embedder: Embedder | None = None,
    clock: Callable[[], datetime] | None = None,
    new_id: Callable[[], str] | None = None,
) -> Flask:
    """The application over ``storage`` (default: the database of the settings).

    ``clock`` gives the time with its zone, ``new_id`` an unguessable token of letters and digits.
    Opens no connection and no model session: both wait for the first request, so that a server
    may fork after this. The thread for background work is in ``app.extensions[BACKGROUND]``, not
    started. Raises ModelUnusable if the weights are not those of their manifest.
    """
    storage = storage or storage_for(settings)
    clock, new_id = clock or utc_now, new_id or random_token
    app = Flask(__name__, static_folder=None)
    metrics = Metrics(shared_counts())
    checker = checker_for(
        settings, storage, stance_model=stance_model, embedder=embedder, observer=metrics
    )
    at_scrape = AtScrape(engine=checker.engine, corpus=checker.state)
    embedding = embedding_for(storage, checker)
    register_api(
        app,
        checker=checker,
        drafts=draft_checker_for(checker),
        claims=storage.reads.claims,
        checks=storage.checks,
        history=storage.rechecks,
        reviews=storage.reviews,
        jobs=storage.jobs,
        editor=storage.editor,
        sources=source_editing_for(storage, embedding),
        pages=pages_for(settings),
        embed_written=embedding.embed_written,
        transfer=storage.transfer,
        disagreements=finder_for(storage),
        finder=ClaimFinder(store=storage.claims, search=checker.search, vectors=checker.vectors),
        audit=storage.access.audit,
        webhooks=webhooks_for(settings, storage, new_id=new_id),
        index_terms=index_terms,
        card=model_card_for(checker.engine),
        forms=CheckForms(
            publisher_name=settings.publisher_name, publisher_url=settings.publisher_url
        ),
        ready=Readiness(storage, checker),
        metrics=lambda: metrics.exposition(at_scrape),
        clock=clock,
        new_id=new_id,
        limits=ApiLimits(
            max_body_bytes=settings.max_body_bytes,
            max_import_bytes=settings.max_import_bytes,
            max_job_bytes=settings.max_job_bytes,
        ),
        observer=metrics,
    )
    register_guard(
        app,
        guard_for(settings, storage, clock=clock),
        clock=clock,
        new_id=new_id,
        max_import_bytes=settings.max_import_bytes,
    )
    app.extensions[BACKGROUND] = background_thread(
        background_steps(
            settings, storage, checker=checker, clock=clock, new_id=new_id, observer=metrics
        )
    )
    if settings.proxies:
        behind = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=behind, x_proto=behind, x_host=behind
        )
    listeners = (RequestLog(level=settings.log_level), metrics)
    app.wsgi_app = ExchangeWatch(  # type: ignore[method-assign]
        app.wsgi_app, listeners, timer=time.perf_counter
    )
    return app
