"""Opens the storage that a database URL names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Engine

from service.access.ports import AccessStores
from service.article_ports import SourceEditor
from service.check_ports import RecheckStore, ReviewStore
from service.domain.errors import SettingsInvalid, StoreUnavailable
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
from service.storage.engine import DEFAULT_TIMEOUTS, REPLICA_SETTING, Timeouts, build_engine, probe
from service.storage.index_search import IndexSearch
from service.storage.memory import MemoryCorpus
from service.storage.memory_access import memory_access
from service.storage.memory_checks import MemoryCheckStore
from service.storage.memory_disagreements import MemoryDisagreements
from service.storage.memory_editor import MemoryCorpusEditor
from service.storage.memory_jobs import MemoryJobs
from service.storage.memory_rechecks import MemoryRechecks
from service.storage.memory_reviews import MemoryReviews
from service.storage.memory_sources import MemorySourceEditor
from service.storage.memory_transfer import MemoryCorpusTransfer
from service.storage.memory_vectors import MemoryVectorIndex
from service.storage.memory_webhooks import MemoryWebhooks
from service.storage.rate_counter import counts_engine
from service.storage.replica import (
    CorpusReads,
    ReplicaClaims,
    ReplicaFirst,
    ReplicaSearch,
    ReplicaVectors,
)
from service.storage.search_postgres import PostgresIndex
from service.storage.search_sqlite import SqliteIndex
from service.storage.sql_deliveries import SqlDeliveryQueue
from service.storage.sql_disagreements import SqlDisagreements
from service.storage.sql_editor import SqlCorpusEditor
from service.storage.sql_job_queue import SqlJobQueue
from service.storage.sql_jobs import SqlJobs
from service.storage.sql_rechecks import SqlRechecks
from service.storage.sql_reviews import SqlReviews
from service.storage.sql_sources import SqlSourceEditor
from service.storage.sql_store import SqlClaimStore
from service.storage.sql_transfer import SqlCorpusTransfer
from service.storage.sql_vectors import SqlVectorIndex
from service.storage.sql_webhooks import SqlWebhookStore
from service.webhook_ports import DeliveryQueue, WebhookStore

# The URL of a store that lives and dies with the process.
MEMORY_URL = "memory:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """The ports over one database, and what the life of a process needs of it.

    ``claims``, ``search`` and ``vectors`` see every write at once. ``reads`` are those that answer
    questions: the same ones, or those over a replica.
    """

    claims: ClaimStore
    search: ClaimSearch
    vectors: VectorIndex
    checks: CheckStore
    jobs: JobStore
    job_queue: JobQueue
    editor: CorpusEditor
    sources: SourceEditor
    transfer: CorpusTransfer
    disagreements: DisagreementStore
    rechecks: RecheckStore
    reviews: ReviewStore
    access: AccessStores
    webhooks: WebhookStore
    deliveries: DeliveryQueue
    engine: Engine | None
    counts: Engine | None = None
    replica: CorpusReads | None = None
    replica_engine: Engine | None = None

    @property
    def reads(self) -> CorpusReads:
        """Where questions about the corpus go."""
        own = CorpusReads(claims=self.claims, search=self.search, vectors=self.vectors)
        return own if self.replica is None else self.replica

    def migrate(self) -> tuple[str, ...]:
        """Bring the database to the newest schema; the names of the migrations applied."""
        return () if self.engine is None else migrations.migrate(self.engine)

    def ping(self) -> None:
        """Raises StoreUnavailable if the database does not answer or lacks migrations."""
        if self.engine is not None and (missing := migrations.pending(probe(self.engine))):
            raise StoreUnavailable(f"the database lacks the migrations {', '.join(missing)}")

    def close(self) -> None:
        """Close every connection; a later request would open new ones."""
        for engine in (self.engine, self.replica_engine, self.counts):
            if engine is not None:
                engine.dispose()


def open_storage(
    database_url: str,
    *,
    replica_url: str | None = None,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
) -> Storage:
    """The storage behind ``sqlite:///path``, ``postgresql+psycopg://…`` or ``memory:``.

    ``replica_url`` is a read-only copy of that database, which questions are put to.

    Opens no connection yet, so a server may call it before it forks. Changes nothing: a new
    database needs ``migrate()`` first. Raises SettingsInvalid if the URL names something else.
    """
    if database_url == MEMORY_URL:
        corpus = MemoryCorpus()
        vectors = MemoryVectorIndex(corpus)
        checks = MemoryCheckStore()
        outbox: list[Event] = []
        jobs = MemoryJobs(checks, outbox)
        webhooks = MemoryWebhooks(outbox)
        return Storage(
            claims=corpus,
            search=corpus,
            vectors=vectors,
            checks=checks,
            jobs=jobs,
            job_queue=jobs,
            editor=MemoryCorpusEditor(corpus),
            sources=MemorySourceEditor(corpus),
            transfer=MemoryCorpusTransfer(corpus),
            disagreements=MemoryDisagreements(corpus),
            rechecks=MemoryRechecks(corpus, vectors, checks, outbox),
            reviews=MemoryReviews(checks),
            access=memory_access(),
            webhooks=webhooks,
            deliveries=webhooks,
            engine=None,
        )
    engine = build_engine(database_url, timeouts=timeouts)
    primary = _corpus_reads(engine)
    replica_engine = None if replica_url is None else _replica_engine(replica_url, timeouts)
    counts = counts_engine(engine)
    return Storage(
        claims=primary.claims,
        search=primary.search,
        vectors=primary.vectors,
        checks=SqlCheckStore(engine),
        jobs=SqlJobs(engine),
        job_queue=SqlJobQueue(engine),
        editor=SqlCorpusEditor(engine),
        sources=SqlSourceEditor(engine),
        transfer=SqlCorpusTransfer(engine),
        disagreements=SqlDisagreements(engine),
        rechecks=SqlRechecks(engine),
        reviews=SqlReviews(engine),
        access=sql_access(engine, counts),
        webhooks=SqlWebhookStore(engine),
        deliveries=SqlDeliveryQueue(engine),
        engine=engine,
        counts=counts,
        replica=None if replica_engine is None else _replica_reads(replica_engine, primary),
        replica_engine=replica_engine,
    )


def _corpus_reads(engine: Engine) -> CorpusReads:
    reader = SqliteIndex() if engine.dialect.name == "sqlite" else PostgresIndex()
    search = IndexSearch(engine, reader)
    return CorpusReads(
        claims=SqlClaimStore(engine), search=search, vectors=SqlVectorIndex(engine, search)
    )


def _replica_engine(replica_url: str, timeouts: Timeouts) -> Engine:
    engine = build_engine(
        replica_url, timeouts=replace(timeouts, connect=_REPLICA_SECONDS), setting=REPLICA_SETTING
    )
    if engine.dialect.name != "postgresql":
        raise SettingsInvalid(REPLICA_SETTING, "a replica is a PostgreSQL database")
    return engine


# A replica that does not take a connection in this time is away; the primary is there instead.
_REPLICA_SECONDS = 2


def _replica_reads(engine: Engine, primary: CorpusReads) -> CorpusReads:
    reads = ReplicaFirst(_corpus_reads(engine), primary)
    return CorpusReads(
        claims=ReplicaClaims(reads, primary.claims),
        search=ReplicaSearch(reads),
        vectors=ReplicaVectors(reads, primary.vectors),
    )
