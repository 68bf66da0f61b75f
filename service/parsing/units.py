"""Units of measure after a number, read into base units."""

from __future__ import annotations

from dataclasses import dataclass

from service.parsing.currencies import currency_at
from service.parsing.mention_tokens import Phrases, Tokens, glued_at, is_word, word_at

DAY = "day"
AGE = "year old"
PERCENT = "percent"
MAGNITUDE = "magnitude"
TIMES = "times"
CELSIUS = "degree celsius"
# Units that are themselves the things counted: "45 seats".
COUNTED_UNITS = frozenset({"point", "seat", "vote"})

MONTH_DAYS = 30.44
YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReading:
    """A unit that ends before token ``end``; base value = written value * factor + shift.

    ``name`` is the time unit as written in the singular ("decade"), "" for all other units.
    """

    unit: str
    end: int
    factor: float = 1.0
    shift: float = 0.0
    name: str = ""
    hyphened: bool = False


TIME_DAYS = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "night": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": MONTH_DAYS,
    "year": YEAR_DAYS,
    "decade": 10 * YEAR_DAYS,
    "century": 100 * YEAR_DAYS,
}
_TIME_PLURALS = {f"{name}s": name for name in TIME_DAYS} | {"centuries": "century"}
_TIME_SHORT = {"min": "minute", "mins": "minute", "hr": "hour", "hrs": "hour"}
TIME_WORDS = {name: name for name in TIME_DAYS} | _TIME_PLURALS | _TIME_SHORT

# Unit -> factor -> the ways to write it, parted by "|"; the table is read once at import.
_TABLE: tuple[tuple[str, float, str], ...] = (
    ("percent", 1, "%|percent|per cent|per - cent|pct"),
    ("percentage point", 1, "percentage point|percentage points|percent points|pp|ppt"),
    ("basis point", 1, "basis point|basis points|bps|bp"),
    ("metre", 1, "m|metre|metres|meter|meters"),
    ("metre", 1000, "km|kms|kilometre|kilometres|kilometer|kilometers"),
    ("metre", 0.01, "cm|centimetre|centimetres|centimeter|centimeters"),
    ("metre", 0.001, "mm|millimetre|millimetres|millimeter|millimeters"),
    ("metre", 1609.344, "mile|miles"),
    ("metre", 1852, "nautical mile|nautical miles"),
    ("metre", 0.3048, "ft|foot|feet"),
    ("metre", 0.0254, "inch|inches"),
    ("metre", 0.9144, "yard|yards"),
    ("square metre", 1, "m²|m2|sq m|square metre|square metres|square meter|square meters"),
    ("square metre", 1e6, "km²|km2|sq km|square kilometre|square kilometres"),
    ("square metre", 1e6, "square km|square kilometer|square kilometers"),
    ("square metre", 2589988.110336, "sq mile|sq miles|square mile|square miles"),
    ("square metre", 0.09290304, "sq ft|square foot|square feet"),
    ("square metre", 10000, "ha|hectare|hectares"),
    ("square metre", 4046.8564224, "acre|acres"),
    ("kilogram", 1, "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes"),
    ("kilogram", 0.001, "g|gram|grams|gramme|grammes"),
    ("kilogram", 1000, "tonne|tonnes|ton|tons|metric ton|metric tons"),
    ("kilogram", 0.45359237, "lb|lbs"),
    ("kilogram", 0.028349523125, "oz|ounce|ounces"),
    ("litre", 1, "l|litre|litres|liter|liters"),
    ("litre", 0.001, "ml|millilitre|millilitres|milliliter|milliliters"),
    ("litre", 158.987294928, "barrel|barrels|bbl"),
    ("litre", 3.785411784, "gallon|gallons"),
    ("litre", 1000, "m³|m3|cubic metre|cubic metres|cubic meter|cubic meters"),
    (CELSIUS, 1, "° c|°c|℃|degree celsius|degrees celsius|degrees centigrade"),
    ("degree", 1, "°|degree|degrees"),
    ("metre per second", 1, "m / s|metres per second|meters per second|metres a second"),
    ("metre per second", 1 / 3.6, "km / h|kph|kmh|kilometres per hour|kilometers per hour"),
    ("metre per second", 1 / 3.6, "kilometres an hour|kilometers an hour|km an hour|km per hour"),
    ("metre per second", 0.44704, "mph|miles per hour|miles an hour"),
    ("metre per second", 1852 / 3600, "knot|knots"),
    ("watt", 1, "w|watt|watts"),
    ("watt", 1e3, "kw|kilowatt|kilowatts"),
    ("watt", 1e6, "mw|megawatt|megawatts"),
    ("watt", 1e9, "gw|gigawatt|gigawatts"),
    ("watt hour", 1e3, "kwh|kilowatt hour|kilowatt hours|kilowatt - hours"),
    ("watt hour", 1e6, "mwh|megawatt hour|megawatt hours|megawatt - hours"),
    ("watt hour", 1e9, "gwh|gigawatt hour|gigawatt hours|gigawatt - hours"),
    ("watt hour", 1e12, "twh|terawatt hour|terawatt hours|terawatt - hours"),
    ("byte", 1e6, "mb|megabyte|megabytes"),
    ("byte", 1e9, "gb|gigabyte|gigabytes"),
    ("byte", 1e12, "tb|terabyte|terabytes"),
    (MAGNITUDE, 1, "magnitude|on the richter scale"),
    (TIMES, 1, "times|fold"),
    ("point", 1, "point|points"),
    ("seat", 1, "seat|seats|deputies"),
    ("vote", 1, "vote|votes"),
    (AGE, 1, "year old|years old|year - old|year - olds|year olds|years - old|years of age"),
    (AGE, 1 / 12, "month old|months old|month - old|month - olds|months of age"),
    (AGE, 1 / YEAR_DAYS, "day old|days old|day - old"),
    (AGE, 7 / YEAR_DAYS, "week old|weeks old|week - old"),
)
_FAHRENHEIT = ("° f", "°f", "℉", "degree fahrenheit", "degrees fahrenheit")


def _entries() -> dict[tuple[str, ...], tuple[str, float, float]]:
    entries = {
        tuple(form.split()): (unit, factor, 0.0)
        for unit, factor, forms in _TABLE
        for form in forms.split("|")
    }
    for form in _FAHRENHEIT:
        entries[tuple(form.split())] = (CELSIUS, 5 / 9, -160 / 9)
    return entries


_UNITS = _entries()
_PHRASES = Phrases(_UNITS)
# One letter is a unit only where it touches the number: "5m", "20g" in lower case.
_GLUED_ONLY = frozenset({"m", "g", "l", "w", "ha", "c", "f"})


def read_unit(tokens: Tokens, index: int, value: float) -> UnitReading | None:
    """The unit at a token, perhaps after a hyphen ("6.4-magnitude"), or None.

    ``value`` is the number before it: "3,000 pounds" is money unless "of" something follows.
    """
    hyphened = word_at(tokens, index) == "-" and glued_at(tokens, index + 1)
    start = index + 1 if hyphened else index
    reading = _measure(tokens, start, hyphened) or _pounds(tokens, start)
    if reading is not None:
        return reading
    money = currency_at(tokens, start)
    if money is not None:
        code, factor, end = money
        return UnitReading(unit=code, factor=factor, end=end)
    if word_at(tokens, start) == "won" and value >= 1000 and not is_word(tokens, start + 1):
        return UnitReading(unit="KRW", end=start + 1)
    return None


def _measure(tokens: Tokens, start: int, hyphened: bool) -> UnitReading | None:
    key = _PHRASES.at(tokens, start)
    if key is not None:
        glued = glued_at(tokens, start) and tokens[start].text.islower()
        if len(key) == 1 and key[0] in _GLUED_ONLY and not glued:
            return None
        unit, factor, shift = _UNITS[key]
        end = start + len(key)
        return UnitReading(unit=unit, factor=factor, shift=shift, end=end, hyphened=hyphened)
    name = TIME_WORDS.get(word_at(tokens, start).removesuffix("'s").removesuffix("'"))
    if name is None:
        return None
    days = TIME_DAYS[name]
    return UnitReading(unit=DAY, factor=days, end=start + 1, name=name, hyphened=hyphened)


def _pounds(tokens: Tokens, start: int) -> UnitReading | None:
    if word_at(tokens, start) not in {"pound", "pounds"}:
        return None
    if word_at(tokens, start + 1) == "of":
        return UnitReading(unit="kilogram", factor=0.45359237, end=start + 1)
    return UnitReading(unit="GBP", end=start + 1)
