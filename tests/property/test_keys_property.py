"""Laws of API keys: what was given out is read, and nothing beside it."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from service.domain.keys import read_key, without_keys, write_key

NUMBERS = st.binary(min_size=8, max_size=8).map(bytes.hex)
SECRETS = st.binary(min_size=32, max_size=32)
CHARACTERS = st.one_of(st.sampled_from(string.ascii_letters + string.digits + "_"), st.characters())


@given(number=NUMBERS, secret=SECRETS)
def test_a_key_is_read_as_it_was_written(number: str, secret: bytes) -> None:
    text = write_key(number, secret)
    shown = read_key(text)
    assert shown is not None
    assert shown.id == f"key_{number}"
    assert len(text) == 70


@given(number=NUMBERS, secret=SECRETS, character=CHARACTERS)
def test_no_key_with_one_character_changed_is_accepted(
    number: str, secret: bytes, character: str
) -> None:
    text = write_key(number, secret)
    for at in range(len(text)):
        if text[at] != character:
            assert read_key(text[:at] + character + text[at + 1 :]) is None


@given(number=NUMBERS, secret=SECRETS, character=CHARACTERS, at=st.integers(0, 70))
def test_no_key_with_a_character_more_or_less_is_accepted(
    number: str, secret: bytes, character: str, at: int
) -> None:
    text = write_key(number, secret)
    assert read_key(text[:at] + character + text[at:]) is None
    assert read_key(text[: at % 70] + text[at % 70 + 1 :]) is None


@given(number=NUMBERS, one=SECRETS, other=SECRETS)
def test_keys_of_other_secrets_have_other_digests(number: str, one: bytes, other: bytes) -> None:
    first, second = read_key(write_key(number, one)), read_key(write_key(number, other))
    assert first is not None
    assert second is not None
    assert (first.digest == second.digest) == (one == other)


@given(text=st.text())
def test_what_is_not_a_key_is_never_read(text: str) -> None:
    assert read_key(text) is None


@given(number=NUMBERS, secret=SECRETS, around=st.text(max_size=5))
def test_a_text_without_keys_holds_no_part_of_a_secret(
    number: str, secret: bytes, around: str
) -> None:
    key = write_key(number, secret)
    assert key[21:] not in without_keys(f"{around} {key} {around}")
