"""Where sentences and quotations begin and end."""

from __future__ import annotations

import pytest

from service.parsing.quotes import find_quotes, mask_quotes
from service.parsing.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Modi met J. Smith. He left.", 2),
        ("The talks were held in the U.S. The dollar fell.", 2),
        ("The U.S. Army left.", 1),
        ("It rose 3.5 per cent. Then it fell.", 2),
        ("He is a.k.a. Tok.", 1),
        ("Yes? No! It ended.", 3),
        ("And so on... and on.", 1),
        ('"Stop. Go," he said. It worked.', 2),
        ('"Open fire!" Ruiz said. The city burned.', 2),
        ('"It is over." The crowd left.', 2),
        ("A headline without a stop\n\nThe text begins.", 2),
        ("They ate vitamin C. The end came.", 2),
        ("Sales reached 5 mn at Roche Inc. Novartis lagged.", 1),
        ('An open " mark. Never closed. At all.', 3),
        ("", 0),
        ("  ", 0),
    ],
)
def test_a_text_has_as_many_sentences_as_a_reader_counts(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He called it "absurd" and "stupid".', ["absurd", "stupid"]),
        ("Police may 'shoot to kill' now.", ["shoot to kill"]),
        ("It wasn't the rebels' camp, nor the soldiers'.", []),
        ("In the '90s and the '80s.", []),
        ("'Don't shoot', he cried.", ["Don't shoot"]),
        ("Il a dit « non » hier.", ["non"]),
        ('Nothing in "" or " ".', []),
        ("It's 'em or us'.", []),
    ],
)
def test_quotations_are_told_from_apostrophes(text: str, quotes: list[str]) -> None:
    assert [quote.text for quote in find_quotes(text)] == quotes


def test_masked_words_keep_their_place() -> None:
    assert mask_quotes('He said "no" twice.') == 'He said "~~" twice.'
