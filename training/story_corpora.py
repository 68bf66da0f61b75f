"""Held-back stories as a newsroom's corpus: what the service lays beside each of their statements.

All held-back stories together are one corpus in memory. Each of their statements is put to the
service's own retrieval and comparison; the pairs that it would put to the language model come back
with their label. That is the mixture on which the service judges: the claim that settles the
statement, its neighbours of the same story, and what the search brings up by mistake.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.assembly import checker_for
from service.checking import CANDIDATES_PER_ASSERTION, Checker
from service.config import Settings
from service.domain.corpus import Claim, Filters, Locator, Source, Standing
from service.embedding import embed_missing
from service.ingest import import_records
from service.parsing.analysis import analyse
from service.parsing.indexing import index_terms
from service.parsing.reading import read_statement
from service.retrieval.search import retrieve
from service.stance.asking import Compared, worth_asking
from service.stance.judge import StanceJudge
from service.stance.policy import POLICY
from service.storage import open_storage
from service.storage.opening import MEMORY_URL
from training.contrasts import LETTERS
from training.prepare import is_held_back
from training.recipe import STORIES
from training.stories import Story, all_stories, key_of

PUBLISHED = "2024-05-03"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """A pair as the service lays it out; ``label`` is an index into pairs.LABELS."""

    compared: Compared
    label: int
    is_own: bool
    """Whether the claim is one under which the statement was written."""


def held_back_stories() -> list[Story]:
    """The stories that no training saw."""
    return [s for s in all_stories() if is_held_back(key_of(s), STORIES.held_back)]


def corpus_of(stories: Sequence[Story]) -> Checker:
    """The service over the claims of these stories, each story one source."""
    sources = [
        Source(
            id=story.name,
            publisher=story.name,
            title=story.name.partition(":")[2].replace("_", " ").capitalize(),
            url=None,
            published_at=PUBLISHED,
            language="en",
            origin=story.name,
        )
        for story in stories
    ]
    claims = [
        Claim(
            id=f"{story.name}-{number}",
            source_id=story.name,
            text=told.text,
            quote=None,
            speaker=None,
            standing=Standing.ASSERTED,
            event_at=None,
            locator=Locator(),
        )
        for story in stories
        for number, told in enumerate(story.claims)
    ]
    settings = Settings(database_url=MEMORY_URL, model="bundled")
    storage = open_storage(settings.database_url)
    import_records(storage.claims, sources, claims, index_terms=index_terms)
    checker = checker_for(settings, storage)
    embed_missing(storage.vectors, checker.vectors.embedder)
    return checker


def labelled_pairs(stories: Sequence[Story], every: int = 1) -> Iterator[LabelledPair]:
    """The pairs of every ``every``-th statement, statement by statement."""
    checker = corpus_of(stories)
    told: dict[str, dict[str, int]] = {}
    for story in stories:
        for number, claim in enumerate(story.claims):
            for statement, label in claim.statements:
                told.setdefault(statement, {})[f"{story.name}-{number}"] = label
    for statement in list(told)[::every]:
        parts = read_statement(statement).parts
        if len(parts) != 1:
            # The label is that of the whole.
            continue
        compared = _compared(checker, parts[0].text)
        for position in worth_asking(compared, POLICY):
            one = compared[position]
            claim_id, own = one.candidate.claim.id, told[statement]
            label = own.get(claim_id, LETTERS["U"])
            yield LabelledPair(compared=one, label=label, is_own=claim_id in own)


def _compared(checker: Checker, text: str) -> list[Compared]:
    found = retrieve(
        checker.search,
        analyse(text, None),
        Filters(),
        published_until=None,
        claims=checker.state().claims,
        limit=CANDIDATES_PER_ASSERTION,
        vectors=checker.vectors,
    )
    judge = StanceJudge(
        text=text,
        as_of=None,
        candidates=found.candidates,
        rarity=found.rarity,
        likeness=found.likeness,
        setting=frozenset(),
        model=checker.stance_model,
        policy=POLICY,
    )
    return judge.compared()
