"""Opens the storage that a database URL names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from service.access.ports import AccessStores
from service.domain.errors import StoreUnavailable
from service.domain.events import Event
from service.job_ports import JobQueue, JobStore
from service.ports import (
    CheckStore,
    ClaimSearch,
    ClaimStore,
    CorpusEditor,
    CorpusTransfer,
    DisagreementStore,
    VectorIndex,
)
from service.storage import migrate as migrations
from service.storage.access_stores import sql_access
from service.storage.check_store import SqlCheckStore
from service.storage.engine import DEFAULT_TIMEOUTS, Timeouts, build_engine, probe
from service.storage.index_search import IndexSearch
from service.storage.memory import MemoryCheckStore, MemoryCorpus
from service.storage.memory_access import memory_access
from service.storage.memory_disagreements import MemoryDisagreements
from service.storage.memory_editor import MemoryCorpusEditor
from service.storage.memory_jobs import MemoryJobs
from service.storage.memory_transfer import MemoryCorpusTransfer
from service.storage.memory_vectors import MemoryVectorIndex
from service.storage.memory_webhooks import MemoryWebhooks
from service.storage.rate_counter import counts_engine
from service.storage.search_postgres import PostgresIndex
from service.storage.search_sqlite import SqliteIndex
from service.storage.sql_deliveries import SqlDeliveryQueue
from service.storage.sql_disagreements import SqlDisagreements
from service.storage.sql_editor import SqlCorpusEditor
from service.storage.sql_job_queue import SqlJobQueue
from service.storage.sql_jobs import SqlJobs
from service.storage.sql_store import SqlClaimStore
from service.storage.sql_transfer import SqlCorpusTransfer
from service.storage.sql_vectors import SqlVectorIndex
from service.storage.sql_webhooks import SqlWebhookStore
from service.webhook_ports import DeliveryQueue, WebhookStore

# The URL of a store that lives and dies with the process.
MEMORY_URL = "memory:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The ports over one database, and what the life of a process needs of it."""

    claims: ClaimStore
    search: ClaimSearch
    vectors: VectorIndex
    checks: CheckStore
    jobs: JobStore
    job_queue: JobQueue
    editor: CorpusEditor
    transfer: CorpusTransfer
    disagreements: DisagreementStore
    access: AccessStores
    webhooks: WebhookStore
    deliveries: DeliveryQueue
    engine: Engine | None
    counts: Engine | None = None

    def migrate(self) -> tuple[str, ...]:
        """Bring the database to the newest schema; the names of the migrations applied."""
        return () if self.engine is None else migrations.migrate(self.engine)

    def ping(self) -> None:
        """Raises StoreUnavailable if the database does not answer or lacks migrations."""
        if self.engine is not None and (missing := migrations.pending(probe(self.engine))):
            raise StoreUnavailable(f"the database lacks the migrations {', '.join(missing)}")

    def close(self) -> None:
        """Close every connection; a later request would open new ones."""
        for engine in (self.engine, self.counts):
            if engine is not None:
                engine.dispose()


def open_storage(database_url: str, *, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> Storage:
    """The storage behind ``sqlite:///path``, ``postgresql+psycopg://…`` or ``memory:``.

    Opens no connection yet, so a server may call it before it forks. Changes nothing: a new
    database needs ``migrate()`` first. Raises SettingsInvalid if the URL names something else.
    """
    if database_url == MEMORY_URL:
        corpus = MemoryCorpus()
        checks = MemoryCheckStore()
        outbox: list[Event] = []
        jobs = MemoryJobs(checks, outbox)
        webhooks = MemoryWebhooks(outbox)
        return Storage(
            claims=corpus,
            search=corpus,
            vectors=MemoryVectorIndex(corpus),
            checks=checks,
            jobs=jobs,
            job_queue=jobs,
            editor=MemoryCorpusEditor(corpus),
            transfer=MemoryCorpusTransfer(corpus),
            disagreements=MemoryDisagreements(corpus),
            access=memory_access(),
            webhooks=webhooks,
            deliveries=webhooks,
            engine=None,
        )
    engine = build_engine(database_url, timeouts=timeouts)
    reader = SqliteIndex() if engine.dialect.name == "sqlite" else PostgresIndex()
    search = IndexSearch(engine, reader)
    counts = counts_engine(engine)
    return Storage(
        claims=SqlClaimStore(engine),
        search=search,
        vectors=SqlVectorIndex(engine, search),
        checks=SqlCheckStore(engine),
        jobs=SqlJobs(engine),
        job_queue=SqlJobQueue(engine),
        editor=SqlCorpusEditor(engine),
        transfer=SqlCorpusTransfer(engine),
        disagreements=SqlDisagreements(engine),
        access=sql_access(engine, counts),
        webhooks=SqlWebhookStore(engine),
        deliveries=SqlDeliveryQueue(engine),
        engine=engine,
        counts=counts,
    )
