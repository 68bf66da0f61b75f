"""Values for the slots of the news templates: invented names, and numbers with their hedges."""

import random
import tomllib
from pathlib import Path

NAMES = tomllib.loads((Path(__file__).parent / "news" / "names.toml").read_text("utf-8"))
"""Lists of invented names by kind."""

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

MONTHS = ["January", "February", "March", "April", "May", "June"]
MONTHS += ["July", "August", "September", "October", "November", "December"]

WORDS = ["zero", "one", "two", "three", "four", "five", "six"]
WORDS += ["seven", "eight", "nine", "ten", "eleven", "twelve"]

Slots = dict[str, str]


def upper_first(text: str) -> str:
    """For a slot that begins a sentence."""
    return text[0].upper() + text[1:]


def rounded(value: int) -> int:
    """To one or two leading digits, as newspapers do: 437 -> 440, 12,345 -> 12,000."""
    step = 10 ** max(len(str(value)) - 2, 1 if value >= 20 else 0)
    return max(1, round(value / step) * step)


def below(value: int, dice: random.Random) -> int:
    """A clearly lower number, often round."""
    lower = max(1, min(value - 1, int(value * dice.uniform(0.45, 0.93))))
    return rounded(lower) if rounded(lower) < value and dice.random() < 0.7 else lower


def above(value: int, dice: random.Random) -> int:
    """A clearly higher number, often round."""
    higher = max(value + 1, int(value * dice.uniform(1.08, 2.2)))
    return rounded(higher) if rounded(higher) > value and dice.random() < 0.7 else higher


def hedges(name: str, value: int, dice: random.Random) -> Slots:
    """A number and the phrases that are true or false of it. `not…` phrases are false."""
    low, high = below(value, dice), above(value, dice)
    other = dice.choice([below(value, dice), above(value, dice)])
    more = dice.choice(["more than", "over", "upwards of"])
    less = dice.choice(["fewer than", "less than", "under"])
    nearby = rounded(value) if value >= 20 else value
    about = dice.choice(["about", "around", "some", "roughly", "approximately"])
    word = WORDS[value] if value < len(WORDS) else f"{value:,}"
    slots = {
        name: f"{value:,}" if value > 12 or dice.random() < 0.5 else word,
        f"{name}_more": dice.choice([f"{more} {low:,}", f"at least {low:,}", f"{more} {low:,}"]),
        f"{name}_more_plain": f"more than {value:,}",
        f"{name}_less": f"{less} {high:,}",
        f"{name}_near": f"{about} {nearby:,}",
        f"{name}_notmore": dice.choice([f"{more} {high:,}", f"at least {high:,}"]),
        f"{name}_notless": dice.choice([f"{less} {low:,}", f"no more than {low:,}"]),
        f"{name}_less_false": f"fewer than {low:,}",
        f"{name}_other": f"{other:,}",
        f"{name}_low": f"{low:,}",
        f"{name}_high": f"{high:,}",
        f"{name}_word": word,
        f"{name}_word_cap": upper_first(word),
        f"{name}_more_pct": f"more than {low}%",
        f"{name}_less_pct": f"less than {high}%",
        f"{name}_notmore_pct": dice.choice([f"more than {high}%", f"at least {high}%"]),
        f"{name}_notless_pct": f"less than {low}%",
        f"{name}_higher": str(min(high, 94)) if value < 94 else "95",
        f"{name}_rest_word_cap": upper_first(WORDS[max(0, 10 - value)]) if value < 10 else "None",
        f"{name}_even": f"{2 * value:,}",
        f"{name}_even_half": f"{value:,}",
    }
    hundred = max(100, value // 100 * 100)
    slots[f"{name}_round"] = f"{hundred:,}"
    slots[f"{name}_round_less"] = f"fewer than {hundred + dice.choice([50, 100, 300]):,}"
    slots[f"{name}_round_double"] = f"{2 * hundred:,}"
    return slots


def numbers(ranges: dict[str, tuple[int, int]], dice: random.Random) -> Slots:
    """The event's own numbers; `n` and `m` always differ clearly."""
    slots: Slots = {}
    taken: list[int] = []
    wanted = {"n": (6, 400), "m": (6, 400), "p": (5, 60), "q": (3, 19)} | ranges
    for name, (low, high) in wanted.items():
        value = 0
        for _ in range(50):
            value = int(low * (high / low) ** dice.random())
            if all(value > 1.4 * other or other > 1.4 * value for other in taken):
                break
        taken.append(value)
        slots |= hedges(name, value, dice)
        if name in "pq":
            slots[name] = str(value)
            slots[f"{name}_near"] = f"about {value}"
            slots["q_lower"] = str(below(value, dice)) if name == "p" else slots["q_lower"]
    return slots


def rates_and_ranges(dice: random.Random) -> Slots:
    """Interest rates, temperatures, estimates from a to b."""
    points = dice.choice([25, 50, 75, 100])
    old = dice.randrange(8, 60) / 4
    new = old + points / 100
    degrees = dice.randrange(24, 45)
    low = dice.randrange(2, 40) * 100
    high = low * 2
    return {
        "bp": str(points),
        "rate_old": f"{old:g}",
        "rate_new": f"{new:g}",
        "rate_wrong": f"{new + dice.choice([0.5, 1.0, 1.25]):g}",
        "t": str(degrees),
        "t_low": str(degrees - dice.randrange(3, 9)),
        "t_high": str(degrees + dice.randrange(3, 9)),
        "a": f"{low:,}",
        "b": f"{high:,}",
        "a_low": f"{low // 2:,}",
        "a_low_more": f"more than {low // 2:,}",
        "b_high": f"{high * 2:,}",
        "b_high_less": f"fewer than {high * 2:,}",
        "ab_mid": f"{low + low // 2:,}",
        "age": str(dice.randrange(21, 78)),
        "dozens_exact": str(dice.randrange(26, 90)),
        "hundreds_exact": str(dice.randrange(220, 900)),
    }


def times(dice: random.Random) -> Slots:
    """Days, dates, months, years; `…2` differs from the first."""
    day, day2 = dice.sample(DAYS, 2)
    month = dice.randrange(12)
    month2 = (month + dice.randrange(1, 11)) % 12
    number, number2 = dice.sample(range(1, 29), 2)
    year = dice.randrange(2003, 2031)
    first_day = dice.random() < 0.5
    name, name2 = MONTHS[month], MONTHS[month2 if dice.random() < 0.5 else month]
    return {
        "day": day,
        "day2": day2,
        "month": name,
        "month_before": MONTHS[(month - 1) % 12],
        "month_other": MONTHS[month2],
        "date": f"{number} {name}" if first_day else f"{name} {number}",
        "date_other_form": f"{name} {number}" if first_day else f"{number} {name}",
        "date2": f"{number2} {name2}" if first_day else f"{name2} {number2}",
        "year": str(year),
        "year2": str(year - dice.randrange(1, 9)),
        "year_before": str(year - dice.randrange(1, 4)),
        "year_after": str(year + dice.randrange(1, 4)),
    }


def names(dice: random.Random) -> Slots:
    """People, places, firms and groups; all invented, all different within one event."""
    slots: Slots = {}
    firsts, lasts = (dice.sample(NAMES[f"{part}_names"], 3) for part in ("first", "last"))
    for number, first, last in zip(("", "2", "3"), firsts, lasts, strict=True):
        slots[f"person{number}"] = f"{first} {last}"
        slots[f"person{number}_l"] = last
    slots["town"], slots["town2"], slots["capital"] = dice.sample(NAMES["towns"], 3)
    for name, kind in (
        ("region", "regions"),
        ("country", "countries"),
        ("firm", "firms"),
        ("org", "orgs"),
        ("union", "unions"),
        ("role", "roles"),
        ("cause", "causes"),
        ("disease", "diseases"),
        ("speaker", "speakers"),
    ):
        slots[name], slots[f"{name}2"] = dice.sample(NAMES[kind], 2)
    for name in ("org", "cause"):
        slots[f"{name}_cap"] = upper_first(slots[name])
    slots["quote"], slots["quote_neg"] = dice.choice(NAMES["quotes"])
    slots["banned"] = dice.choice(NAMES["banned"])
    return slots


def fill_slots(ranges: dict[str, tuple[int, int]], dice: random.Random) -> Slots:
    """One value for every slot that a template may name."""
    few = dice.randrange(2, 10)
    small = {"k": str(few), "k_cap": upper_first(WORDS[few]), "k_digit": str(few)}
    parts = (numbers(ranges, dice), rates_and_ranges(dice), times(dice), names(dice), small)
    return {name: value for part in parts for name, value in part.items()}
