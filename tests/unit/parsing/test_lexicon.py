"""The lexicon: what matches, what hides what, and how concepts stand to each other."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.parsing.lexicon import (
    Concept,
    ConceptMatch,
    Lexicon,
    LexiconError,
    Relation,
    phrase_stems,
)

GOLDEN = Path(__file__).parents[2] / "golden" / "lexicon.jsonl"
CASES = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]
LEXICON = Lexicon.load()
NAMES = st.sampled_from(sorted(LEXICON.concepts))

# Where words have several meanings, the closest pair of meanings counts.
BY_CLOSENESS = (
    Relation.SAME,
    Relation.NARROWER,
    Relation.BROADER,
    Relation.OPPOSITE,
    Relation.EXCLUSIVE,
)


def a_lexicon(**words: list[str]) -> Lexicon:
    return Lexicon(Concept(name=name, words=tuple(phrases)) for name, phrases in words.items())


def found(lexicon: Lexicon, text: str) -> set[tuple[str, int, int]]:
    matches = lexicon.match(phrase_stems(text))
    return {(match.concept, match.first, match.last) for match in matches}


def concepts_of(text: str) -> set[str]:
    return {match.concept for match in LEXICON.match(phrase_stems(text))}


def closest_relation(a: str, b: str) -> Relation:
    pairs = product(concepts_of(a), concepts_of(b))
    relations = {LEXICON.relation(one, other) for one, other in pairs}
    return next((relation for relation in BY_CLOSENESS if relation in relations), Relation.NONE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_words_stand_to_each_other_as_in_news_prose(case: dict[str, Any]) -> None:
    relation = closest_relation(case["input"]["a"], case["input"]["b"])

    assert relation == case["expected"], case["why"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_golden_word_is_known_unless_unrelated(case: dict[str, Any]) -> None:
    if case["expected"] == Relation.NONE:
        return

    assert concepts_of(case["input"]["a"])
    assert concepts_of(case["input"]["b"])


def test_a_gap_stands_for_exactly_one_word() -> None:
    lexicon = a_lexicon(kill=["lose _ lives"])

    assert found(lexicon, "they lost their lives") == {("kill", 1, 3)}
    assert found(lexicon, "they lost lives") == set()
    assert found(lexicon, "they lost all their lives") == set()


def test_a_phrase_hides_the_phrases_made_of_its_own_words() -> None:
    lexicon = a_lexicon(president=["head of state"], chief=["head"], state=["state"])

    assert found(lexicon, "the head of state") == {("president", 1, 3)}
    assert found(lexicon, "the head of the state") == {("chief", 1, 1), ("state", 4, 4)}


def test_a_phrase_leaves_what_stands_in_its_gap() -> None:
    lexicon = a_lexicon(extinguish=["put _ out"], fire=["blaze"], place=["put"])

    assert found(lexicon, "crews put blazes out") == {("extinguish", 1, 3), ("fire", 2, 2)}


def test_phrases_that_only_overlap_are_both_kept() -> None:
    lexicon = a_lexicon(a=["state television"], b=["television tower"])

    assert found(lexicon, "state television tower") == {("a", 0, 1), ("b", 1, 2)}


def test_a_word_of_several_meanings_is_reported_for_each() -> None:
    lexicon = a_lexicon(blaze=["fire"], dismiss=["fire"])

    assert found(lexicon, "fired") == {("blaze", 0, 0), ("dismiss", 0, 0)}


def test_matches_come_in_the_order_of_the_text() -> None:
    lexicon = a_lexicon(fall=["fall"], rise=["rise"])

    assert lexicon.match(phrase_stems("prices fell, then rose".replace(",", ""))) == (
        ConceptMatch(concept="fall", first=1, last=1),
        ConceptMatch(concept="rise", first=3, last=3),
    )


def test_hyphens_part_the_words_of_a_phrase() -> None:
    assert phrase_stems("ex-president") == phrase_stems("ex president")


def test_opposites_are_handed_down_to_narrower_concepts() -> None:
    assert LEXICON.relation("behead", "survive") is Relation.OPPOSITE
    assert LEXICON.broader("behead") >= {"murder", "kill", "violence"}
    assert "survive" in LEXICON.opposites("behead")
    assert "injure" in LEXICON.exclusives("behead")


def test_a_concept_defined_twice_is_refused() -> None:
    with pytest.raises(LexiconError, match="rise is defined twice"):
        Lexicon([Concept(name="rise", words=("rise",)), Concept(name="rise", words=("soar",))])


def test_a_reference_to_nothing_is_refused() -> None:
    with pytest.raises(LexiconError, match="rise names fall"):
        Lexicon([Concept(name="rise", words=("rise",), opposite=frozenset({"fall"}))])


def test_an_unknown_concept_is_no_relation_but_an_error() -> None:
    with pytest.raises(KeyError):
        LEXICON.relation("kill", "no-such-concept")


def test_the_lexicon_is_read_once() -> None:
    assert Lexicon.load() is Lexicon.load()


def test_no_concept_contradicts_itself_or_what_it_implies() -> None:
    for name in LEXICON.concepts:
        line = LEXICON.broader(name) | {name}

        assert name not in LEXICON.broader(name)
        assert line.isdisjoint(LEXICON.opposites(name)), name
        assert line.isdisjoint(LEXICON.exclusives(name)), name


def test_no_two_concepts_are_both_opposite_and_exclusive() -> None:
    for name in LEXICON.concepts:
        assert LEXICON.opposites(name).isdisjoint(LEXICON.exclusives(name)), name


def test_no_concept_lists_a_phrase_twice() -> None:
    for name, concept in LEXICON.concepts.items():
        counted = Counter(phrase_stems(phrase) for phrase in concept.words)

        assert [stems for stems, times in counted.items() if times > 1] == [], name


def test_names_of_concepts_are_lower_case_ascii_with_hyphens() -> None:
    for name in LEXICON.concepts:
        assert name.replace("-", "").isalpha()
        assert name.isascii()
        assert name == name.lower()


def test_no_phrase_begins_or_ends_with_a_gap() -> None:
    for concept in LEXICON.concepts.values():
        for phrase in concept.words:
            assert phrase.strip("_") == phrase, concept.name


@given(a=NAMES, b=NAMES)
def test_a_relation_seen_from_the_other_side_is_its_mirror(a: str, b: str) -> None:
    assert LEXICON.relation(a, b) is LEXICON.relation(b, a).mirror


@given(name=NAMES)
def test_a_concept_is_found_by_each_of_its_phrases(name: str) -> None:
    for phrase in LEXICON.concepts[name].words:
        written = phrase.replace("_", "something")

        assert name in concepts_of(written), phrase


@given(st.lists(st.sampled_from("kill die death toll lose their lives put out fire of".split())))
def test_matches_lie_within_the_text_and_no_phrase_is_found_twice(words: list[str]) -> None:
    stems = [stem for word in words for stem in phrase_stems(word)]

    matches = LEXICON.match(stems)

    assert len(set(matches)) == len(matches)
    assert all(0 <= match.first <= match.last < len(stems) for match in matches)
