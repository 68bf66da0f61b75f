"""The HTTP edge: blueprints, problems, negotiation. ``register_api`` puts it on an application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from service.access.ports import AuditLog
from service.api.answering import AnswerCache, Answering, StatementChecker
from service.api.audit import audit_blueprint
from service.api.batch import batch_blueprint
from service.api.beside_checks import beside_checks_blueprint
from service.api.check import check_blueprint
from service.api.checks import CheckHistory, SavedCheckId, checks_blueprint
from service.api.claim_search import claim_search_blueprint
from service.api.disagreements import (
    DisagreementLister,
    compare_after_writes,
    disagreements_blueprint,
)
from service.api.docs import docs_blueprint
from service.api.drafts import ChecksDrafts, drafts_blueprint
from service.api.forms import CheckForms
from service.api.front import front_blueprint
from service.api.health import health_blueprint
from service.api.jobs import jobs_blueprint
from service.api.manners import register_manners
from service.api.metrics import metrics_blueprint
from service.api.model_card import model_card_blueprint
from service.api.new_sources import PageArticles, new_sources_blueprint
from service.api.problems import register_problems
from service.api.record_changes import record_changes_blueprint
from service.api.records import records_blueprint
from service.api.source_retractions import source_retractions_blueprint
from service.api.transfer import transfer_blueprint
from service.api.webhooks import webhooks_blueprint
from service.check_ports import ReviewStore
from service.claim_search import ClaimFinder
from service.domain.model_card import ModelCard
from service.editing import CorpusEditing, Embed, IndexTerms
from service.job_ports import JobStore
from service.observation import UNOBSERVED, Observer
from service.ports import CheckStore, ClaimStore, CorpusEditor, CorpusTransfer
from service.reviewing import Reviewing
from service.source_editing import SourceEditing
from service.webhooks import Webhooks

__all__ = ["ApiLimits", "CheckForms", "StatementChecker", "register_api"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiLimits:
    """How much one request may ask for, and how many answers a process keeps."""

    max_body_bytes: int = 1_000_000
    max_import_bytes: int = 1_000_000_000
    max_job_bytes: int = 20_000_000
    max_job_lines: int = 10_000
    max_batch: int = 100
    cached_answers: int = 512


def register_api(
    app: Flask,
    *,
    checker: StatementChecker,
    drafts: ChecksDrafts,
    claims: ClaimStore,
    checks: CheckStore,
    history: CheckHistory,
    reviews: ReviewStore,
    jobs: JobStore,
    editor: CorpusEditor,
    sources: SourceEditing,
    pages: PageArticles,
    embed_written: Embed,
    transfer: CorpusTransfer,
    disagreements: DisagreementLister,
    finder: ClaimFinder,
    audit: AuditLog,
    webhooks: Webhooks,
    index_terms: IndexTerms,
    card: ModelCard,
    forms: CheckForms,
    ready: Callable[[], None],
    metrics: Callable[[], bytes],
    clock: Callable[[], datetime],
    new_id: Callable[[], str],
    limits: ApiLimits,
    observer: Observer = UNOBSERVED,
) -> None:
    """Put every route of the API on ``app``.

    ``ready`` raises a FactCheckError that says why the service cannot work, ``metrics`` gives what
    was counted in Prometheus's text format. ``clock`` gives the time with its zone.
    ``embed_written`` embeds claims that were just written.
    ``new_id`` gives a new, unguessable token of letters and digits without a
    prefix: ours ("chk_", "req_") are put before it.
    """
    app.config["MAX_CONTENT_LENGTH"] = limits.max_body_bytes
    # Two addresses for one thing are one too many: no redirect from "//v1/check".
    app.url_map.merge_slashes = False
    app.url_map.converters["saved"] = SavedCheckId
    answering = Answering(
        checker, cache=AnswerCache(capacity=limits.cached_answers), observer=observer
    )
    register_manners(app, new_id)
    register_problems(app)
    app.register_blueprint(
        front_blueprint(
            answering,
            forms,
            clock,
            max_batch=limits.max_batch,
            max_job_lines=limits.max_job_lines,
        )
    )
    app.register_blueprint(check_blueprint(answering, forms, clock))
    reviewing = Reviewing(reviews=reviews, clock=clock, new_id=new_id)
    app.register_blueprint(
        checks_blueprint(checker, checks, forms, clock, new_id, reviewing, history)
    )
    app.register_blueprint(beside_checks_blueprint(history, reviewing))
    app.register_blueprint(
        batch_blueprint(checker, checks, clock, new_id, max_batch=limits.max_batch)
    )
    app.register_blueprint(drafts_blueprint(drafts, clock))
    app.register_blueprint(
        jobs_blueprint(
            jobs,
            clock,
            new_id,
            max_job_bytes=limits.max_job_bytes,
            max_job_lines=limits.max_job_lines,
        )
    )
    app.register_blueprint(records_blueprint(claims, editor))
    editing = CorpusEditing(editor, index_terms=index_terms, embed=embed_written)
    transferring = transfer_blueprint(
        transfer,
        clock,
        index_many=lambda records: [index_terms(claim) for claim in records],
        max_import_bytes=limits.max_import_bytes,
    )
    for blueprint in (
        new_sources_blueprint(editing, sources, pages, clock, new_id),
        record_changes_blueprint(editing, clock),
        source_retractions_blueprint(sources, clock),
        transferring,
    ):
        compare_after_writes(blueprint, disagreements)
        app.register_blueprint(blueprint)
    app.register_blueprint(disagreements_blueprint(disagreements))
    app.register_blueprint(claim_search_blueprint(finder, clock))
    app.register_blueprint(audit_blueprint(audit))
    app.register_blueprint(webhooks_blueprint(webhooks, clock))
    app.register_blueprint(model_card_blueprint(card, reviewing))
    app.register_blueprint(health_blueprint(ready))
    app.register_blueprint(metrics_blueprint(metrics))
    app.register_blueprint(docs_blueprint())
