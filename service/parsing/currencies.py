"""Currency signs, codes and names, read into ISO 4217 codes and never converted."""

from __future__ import annotations

from service.parsing.mention_tokens import Phrases, Tokens, glued_at, is_number, word_at

# "$" and "¥" alone stand for the currency that English-language news means by them.
_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₸": "KZT",
    "₹": "INR",
    "₺": "TRY",
    "₴": "UAH",
    "₩": "KRW",
    "₪": "ILS",
    "¢": "USD",
}
_DOLLAR_PREFIXES = {
    "us": "USD",
    "c": "CAD",
    "ca": "CAD",
    "a": "AUD",
    "au": "AUD",
    "hk": "HKD",
    "nz": "NZD",
    "s": "SGD",
    "r": "BRL",
}
CODES = frozenset(
    "USD EUR GBP JPY RUB KZT INR TRY UAH KRW ILS CNY CHF CAD AUD HKD NZD SGD BRL PLN SEK NOK DKK "
    "CZK HUF ZAR MXN AED SAR EGP UZS KGS TJS AZN GEL BYN AMD MDL IRR PKR THB IDR VND NGN KES".split()
)
_NAMES = {
    "dollar": "USD",
    "us dollar": "USD",
    "u . s . dollar": "USD",
    "american dollar": "USD",
    "australian dollar": "AUD",
    "canadian dollar": "CAD",
    "hong kong dollar": "HKD",
    "new zealand dollar": "NZD",
    "singapore dollar": "SGD",
    "euro": "EUR",
    "pound sterling": "GBP",
    "british pound": "GBP",
    "egyptian pound": "EGP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rouble": "RUB",
    "ruble": "RUB",
    "russian rouble": "RUB",
    "russian ruble": "RUB",
    "tenge": "KZT",
    "rupee": "INR",
    "indian rupee": "INR",
    "pakistani rupee": "PKR",
    "hryvnia": "UAH",
    "shekel": "ILS",
    "swiss franc": "CHF",
    "franc": "CHF",
    "turkish lira": "TRY",
    "lira": "TRY",
    "zloty": "PLN",
    "polish zloty": "PLN",
    "forint": "HUF",
    "koruna": "CZK",
    "south korean won": "KRW",
    "rand": "ZAR",
    "dirham": "AED",
    "peso": "MXN",
    "reais": "BRL",
    "manat": "AZN",
    "lari": "GEL",
    "baht": "THB",
    "rial": "IRR",
    "riyal": "SAR",
    "naira": "NGN",
}
_HUNDREDTHS = {
    "cent": "USD",
    "us cent": "USD",
    "u . s . cent": "USD",
    "american cent": "USD",
    "euro cent": "EUR",
    "pence": "GBP",
    "kopeck": "RUB",
    "kopek": "RUB",
}


def _with_plurals(names: dict[str, str]) -> dict[tuple[str, ...], str]:
    plurals = {f"{name}s": code for name, code in names.items()}
    return {tuple(name.split()): code for name, code in (names | plurals).items()}


_WHOLE = _with_plurals(_NAMES) | {(sign,): code for sign, code in _SIGNS.items() if sign != "¢"}
_PARTS = _with_plurals(_HUNDREDTHS) | {("¢",): "USD"}
_PHRASES = Phrases([*_WHOLE, *_PARTS])


def currency_before(tokens: Tokens, index: int, floor: int) -> tuple[str, int] | None:
    """The currency that stands right before a number: (code, index where it begins)."""
    if index - 1 < floor:
        return None
    before = tokens[index - 1]
    code = _SIGNS.get(before.text)
    if code is not None and before.text != "¢":
        prefix = word_at(tokens, index - 2) if index - 2 >= floor else ""
        if before.text == "$" and before.glued and prefix in _DOLLAR_PREFIXES:
            return _DOLLAR_PREFIXES[prefix], index - 2
        return code, index - 1
    if before.text in CODES:
        return before.text, index - 1
    if before.text == "Rs":
        return "INR", index - 1
    return None


def currency_at(tokens: Tokens, index: int) -> tuple[str, float, int] | None:
    """The currency that begins at a token: (code, worth in the code's unit, index after it)."""
    if index < len(tokens) and tokens[index].text in CODES:
        return tokens[index].text, 1.0, index + 1
    key = _PHRASES.at(tokens, index)
    if key is None:
        return None
    # "20 $5 notes" holds two amounts: a sign belongs to the number that it touches.
    is_sign = len(key) == 1 and key[0] in _SIGNS
    if is_sign and glued_at(tokens, index + 1) and is_number(tokens, index + 1):
        return None
    if key in _PARTS:
        return _PARTS[key], 0.01, index + len(key)
    return _WHOLE[key], 1.0, index + len(key)
