"""Every ReviewStore keeps what editors ruled beside the machine's verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.domain.check import SavedCheckQuery, Verdict
from service.domain.errors import NotFound
from service.domain.reviews import ReviewCount, Ruling
from service.storage import Storage
from tests.corpora import NOW
from tests.databases import ENGINES, opened
from tests.ripples import FERRY, Newsroom, ferry_claim

RULING = Ruling(
    verdict=Verdict.DISPUTED,
    reason="The port counts otherwise.",
    reviewer="R. Halden",
    headline="?",
)


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    with opened(request.param, tmp_path) as storage:
        yield storage


@pytest.fixture
def newsroom(storage: Storage) -> Newsroom:
    """One claim on the ferry, and two saved checks: ``chk_00001`` is refuted, the other not."""
    newsroom = Newsroom(storage)
    newsroom.publish(ferry_claim(300))
    newsroom.save(FERRY)
    newsroom.save("The ferry Aurora carried 300 passengers.")
    newsroom.settle()
    return newsroom


def rule(storage: Storage, review_id: str, check_id: str = "chk_00001", **changed: object) -> None:
    ruling = replace(RULING, **changed)  # type: ignore[arg-type]
    storage.reviews.add(check_id, ruling, review_id=review_id, now=NOW)


def listed(storage: Storage, after: int = 0, limit: int = 10) -> list[tuple[str, bool]]:
    found = storage.reviews.list("chk_00001", after=after, limit=limit)
    return [(review.id, review.superseded) for review in found]


@pytest.mark.usefixtures("newsroom")
def test_a_review_remembers_what_it_was_made_beside(storage: Storage) -> None:
    rule(storage, "rev_1")

    review = storage.reviews.get("chk_00001", "rev_1")
    assert review.ruling == RULING
    assert (review.check_id, review.reviewed_at) == ("chk_00001", NOW)
    assert (review.machine_verdict, review.revision) == (Verdict.REFUTED, 2)
    assert (review.stale, review.superseded) == (False, False)


@pytest.mark.usefixtures("newsroom")
def test_the_next_review_of_the_same_reviewer_supersedes(storage: Storage) -> None:
    rule(storage, "rev_1")
    rule(storage, "rev_2", reviewer="Another")
    rule(storage, "rev_3", verdict=Verdict.REFUTED)

    assert listed(storage) == [("rev_1", True), ("rev_2", False), ("rev_3", False)]
    standing = storage.reviews.standing(["chk_00001", "chk_00002", "chk_gone"])
    assert {key: [one.id for one in found] for key, found in standing.items()} == {
        "chk_00001": ["rev_2", "rev_3"]
    }


@pytest.mark.usefixtures("newsroom")
def test_what_a_deleted_review_superseded_stands_again(storage: Storage) -> None:
    rule(storage, "rev_1")
    rule(storage, "rev_2")

    storage.reviews.delete("chk_00001", "rev_2")

    assert listed(storage) == [("rev_1", False)]
    with pytest.raises(NotFound):
        storage.reviews.get("chk_00001", "rev_2")
    with pytest.raises(NotFound):
        storage.reviews.delete("chk_00001", "rev_2")


@pytest.mark.usefixtures("newsroom")
def test_reviews_come_in_pages(storage: Storage) -> None:
    for name in "abc":
        rule(storage, f"rev_{name}", reviewer=name)

    first = storage.reviews.list("chk_00001", after=0, limit=2)
    rest = storage.reviews.list("chk_00001", after=first[-1].number, limit=2)
    assert [review.id for review in [*first, *rest]] == ["rev_a", "rev_b", "rev_c"]


@pytest.mark.usefixtures("newsroom")
def test_a_check_that_is_not_there_has_no_reviews(storage: Storage) -> None:
    with pytest.raises(NotFound, match="check"):
        rule(storage, "rev_1", "chk_gone\0")
    with pytest.raises(NotFound, match="check"):
        storage.reviews.list("chk_gone\0", after=0, limit=1)
    rule(storage, "rev_1")
    with pytest.raises(NotFound, match="review"):
        storage.reviews.get("chk_00002", "rev_1")


def test_another_verdict_of_the_machine_makes_a_review_stale(
    newsroom: Newsroom, storage: Storage
) -> None:
    rule(storage, "rev_1")
    newsroom.correct(ferry_claim(310))
    newsroom.settle()
    assert not storage.reviews.get("chk_00001", "rev_1").stale

    newsroom.correct(ferry_claim(340))
    newsroom.settle()
    rule(storage, "rev_2", reviewer="Another")

    first, second = storage.reviews.list("chk_00001", after=0, limit=2)
    assert (first.stale, second.stale) == (True, False)
    assert (second.machine_verdict, second.revision) == (Verdict.SUPPORTED, 4)


@pytest.mark.usefixtures("newsroom")
def test_a_deleted_check_takes_its_reviews_along(storage: Storage) -> None:
    rule(storage, "rev_1")

    storage.checks.delete("chk_00001")

    assert storage.reviews.figures().checks == 0
    assert storage.reviews.standing(["chk_00001"]) == {}


@pytest.mark.usefixtures("newsroom")
def test_checks_are_listed_by_whether_they_are_reviewed(storage: Storage) -> None:
    rule(storage, "rev_1")
    rule(storage, "rev_2")

    for reviewed, ids in ((True, ["chk_00001"]), (False, ["chk_00002"])):
        found = storage.checks.list(SavedCheckQuery(reviewed=reviewed))
        assert [check.id for check in found] == ids


@pytest.mark.usefixtures("newsroom")
def test_the_figures_count_what_stands(storage: Storage) -> None:
    rule(storage, "rev_1")
    rule(storage, "rev_2", verdict=Verdict.REFUTED)
    rule(storage, "rev_3", "chk_00002")
    rule(storage, "rev_4", "chk_00002", reviewer="Another", verdict=Verdict.SUPPORTED)

    figures = storage.reviews.figures()

    assert (figures.checks, figures.reviews) == (2, 3)
    assert set(figures.counts) == {
        ReviewCount(machine=Verdict.REFUTED, editor=Verdict.REFUTED, reviews=1),
        ReviewCount(machine=Verdict.SUPPORTED, editor=Verdict.DISPUTED, reviews=1),
        ReviewCount(machine=Verdict.SUPPORTED, editor=Verdict.SUPPORTED, reviews=1),
    }
    assert (figures.agreement, figures.false_supported) == (0.6667, 0.3333)


@pytest.mark.usefixtures("newsroom")
def test_without_reviews_there_are_no_shares(storage: Storage) -> None:
    figures = storage.reviews.figures()

    assert (figures.checks, figures.reviews, figures.agreement) == (0, 0, None)
    assert figures.false_supported is None
