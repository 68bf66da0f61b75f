"""The outer form of a sentence that was taken out of another."""

from __future__ import annotations

_ENDS = (".", "!", "?", '."', '!"', '?"', ":")


def as_sentence(text: str) -> str:
    """The text with a capital at its beginning and a stop at its end."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith(_ENDS) else f"{text}."
