"""An earlier, smaller count of a running event is superseded; nothing else is."""

from __future__ import annotations

import pytest

from service.assembly import checker_for
from service.config import Settings
from service.disagreements import DisagreementFinder
from service.domain.check import Answer, CheckRequest
from service.domain.corpus import IndexedClaim
from service.domain.disagreements import DisagreementQuery
from service.parsing.indexing import index_terms
from service.storage import Storage, open_storage
from tests.factories import make_claim, make_source
from tests.fakes import NOW

EARLIER = ("a", "2022-01-06", "3,000 people were arrested in Kazakhstan.")
LATER = ("b", "2022-01-08", "3,700 people have been arrested in Kazakhstan.")
NOTE = "reported 6 January 2022: 3,000; later report 8 January 2022: 3,700"


def corpus_of(*reports: tuple[str, str, str]) -> Storage:
    storage = open_storage("memory:")
    claims = [
        make_claim(id=f"{source}-1", source_id=source, text=text) for source, _, text in reports
    ]
    storage.claims.add(
        [
            make_source(id=name, publisher=name, origin=name, published_at=day)
            for name, day, _ in reports
        ],
        [IndexedClaim(claim=claim, terms=index_terms(claim)) for claim in claims],
    )
    return storage


def check(statement: str, *reports: tuple[str, str, str]) -> Answer:
    checker = checker_for(Settings(database_url="memory:", model="none"), corpus_of(*reports))
    return checker.check(CheckRequest(statement=statement), now=NOW)


def sides(answer: Answer) -> dict[str, list[str]]:
    return {
        "supporting": [e.source.id for e in answer.supporting],
        "conflicting": [e.source.id for e in answer.conflicting],
        "superseded": [e.source.id for e in answer.unverified if e.superseded_by],
    }


def test_an_earlier_count_does_not_contradict_the_later_greater_one() -> None:
    answer = check("3,700 people were arrested in Kazakhstan.", EARLIER, LATER)

    assert answer.verdict == "supported"
    assert sides(answer) == {"supporting": ["b"], "conflicting": [], "superseded": ["a"]}
    (old,) = answer.unverified
    assert [reason.detail for reason in old.reasons] == [NOTE]
    assert old.superseded_by == "b-1"


def test_an_earlier_count_still_supports_its_own_number_and_says_what_came_later() -> None:
    answer = check("3,000 people were arrested in Kazakhstan.", EARLIER, LATER)

    assert answer.verdict == "disputed"
    assert answer.supporting[0].superseded_by == "b-1"
    assert answer.supporting[0].reasons[-1].detail == NOTE


def test_a_number_that_nobody_reported_is_refuted_by_the_latest_count_alone() -> None:
    answer = check("5,000 people were arrested in Kazakhstan.", EARLIER, LATER)

    assert answer.verdict == "refuted"
    assert sides(answer) == {"supporting": [], "conflicting": ["b"], "superseded": ["a"]}


@pytest.mark.parametrize(
    ("why", "reports", "statement"),
    [
        ("one day", [EARLIER, (LATER[0], "2022-01-06", LATER[2])], LATER[2]),
        ("one moment on two calendars",
         [("a", "2022-01-06T23:30:00-05:00", EARLIER[2]), ("b", "2022-01-07T05:00:00Z", LATER[2])],
         LATER[2]),
        ("a smaller count later", [(EARLIER[0], "2022-01-09", EARLIER[2]), LATER], LATER[2]),
        ("months apart", [(EARLIER[0], "2021-09-06", EARLIER[2]), LATER], LATER[2]),
        ("no date", [(EARLIER[0], None, EARLIER[2]), LATER], LATER[2]),
        ("no running count",
         [("a", "2022-01-06", "The ferry carried 300 passengers."),
          ("b", "2022-01-08", "The ferry carried 313 passengers.")],
         "The ferry carried 313 passengers."),
        ("one named day",
         [("a", "2022-01-06", "28 people were killed in Almaty on Wednesday."),
          ("b", "2022-01-08", "41 people were killed in Almaty on Wednesday.")],
         "41 people were killed in Almaty."),
        ("nobody reports more", [EARLIER], "3,700 people were arrested in Kazakhstan."),
    ],
)  # fmt: skip
def test_every_other_difference_stays_a_conflict(
    why: str, reports: list[tuple[str, str, str]], statement: str
) -> None:
    answer = check(statement, *reports)

    assert (why, sides(answer)["conflicting"]) == (why, ["a"])
    assert sides(answer)["superseded"] == []


@pytest.mark.parametrize(("day", "questions"), [("2022-01-08", 0), ("2022-01-06", 1)])
def test_a_count_that_has_grown_is_no_disagreement(day: str, questions: int) -> None:
    storage = corpus_of(EARLIER, (LATER[0], day, LATER[2]))
    finder = DisagreementFinder(
        store=storage.claims,
        search=storage.search,
        disagreements=storage.disagreements,
        timer=lambda: 0.0,
    )
    finder.refresh()

    assert len(finder.page(DisagreementQuery()).questions) == questions
