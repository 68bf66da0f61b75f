"""Small corpora of invented news, and the whole checker over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from service.assembly import checker_for
from service.checking import Checker
from service.config import Settings
from service.domain.check import Answer
from service.domain.corpus import Claim, IndexedClaim, Source
from service.domain.evidence import Evidence, StanceProbabilities
from service.embedding import embed_missing
from service.observation import UNOBSERVED, Observer
from service.parsing.indexing import index_terms
from service.ports import Embedder, StanceModel
from service.storage import open_storage
from tests.factories import make_claim, make_source, make_statement

NOW = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)
FRIDAY = "2024-05-17"
RULES_ALONE = Settings(database_url="memory:", model="none")

# News that has nothing to do with any test: it makes words common or rare, as in a real corpus.
BACKGROUND = (
    "The museum in Halden bought a painting of a lighthouse.",
    "Dairy farmers in the valley harvested their hay early.",
    "The novelist Irma Queil won a prize for her third book.",
    "A comet will be visible without a telescope in October.",
    "The orchestra of Brevik plays two symphonies tonight.",
    "Beekeepers counted more hives than in any year before.",
    "The chess federation elected a treasurer.",
    "The ice on Lake Tormund is thick enough for skating.",
    "A bakery in Osterby sells bread made of acorns.",
    "The zoo named its young giraffe Pelle.",
)


def news_source(source_id: str = "s1", **overrides: Any) -> Source:
    """An English article of Friday 17 May 2024, its publisher and origin named after its id."""
    fields: dict[str, Any] = {
        "publisher": f"The {source_id} Post",
        "title": f"Report {source_id}",
        "published_at": FRIDAY,
        "origin": source_id,
    }
    return make_source(id=source_id, **{**fields, **overrides})


def news_claim(text: str, claim_id: str = "c1", source_id: str = "s1", **overrides: Any) -> Claim:
    """A claim in the outlet's own voice, without a day of its own."""
    fields = {"event_at": None, **overrides}
    return make_claim(id=claim_id, source_id=source_id, text=text, **fields)


def background() -> tuple[Source, tuple[Claim, ...]]:
    """The unrelated news, all of one source."""
    source = news_source("background")
    return source, tuple(
        news_claim(text, f"background-{number}", "background")
        for number, text in enumerate(BACKGROUND)
    )


def checker_over(
    claims: Iterable[Claim],
    sources: Sequence[Source] = (),
    *,
    model: StanceModel | None = None,
    embedder: Embedder | None = None,
    observer: Observer = UNOBSERVED,
) -> Checker:
    """The checker over these claims in memory; a source that is not given is ``news_source``.

    With an embedder, every claim has its vector.
    """
    claims = tuple(claims)
    given = {source.id: source for source in sources}
    needed = dict.fromkeys(claim.source_id for claim in claims)
    storage = open_storage("memory:")
    storage.claims.add(
        [given.get(name) or news_source(name) for name in needed],
        [IndexedClaim(claim=claim, terms=index_terms(claim)) for claim in claims],
    )
    if embedder is not None:
        embed_missing(storage.vectors, embedder)
    return checker_for(
        RULES_ALONE, storage, stance_model=model, embedder=embedder, observer=observer
    )


def ask(checker: Checker, statement: str, **overrides: Any) -> Answer:
    """The answer to a statement, with room for all evidence unless ``limit`` says otherwise."""
    request = make_statement(statement=statement, **{"limit": 50, **overrides})
    return checker.check(request, now=NOW)


def all_evidence(answer: Answer) -> tuple[Evidence, ...]:
    return (*answer.supporting, *answer.conflicting, *answer.unverified)


def ids(evidence: Iterable[Evidence]) -> list[str]:
    """The ids of the claims of one side, in the order shown."""
    return [item.claim.id for item in evidence]


def stance_taken(answer: Answer, claim_id: str) -> str:
    """``supporting``, ``conflicting`` or ``silent``: on which side the answer lists a claim."""
    if claim_id in ids(answer.supporting):
        return "supporting"
    if claim_id in ids(answer.conflicting):
        return "conflicting"
    return "silent"


class OneMeaning:
    """An embedder to which all texts mean the same."""

    fingerprint: str | None = "sha256:one-meaning"
    dimensions = 4

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.full((len(texts), 4), 0.5, dtype=np.float32)


class OneOpinion:
    """A stance model that judges every pair alike, and keeps the pairs that it was asked."""

    fingerprint: str | None = "sha256:one-opinion"

    def __init__(self, *, supporting: float = 0.0, conflicting: float = 0.0) -> None:
        self.opinion = StanceProbabilities(
            supporting=supporting,
            conflicting=conflicting,
            unverified=1.0 - supporting - conflicting,
        )
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[StanceProbabilities] | None:
        self.asked += pairs
        return [self.opinion for _ in pairs]
