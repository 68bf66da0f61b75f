"""Names in a statement of which a corpus knows nothing."""

from __future__ import annotations

from collections.abc import Mapping

from service.domain.mentions import NameKind
from service.parsing.analysis import Analysis
from service.parsing.gazetteer import common_words
from service.parsing.tokens import tokenize


def strangers(analysis: Analysis, rarity: Mapping[str, float]) -> frozenset[str]:
    """The keys of names of which no claim has the name or any word.

    ``rarity`` has what the corpus knows. Places that everybody knows may be meant by other names
    ("Brussels"), and a common word with a capital is no name.
    """
    return frozenset(
        name.key
        for name in analysis.names
        if name.kind is not NameKind.PLACE
        and f"n_{name.key}" not in rarity
        and all(f"w_{token.stem}" not in rarity for token in tokenize(name.text))
        and not all(map(_is_common, name.text.lower().split()))
    )


def _is_common(word: str) -> bool:
    return word in common_words() or word.removesuffix("s") in common_words()
