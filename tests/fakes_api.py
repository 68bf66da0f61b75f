"""A checker with a fixed opinion, and the application around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from flask import Flask

from service.access.ports import AuditLog
from service.api import ApiLimits, CheckForms, register_api
from service.api.disagreements import DisagreementLister
from service.api.guarding import Guard, register_guard
from service.api.new_sources import PageArticles
from service.claim_search import ClaimFinder
from service.disagreements import DisagreementFinder
from service.domain.check import (
    Abstention,
    AbstentionCode,
    Answer,
    AssertionVerdict,
    CheckRequest,
    Engine,
    SideAgreement,
    Verdict,
)
from service.domain.corpus import Claim, CorpusState
from service.domain.errors import TargetRefused
from service.domain.events import Event
from service.domain.evidence import Evidence, Passage, Reason, ReasonType, Stance
from service.domain.mentions import Span
from service.domain.outbound import Delivered
from service.drafts import DraftChecker
from service.inference.null import NullEmbedder
from service.model_card import model_card
from service.page_intake import PagesOff
from service.retrieval.vectors import VectorSearch
from service.source_editing import SourceEditing
from service.storage.memory import MemoryCorpus
from service.storage.memory_access import MemoryAuditLog
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
from service.webhooks import Webhooks
from tests.factories import make_claim, make_source
from tests.fakes import fixed_now

ENGINE = Engine(version="1.0.0", model=None)
NOBODY = SideAgreement(publishers=0, origins=0)


def make_evidence(stance: Stance, **overrides: object) -> Evidence:
    """Evidence with one reason, whose words stand at the beginning of both texts."""
    reason = Reason(
        type=ReasonType.NUMBER,
        statement=Passage(text="More than", span=Span(start=0, end=9)),
        claim=Passage(text="More than 3,700", span=Span(start=0, end=15)),
        detail="3,700 is not 5,000",
    )
    evidence = Evidence(
        claim=make_claim(),
        source=make_source(),
        stance=stance,
        confidence=0.98,
        reasons=(reason,),
    )
    return replace(evidence, **overrides)  # type: ignore[arg-type]  # As the factories do.


def make_answer(request: CheckRequest, **overrides: object) -> Answer:
    """A refutation by one source."""
    answer = Answer(
        statement=request.statement,
        language="en",
        as_of=request.as_of,
        verdict=Verdict.REFUTED,
        confidence=0.97,
        summary="Conflicting: one source reports 3,700 arrests.",
        abstention=None,
        attribution=None,
        assertions=(
            AssertionVerdict(
                text=request.statement,
                span=Span(start=0, end=len(request.statement)),
                verdict=Verdict.REFUTED,
            ),
        ),
        supporting=(),
        conflicting=(make_evidence(Stance.CONFLICTING),),
        unverified=(),
        agreement_supporting=NOBODY,
        agreement_conflicting=SideAgreement(publishers=1, origins=1),
        safe_wording="More than 3,700 people were arrested.",
        corpus=CorpusState(revision=1, claims=1, sources=1),
        engine=ENGINE,
    )
    return replace(answer, **overrides)  # type: ignore[arg-type]  # As the factories do.


def make_abstention(request: CheckRequest) -> Answer:
    """An answer that settles nothing, and says why."""
    return make_answer(
        request,
        verdict=Verdict.UNVERIFIED,
        confidence=0.0,
        summary="No record bears on the statement.",
        abstention=Abstention(
            code=AbstentionCode.NO_RECORD, detail="Nothing was found.", missing="a record of it"
        ),
        conflicting=(),
        agreement_conflicting=NOBODY,
        safe_wording=None,
    )


@dataclass(kw_only=True)
class FakeChecker:
    """Refutes what speaks of arrests, abstains from all else, breaks on the word "crash"."""

    revision: int = 1
    engine: Engine = ENGINE
    asked: list[CheckRequest] = field(default_factory=list)

    def state(self) -> CorpusState:
        return CorpusState(revision=self.revision, claims=1, sources=1)

    def check(self, request: CheckRequest, *, now: datetime) -> Answer:
        self.asked.append(request)
        if request.statement == "crash":
            raise RuntimeError("a secret of ours")
        make = make_answer if "arrested" in request.statement else make_abstention
        return replace(make(request), corpus=self.state())


def split_words(claim: Claim) -> tuple[str, ...]:
    """The index terms of a claim: its words."""
    return tuple(claim.text.lower().split())


def always_ready() -> None:
    """Raises nothing: the corpus is there."""


@dataclass(kw_only=True)
class FakeSender:
    """Answers every post alike, and keeps what was sent; ``refused`` hosts must not be called."""

    status: int = 204
    retry_after: str | None = None
    refused: str = "intranet"
    sent: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)

    def check(self, url: str) -> None:
        if self.refused in url:
            raise TargetRefused(f"the host {self.refused!r} is not a public address")

    def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, seconds: float
    ) -> Delivered:
        self.check(url)
        self.sent.append((url, headers, body))
        return Delivered(status=self.status, retry_after=self.retry_after)


@dataclass(kw_only=True)
class Edge:
    """The application over memory stores, with everything a test may want to change."""

    checker: FakeChecker = field(default_factory=FakeChecker)
    corpus: MemoryCorpus = field(default_factory=MemoryCorpus)
    checks: MemoryCheckStore = field(default_factory=MemoryCheckStore)
    announced: list[Event] = field(default_factory=list)
    audit: AuditLog = field(default_factory=MemoryAuditLog)
    disagreements: DisagreementLister | None = None
    forms: CheckForms = field(default_factory=CheckForms)
    webhooks: MemoryWebhooks = field(default_factory=lambda: MemoryWebhooks([]))
    sender: FakeSender = field(default_factory=FakeSender)
    ready: Callable[[], None] = always_ready
    clock: Callable[[], datetime] = fixed_now
    pages: PageArticles = field(default_factory=PagesOff)
    embedded: list[str] = field(default_factory=list)

    def embed(self, claim_ids: Sequence[str]) -> None:
        """Note what should be embedded."""
        self.embedded += claim_ids

    def __post_init__(self) -> None:
        self.jobs = MemoryJobs(self.checks, self.announced)

    def finder(self) -> DisagreementFinder:
        """The real use case over the corpus of this edge; its clock stands still."""
        return DisagreementFinder(
            store=self.corpus,
            search=self.corpus,
            disagreements=MemoryDisagreements(self.corpus),
            timer=lambda: 0.0,
        )

    def rechecks(self) -> MemoryRechecks:
        return MemoryRechecks(self.corpus, MemoryVectorIndex(self.corpus), self.checks, [])

    def app(self, limits: ApiLimits | None = None, *, guard: Guard | None = None) -> Flask:
        app = Flask("edge", static_folder=None)
        numbers = count(1)
        limits = limits or ApiLimits()
        register_api(
            app,
            checker=self.checker,
            drafts=DraftChecker(checker=self.checker, by_rules=self.checker, timer=lambda: 0.0),
            claims=self.corpus,
            checks=self.checks,
            history=self.rechecks(),
            reviews=MemoryReviews(self.checks),
            jobs=self.jobs,
            editor=MemoryCorpusEditor(self.corpus),
            sources=SourceEditing(
                MemorySourceEditor(self.corpus),
                self.corpus,
                self.corpus,
                index_terms=split_words,
                embed=self.embed,
            ),
            pages=self.pages,
            embed_written=self.embed,
            transfer=MemoryCorpusTransfer(self.corpus),
            disagreements=self.disagreements or self.finder(),
            finder=ClaimFinder(
                store=self.corpus,
                search=self.corpus,
                vectors=VectorSearch(MemoryVectorIndex(self.corpus), NullEmbedder()),
            ),
            audit=self.audit,
            webhooks=Webhooks(
                self.webhooks,
                self.webhooks,
                self.sender,
                new_id=lambda: f"{next(numbers):08d}",
                new_secret=lambda: f"whsec_{next(numbers):032d}",
            ),
            index_terms=split_words,
            card=model_card(ENGINE, networks=None, measurement=None),
            forms=self.forms,
            ready=lambda: self.ready(),
            metrics=lambda: b"",
            clock=lambda: self.clock(),
            new_id=lambda: f"{next(numbers):08d}",
            limits=limits,
        )
        if guard is not None:
            register_guard(
                app,
                guard,
                clock=lambda: self.clock(),
                new_id=lambda: f"{next(numbers):08d}",
                max_import_bytes=limits.max_import_bytes,
            )
        return app
