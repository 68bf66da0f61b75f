"""Laws of reading a text: spans point at their words, cleaning is done once, splitting is sparing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.mentions import Span
from service.parsing.assertions import MAX_ASSERTIONS, split_assertions
from service.parsing.attribution import find_attribution
from service.parsing.checkability import not_checkable
from service.parsing.cleaning import clean
from service.parsing.language import detect_language
from service.parsing.names import find_names, name_key
from service.parsing.quotes import find_quotes, mask_quotes
from service.parsing.sentences import split_sentences
from service.parsing.transliteration import fold_word

NEWS_WORDS = """the a and but , ; . ? ! " ' ( ) Tokayev Putin Xi Jinping Kazakh Almaty U.S. Mr. who
    which that while killed were was said according to told he she they it 26 18 more than police
    demonstrators injured denied &amp; \u201c \u201d \u2014 Bosnia Herzegovina Turkish Airlines On
    Friday fired the government and closed borders reported by not only also calls President CSTO"""
WORDS = st.sampled_from([*NEWS_WORDS.split(), "\n\n", "e\u0301", "\u00c3\u00a9"])
NEWS = st.lists(WORDS, max_size=40).map(" ".join)
TEXTS = st.one_of(NEWS, st.text(max_size=80))


@given(TEXTS)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = clean(text).text

    assert clean(once).text == once


@given(TEXTS)
def test_the_way_back_is_monotone_and_stays_inside(text: str) -> None:
    cleaned = clean(text)

    assert list(cleaned.starts) == sorted(cleaned.starts)
    assert list(cleaned.ends) == sorted(cleaned.ends)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    whole = cleaned.original_span(Span(start=0, end=len(cleaned.text)))
    assert whole.end <= len(text)


@given(TEXTS)
def test_sentences_are_stretches_in_order(text: str) -> None:
    passages = split_sentences(text)

    assert all(text[p.span.start : p.span.end] == p.text for p in passages)
    assert [p.span for p in passages] == sorted(p.span for p in passages)
    assert "".join("".join(p.text for p in passages).split()) == "".join(text.split())


@given(TEXTS)
def test_names_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    names = find_names(clean(text).text)

    assert all(clean(text).text[n.span.start : n.span.end] == n.text for n in names)
    ends = [0, *(name.span.end for name in names)]
    assert all(name.span.start >= end for name, end in zip(names, ends, strict=False))


@given(TEXTS)
def test_quotes_stand_where_they_say_and_masking_keeps_every_offset(text: str) -> None:
    plain = clean(text).text
    quotes = find_quotes(plain)

    assert all(plain[q.span.start : q.span.end] == q.text for q in quotes)
    assert len(mask_quotes(plain)) == len(plain)


@given(TEXTS)
def test_assertions_are_made_of_the_words_of_the_text(text: str) -> None:
    plain = clean(text).text
    assertions = split_assertions(plain)

    assert 1 <= len(assertions) <= MAX_ASSERTIONS
    for assertion in assertions:
        pieces = (plain[piece.start : piece.end] for piece in assertion.pieces)
        assert assertion.text == " ".join(pieces)
        assert assertion.span.end <= len(plain)


@given(TEXTS)
def test_an_attribution_points_into_its_sentence(text: str) -> None:
    plain = clean(text).text
    found = find_attribution(plain)

    if found is not None:
        assert plain[found.speaker_span.start : found.speaker_span.end] == found.speaker
        assert plain[found.cue_span.start : found.cue_span.end] == found.cue
        assert found.content_span.start < found.content_span.end <= len(plain)


@given(TEXTS)
def test_reading_is_the_same_every_time(text: str) -> None:
    assert detect_language(text) == detect_language(text)
    assert not_checkable(clean(text).text) == not_checkable(clean(text).text)
    assert name_key(text) == name_key(text)


@given(st.text(max_size=30))
def test_a_folded_word_is_plain_and_short(word: str) -> None:
    folded = fold_word(word)

    assert folded.isascii()
    assert folded == folded.lower()
