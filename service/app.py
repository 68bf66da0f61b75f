"""Builds the application. With ``assembly`` the one place that names concrete adapters."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service.api import ApiLimits, register_api
from service.api.guarding import register_guard
from service.assembly import (
    background_steps,
    background_thread,
    checker_for,
    draft_checker_for,
    finder_for,
    guard_for,
    model_card_for,
    random_token,
    storage_for,
    utc_now,
    webhooks_for,
)
from service.config import Settings
from service.logs import RequestLog
from service.parsing.indexing import index_terms
from service.ports import Embedder, StanceModel
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
    checker = checker_for(settings, storage, stance_model=stance_model, embedder=embedder)
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
        transfer=storage.transfer,
        disagreements=finder_for(storage),
        audit=storage.access.audit,
        webhooks=webhooks_for(settings, storage, new_id=new_id),
        index_terms=index_terms,
        card=model_card_for(checker.engine),
        ready=storage.ping,
        clock=clock,
        new_id=new_id,
        limits=ApiLimits(
            max_body_bytes=settings.max_body_bytes,
            max_import_bytes=settings.max_import_bytes,
            max_job_bytes=settings.max_job_bytes,
        ),
    )
    register_guard(
        app,
        guard_for(settings, storage, clock=clock),
        clock=clock,
        new_id=new_id,
        max_import_bytes=settings.max_import_bytes,
    )
    app.extensions[BACKGROUND] = background_thread(
        background_steps(settings, storage, checker=checker, clock=clock, new_id=new_id)
    )
    if settings.proxies:
        behind = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=behind, x_proto=behind, x_host=behind
        )
    app.wsgi_app = RequestLog(app.wsgi_app, timer=time.perf_counter)  # type: ignore[method-assign]
    return app
