"""Numbers written out: in words, and in digits with commas."""

from __future__ import annotations

from service.parsing.number_tables import SMALL, TENS

_SMALL = {value: word for word, value in SMALL.items()}
_TENS = {value: word for word, value in TENS.items()}


def in_digits(value: int) -> str:
    """The number with a comma before each three digits."""
    return f"{value:,}"


def in_words(value: int) -> str:
    """A whole number from 0 to 999,999 in English words; raises ValueError for any other."""
    if not 0 <= value < 1_000_000:
        raise ValueError(f"not from 0 to 999,999: {value}")
    thousands, rest = divmod(value, 1_000)
    if thousands:
        joint = " and " if 0 < rest < 100 else " "
        return f"{_hundreds(thousands)} thousand" + (joint + _hundreds(rest) if rest else "")
    return _hundreds(rest)


def _hundreds(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    if hundreds:
        return f"{_SMALL[hundreds]} hundred" + (f" and {_tens(rest)}" if rest else "")
    return _tens(rest)


def _tens(value: int) -> str:
    if value in _SMALL:
        return _SMALL[value]
    tens, rest = divmod(value, 10)
    return _TENS[tens * 10] + (f"-{_SMALL[rest]}" if rest else "")
