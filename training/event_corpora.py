"""Whole events as the service meets them: what it lays beside a statement, with its stance.

The reports of an event tell the same matter again and again with other figures, names and days. Public
pairs and short stories hold nothing of that kind, and a combination fitted on them took such claims
for conflicts in more than half of the cases. The stances stand in `judged/combination`, one file for
each of some of `tests/benchmarks/events` (its `records`) and one for `seeds`, and in `judged/events`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

from service.assembly import checker_for
from service.checking import CANDIDATES_PER_ASSERTION, Checker
from service.config import Settings
from service.domain.corpus import Filters
from service.embedding import embed_missing
from service.ingest import import_folder
from service.parsing.analysis import analyse
from service.parsing.indexing import index_terms
from service.retrieval.search import retrieve
from service.stance.asking import may_matter, worth_asking
from service.stance.compared import Compared
from service.stance.judge import StanceJudge
from service.stance.policy import POLICY
from service.storage import open_storage
from service.storage.opening import MEMORY_URL
from training.judged import (
    COMBINATION,
    EVENTS,
    FITTED,
    SEEDS,
    is_fitted,
    rows_of_bundled,
    rows_of_event,
)
from training.off_topic import names_in, words_of
from training.pairs import LABELS, read_rows

ROOT = Path(__file__).parents[1]
CORPORA = ROOT / "tests" / "benchmarks" / "events"
BUNDLED = "seeds"

STRANGERS = 40
"""Statements about other events that are laid beside the records of each."""

_OPEN = LABELS.index("unverified")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidPair:
    """A pair as the service lays it out; ``label`` is an index into pairs.LABELS."""

    corpus: str
    compared: Compared
    label: int


def laid_pairs() -> Iterator[LaidPair]:
    """Corpus by corpus; a pair that the service would not put to its model is left out."""
    judged = {path.stem: list(read_rows(path)) for path in sorted(COMBINATION.glob("*.jsonl"))}
    judged[BUNDLED] += [row for row in rows_of_bundled() if is_fitted(row["statement"])]
    judged |= {name: list(rows_of_event(name)) for name in sorted(FITTED)}
    statements = {
        corpus: list(dict.fromkeys(row["statement"] for row in rows))
        for corpus, rows in judged.items()
    }
    for corpus, rows in judged.items():
        checker = checker_over(corpus)
        yield from _judged(corpus, checker, rows)
        for statement in islice(strangers(corpus, statements), STRANGERS):
            compared = compared_with(checker, statement)
            for at in worth_asking(compared, POLICY):
                yield LaidPair(corpus=corpus, compared=compared[at], label=_OPEN)


def _judged(corpus: str, checker: Checker, rows: Iterable[dict[str, str]]) -> Iterator[LaidPair]:
    stances: dict[str, dict[str, int]] = {}
    for row in rows:
        stances.setdefault(row["statement"], {})[row["claim"]] = LABELS.index(row["stance"])
    for statement, of_claim in stances.items():
        for one in compared_with(checker, statement):
            label = of_claim.get(one.candidate.claim.text)
            if label is not None and may_matter(one):
                yield LaidPair(corpus=corpus, compared=one, label=label)


def strangers(corpus: str, statements: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Statements about other events, from each in turn, whose names the records all lack."""
    known = words_of_records(records_of(corpus))
    others = [own for name, own in sorted(statements.items()) if name != corpus]
    for statement in chain.from_iterable(zip_longest(*others)):
        names = names_in(statement) if statement is not None else frozenset()
        if names and names.isdisjoint(known):
            yield statement


def words_of_records(folder: Path) -> frozenset[str]:
    """All words of the records in a folder."""
    return words_of(" ".join(path.read_text("utf-8") for path in sorted(folder.glob("*.jsonl"))))


def checker_over(name: str) -> Checker:
    """The service over the records of an event, in memory."""
    settings = Settings(database_url=MEMORY_URL, model="bundled")
    storage = open_storage(settings.database_url)
    import_folder(storage.claims, records_of(name), index_terms=index_terms)
    checker = checker_for(settings, storage)
    embed_missing(storage.vectors, checker.vectors.embedder)
    return checker


def records_of(name: str) -> Path:
    """The folder that holds the records of an event, or the bundled ones."""
    if name == BUNDLED:
        return SEEDS
    return (EVENTS if name in FITTED else CORPORA) / name / "records"


def compared_with(checker: Checker, assertion: str) -> list[Compared]:
    """What the service lays beside an assertion."""
    found = retrieve(
        checker.search,
        analyse(assertion, None),
        Filters(),
        published_until=None,
        claims=checker.state().claims,
        limit=CANDIDATES_PER_ASSERTION,
        vectors=checker.vectors,
    )
    judge = StanceJudge(
        text=assertion,
        as_of=None,
        candidates=found.candidates,
        rarity=found.rarity,
        likeness=found.likeness,
        setting=frozenset(),
        model=checker.stance_model,
    )
    return judge.compared()
