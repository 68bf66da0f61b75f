"""Statements beside claims of another event: open, and without a name that the event knows."""

from training.event_corpora import strangers
from training.judged import FITTED, network_events, texts_of_event
from training.off_topic import Claims, names_in, off_topic_pairs, words_of
from training.pairs import LABELS, Pair

EVENTS = ("airline", "avalanche", "cathedral")


def test_a_statement_is_laid_beside_claims_of_events_that_have_none_of_its_names() -> None:
    owner = {text: name for name in EVENTS for text in texts_of_event(name).values()}
    known = {
        name: frozenset().union(*map(words_of, texts_of_event(name).values())) for name in EVENTS
    }
    pairs = list(off_topic_pairs([], EVENTS))
    assert len(pairs) > 100
    for pair in pairs:
        assert names_in(pair.statement)
        assert names_in(pair.statement).isdisjoint(known[owner[pair.evidence]])
        assert LABELS[pair.label] == "unverified"


def test_the_network_is_shown_no_event_of_the_combination() -> None:
    assert FITTED.isdisjoint(network_events())


def test_what_shares_most_words_comes_first() -> None:
    claims = Claims(["airline"])
    found = claims.nearest_strangers("Tolmark Bank filed for bankruptcy on Monday")
    assert "bankruptcy" in claims.texts[found[0]]


def test_a_statement_without_names_or_with_a_known_one_is_laid_beside_none() -> None:
    claims = Claims(["airline"])
    assert claims.nearest_strangers("the airline filed for bankruptcy") == []
    assert claims.nearest_strangers("Solara filed for bankruptcy") == []


def test_public_statements_are_laid_out_too() -> None:
    public = Pair(
        origin="fm2_dev",
        key="page",
        statement="Borat is a film about bankruptcy in Kazakhstan",
        evidence="",
        label=0,
    )
    assert public.statement in {pair.statement for pair in off_topic_pairs([public], EVENTS)}


def test_strangers_come_from_every_other_event_in_turn() -> None:
    statements = {
        "bankrun": ["Hallin Bank has fallen"],
        "coup": ["Sekou is free", "they won", "Baruda votes"],
        "quake": ["Tolmark shook", "Hallin Bank shook", "Brevik shook"],
    }
    assert list(strangers("bankrun", statements)) == [
        "Sekou is free",
        "Tolmark shook",
        "Baruda votes",
        "Brevik shook",
    ]
