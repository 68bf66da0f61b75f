"""Every DisagreementStore keeps pairs and changes the same way; memory is the reference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.domain.corpus import Filters, IndexedClaim
from service.domain.disagreements import (
    DisagreementQuery,
    DisagreementType,
    HeldQuestion,
    Pair,
    Side,
)
from service.storage import Storage
from tests.databases import ENGINES, opened
from tests.factories import make_claim, make_source


@pytest.fixture(params=ENGINES)
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Five sources a to e with a claim each, all of them compared."""
    with opened(request.param, tmp_path) as storage:
        storage.claims.add(
            [
                make_source(id=name, publisher=f"paper {name}", published_at=f"2022-01-0{day}")
                for day, name in enumerate("abcde", start=1)
            ],
            [claim(name) for name in "abcde"],
        )
        storage.disagreements.record(storage.disagreements.changed(limit=100), [])
        yield storage


def claim(name: str, text: str = "people were arrested") -> IndexedClaim:
    made = make_claim(id=f"{name}-1", source_id=name, text=f"{name}: {text}")
    return IndexedClaim(claim=made, terms=("w_arrest",))


def pair(
    left: str,
    right: str,
    kind: DisagreementType = DisagreementType.NUMBER,
    *,
    firm: bool = True,
) -> Pair:
    ours, theirs = (
        Side(claim_id=f"{name}-1", start=0, answer=name, key=name) for name in (left, right)
    )
    return Pair(
        type=kind, left=ours, right=theirs, detail=f"{left}/{right}", topic="arrests", firm=firm
    )


def record(storage: Storage, *pairs: Pair) -> None:
    """Record pairs as the outcome of comparing whatever waits."""
    storage.disagreements.record(storage.disagreements.changed(limit=100), pairs)


def listed(storage: Storage, **asked: object) -> list[HeldQuestion]:
    return storage.disagreements.questions(DisagreementQuery(**asked))  # type: ignore[arg-type]


def ends(held: HeldQuestion) -> list[str]:
    return sorted(held.claims)


def waiting(storage: Storage) -> list[str]:
    return sorted(one.candidate.claim.id for one in storage.disagreements.changed(limit=100))


def change(storage: Storage, name: str) -> None:
    storage.claims.add([], [claim(name, "nobody was arrested")])


def test_new_claims_wait_to_be_compared(storage: Storage) -> None:
    storage.claims.add([], [IndexedClaim(claim=make_claim(id="n", source_id="a"), terms=("x",))])
    assert (waiting(storage), storage.disagreements.waiting()) == (["n"], 1)


def test_compared_claims_wait_no_more(storage: Storage) -> None:
    change(storage, "a")
    record(storage)
    assert (waiting(storage), storage.disagreements.waiting()) == ([], 0)


def test_claims_that_say_the_same_again_do_not_wait(storage: Storage) -> None:
    storage.claims.add([], [claim("a")])
    assert waiting(storage) == []


def test_a_claim_without_index_terms_is_no_evidence(storage: Storage) -> None:
    storage.claims.add([], [IndexedClaim(claim=claim("a").claim, terms=())])
    assert [one.usable for one in storage.disagreements.changed(limit=10)] == [False]


def test_pairs_that_share_a_claim_are_one_question(storage: Storage) -> None:
    record(storage, pair("a", "b"), pair("b", "c"), pair("d", "e"))
    assert [ends(held) for held in listed(storage)] == [["a-1", "b-1", "c-1"], ["d-1", "e-1"]]


def test_pairs_of_different_types_are_different_questions(storage: Storage) -> None:
    record(storage, pair("a", "b"), pair("b", "c", DisagreementType.OUTCOME))
    assert [ends(held) for held in listed(storage)] == [["a-1", "b-1"], ["b-1", "c-1"]]


def test_a_later_pair_joins_two_questions(storage: Storage) -> None:
    record(storage, pair("a", "b"), pair("d", "e"))
    record(storage, pair("b", "d"))
    assert [ends(held) for held in listed(storage)] == [["a-1", "b-1", "d-1", "e-1"]]


def test_the_same_pair_again_replaces_the_first(storage: Storage) -> None:
    record(storage, pair("a", "b"))
    record(storage, pair("a", "b", DisagreementType.PLACE))
    assert [held.pairs[0].type for held in listed(storage)] == [DisagreementType.PLACE]


def test_a_changed_claim_takes_its_pairs_along(storage: Storage) -> None:
    record(storage, pair("a", "b"), pair("b", "c"))
    change(storage, "b")
    assert listed(storage) == []
    assert waiting(storage) == ["a-1", "b-1", "c-1"]


def test_a_question_falls_apart_with_the_claim_that_held_it_together(storage: Storage) -> None:
    record(storage, pair("a", "c"), pair("b", "c"), pair("b", "d"), pair("a", "e"))
    change(storage, "c")
    record(storage)
    assert [ends(held) for held in listed(storage)] == [["a-1", "e-1"], ["b-1", "d-1"]]


def test_another_publication_day_asks_for_a_new_comparison(storage: Storage) -> None:
    record(storage, pair("a", "b"))
    moved = make_source(id="a", publisher="paper a", published_at="2023-01-01")
    storage.claims.add([moved], [])
    assert (waiting(storage), listed(storage)) == (["a-1", "b-1"], [])


def test_a_claim_that_changed_since_it_was_read_stays_among_the_changed(storage: Storage) -> None:
    change(storage, "a")
    read = storage.disagreements.changed(limit=10)
    storage.claims.add([], [claim("a", "all were released")])
    storage.disagreements.record(read, [pair("a", "b")])
    assert (waiting(storage), listed(storage)) == (["a-1"], [])


def test_pairs_of_claims_that_do_not_exist_are_dropped(storage: Storage) -> None:
    record(storage, pair("a", "x"))
    assert listed(storage) == []


def test_only_questions_with_a_firm_pair_are_listed(storage: Storage) -> None:
    record(storage, pair("a", "b", firm=False), pair("c", "d"), pair("d", "e", firm=False))
    assert [ends(held) for held in listed(storage)] == [["c-1", "d-1", "e-1"]]


def test_restarting_forgets_pairs_and_waits_for_all(storage: Storage) -> None:
    record(storage, pair("a", "b"))
    storage.disagreements.restart()
    assert listed(storage) == []
    assert waiting(storage) == [f"{name}-1" for name in "abcde"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["a-1", "c-1"]),
        ({"types": (DisagreementType.PLACE,)}, ["c-1"]),
        ({"types": (DisagreementType.DATE,)}, []),
        ({"q": "Arrested b"}, ["a-1"]),
        ({"q": "arrested nobody"}, []),
        ({"filters": Filters(sources=("d",))}, ["c-1"]),
        ({"filters": Filters(publishers=("paper a", "paper x"))}, ["a-1"]),
        ({"filters": Filters(sources=("e",))}, []),
        ({"filters": Filters(published_from="2022-01-03")}, ["c-1"]),
        ({"filters": Filters(published_to="2022-01-01")}, ["a-1"]),
        ({"limit": 1}, ["a-1"]),
        ({"after": "a-1 number 00000"}, ["c-1"]),
        ({"after": "a-1 number 00000", "filters": Filters(sources=("b",))}, []),
    ],
)
def test_filters_choose_whole_questions(
    storage: Storage, asked: dict[str, object], found: list[str]
) -> None:
    record(storage, pair("a", "b"), pair("c", "d", DisagreementType.PLACE))
    assert [ends(held)[0] for held in listed(storage, **asked)] == found
