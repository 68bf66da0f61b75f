"""Degrees of a quality: "larger", "the largest" and "smaller" lie on one scale, either way up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """More or less of a quality.

    ``scales`` are what it may measure ("short" is said of height and of length), ``upward`` tells
    "larger" from "smaller".
    """

    scales: frozenset[str]
    upward: bool

    def is_along(self, other: Degree) -> bool:
        """Whether both measure the same, whichever way up."""
        return not self.scales.isdisjoint(other.scales)


# Each scale with the words for much of it and for little; what stands nowhere has its own.
_SCALES = {
    "size": ("big large huge", "small tiny little"),
    "population": ("populous", ""),
    "age": ("old elder", "young new"),
    "height": ("tall high", "short low"),
    "length": ("long lengthy", "short"),
    "speed": ("fast quick swift", "slow"),
    "wealth": ("rich wealthy", "poor"),
    "weight": ("heavy", "light"),
    "heat": ("hot warm", "cold cool"),
    "strength": ("strong powerful", "weak"),
    "depth": ("deep", "shallow"),
    "width": ("wide broad", "narrow"),
    "price": ("expensive costly dear", "cheap"),
    "distance": ("far distant", "near close"),
    "quality": ("good", "bad"),
    "lateness": ("late", "early"),
    "difficulty": ("hard difficult", "easy"),
    "danger": ("dangerous", "safe"),
    "deaths": ("deadly lethal", ""),
    "noise": ("loud noisy", "quiet"),
    "wetness": ("wet", "dry"),
    "steepness": ("steep", "flat"),
    "thickness": ("thick", "thin"),
}
_IRREGULAR = {
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "farther": "far",
    "further": "far", "farthest": "far", "furthest": "far", "eldest": "old",
}  # fmt: skip
# Words in "-er" and "-est" that compare nothing.
_NO_DEGREES = frozenset(
    """other rather either neither whether never over under after former latter inner outer upper
    ever together forest interest harvest arrest protest test west guest request contest rest
    latest conquest priest unrest modest honest dearest""".split()
)


def superlative(words: str) -> Degree | None:
    """The degree of "largest", "most powerful" or "least populous"; None for anything else."""
    return _degree(words.lower(), ending="est", more="most", less="least")


def comparative(words: str) -> Degree | None:
    """The degree of "larger", "more powerful" or "less populous"; None for anything else."""
    return _degree(words.lower(), ending="er", more="more", less="less")


def positive(word: str) -> Degree:
    """The degree that "as large as" compares."""
    return _of(_root(word.lower()))


def _degree(words: str, *, ending: str, more: str, less: str) -> Degree | None:
    first, _, rest = words.partition(" ")
    if rest:
        degree = _of(_root(rest))
        if first == less:
            return Degree(scales=degree.scales, upward=not degree.upward)
        return degree if first == more else None
    if first in _IRREGULAR:
        return _of(_IRREGULAR[first])
    if first in _NO_DEGREES or not first.endswith(ending) or len(first) < len(ending) + 3:
        return None
    return _of(_root(first.removesuffix(ending)))


def _of(root: str) -> Degree:
    """The degree of an adjective; one that no scale has is a scale of its own."""
    much = frozenset(scale for scale, (up, _) in _ROOTS.items() if root in up)
    little = frozenset(scale for scale, (_, down) in _ROOTS.items() if root in down)
    if much or little:
        return Degree(scales=much or little, upward=bool(much))
    return Degree(scales=frozenset({root}), upward=True)


def _root(word: str) -> str:
    """What "large" and "larg-er", "big" and "bigg-er", "heavy" and "heavi-er" have in common."""
    if word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnt":
        word = word[:-1]
    return word[:-1] + "y" if word.endswith("i") else word


_ROOTS = {
    scale: (frozenset(map(_root, up.split())), frozenset(map(_root, down.split())))
    for scale, (up, down) in _SCALES.items()
}
