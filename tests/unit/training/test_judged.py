"""Judged pairs are about texts that exist, and are held back with the story they are about."""

from pathlib import Path

import pytest

from training.event_corpora import CORPORA, records_of
from training.judged import (
    BUNDLED,
    COMBINATION,
    EVENTS,
    FITTED,
    NETWORK,
    SEEDS,
    claim_texts,
    event_names,
    is_fitted,
    judged_pairs,
    reworded_pairs,
    rows_of_bundled,
    rows_of_event,
)
from training.pairs import LABELS, read_rows
from training.stories import all_stories, key_of

BLIND_NAMES = {"dam", "breach", "gorge", "tea"}
FILES = sorted(COMBINATION.glob("*.jsonl"))
BLIND = [
    *(CORPORA / name / "statements.jsonl" for name in sorted(BLIND_NAMES)),
    CORPORA.parent / "bundled" / "blind.jsonl",
]


def test_a_judged_pair_is_about_a_claim_of_its_story_and_kept_with_it() -> None:
    claims: dict[str, set[str]] = {}
    for story in all_stories():
        claims.setdefault(key_of(story), set()).update(told.text for told in story.claims)
    pairs = [pair for pair in judged_pairs() if pair.origin == "judged_stories"]
    assert {pair.label for pair in pairs} == set(range(len(LABELS)))
    assert all(pair.evidence in claims[pair.key] for pair in pairs)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_judged_claim_is_one_of_the_event(path: Path) -> None:
    records = [row for file in records_of(path.stem).glob("*.jsonl") for row in read_rows(file)]
    known = {record["text"] for record in records if record["kind"] == "claim"}
    rows = list(read_rows(path))
    assert rows
    assert all(row["claim"] in known and row["stance"] in LABELS for row in rows)


@pytest.mark.parametrize("name", event_names())
def test_an_event_judges_its_own_claims_and_each_once(name: str) -> None:
    files = sorted((EVENTS / name / "records").glob("*.jsonl"))
    records = [record for file in files for record in read_rows(file)]
    known = {record["id"] for record in records if record["kind"] == "claim"}
    for row in read_rows(EVENTS / name / "stances.jsonl"):
        judged = [claim_id for stance in LABELS for claim_id in row[stance]]
        assert judged
        assert known.issuperset(judged)
        assert len(set(judged)) == len(judged)
    assert {row["stance"] for row in rows_of_event(name)} == set(LABELS)


def test_the_network_sees_no_event_that_the_combination_is_fitted_on() -> None:
    assert set(event_names()) >= FITTED
    seen = {pair.key.removeprefix("story:") for pair in judged_pairs()}
    assert seen.isdisjoint(FITTED)
    assert seen.issuperset(set(event_names()) - FITTED)


def test_what_is_blind_was_judged_by_nobody_and_nothing_serves_twice() -> None:
    trained = [row for path in NETWORK.glob("*.jsonl") for row in read_rows(path)]
    fitted = [row for path in FILES for row in read_rows(path)]
    fitted += [row for name in event_names() for row in rows_of_event(name)]
    texts = {row["statement"] for row in trained + fitted}
    for blind in BLIND:
        assert texts.isdisjoint(row["statement"].rstrip(".") for row in read_rows(blind))
    assert {row["corpus"] for row in trained}.isdisjoint(path.stem for path in FILES)
    assert BLIND_NAMES.isdisjoint(event_names())
    pairs = [(row["statement"], row["claim"]) for row in trained]
    assert len(set(pairs)) == len(pairs)


def test_claims_are_reworded_for_every_stance_and_kept_apart_by_event() -> None:
    for held_back in (True, False):
        pairs = reworded_pairs(held_back=held_back)
        assert {pair.label for pair in pairs} == set(range(len(LABELS)))
        assert all((pair.key.removeprefix("event:") in FITTED) is held_back for pair in pairs)
        assert len({(pair.statement, pair.evidence) for pair in pairs}) == len(pairs)


def test_the_bundled_corpus_judges_its_own_claims_and_repeats_no_fresh_statement() -> None:
    known = claim_texts(SEEDS)
    fresh = {
        row["statement"].rstrip(".")
        for path in (CORPORA.parent / "bundled").glob("*.jsonl")
        for row in read_rows(path)
    }
    for row in read_rows(BUNDLED):
        judged = [claim_id for stance in LABELS for claim_id in row[stance]]
        assert judged
        assert known.keys() >= set(judged)
        assert len(set(judged)) == len(judged)
        assert row["statement"].rstrip(".") not in fresh
    rows = [row["statement"] for row in rows_of_bundled()]
    assert 0 < sum(is_fitted(statement) for statement in rows) < len(rows) / 3
