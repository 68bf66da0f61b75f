"""The names of a corpus, by what can stand in for them: other spellings, and other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.domain.mentions import Name, NameKind
from service.parsing.analysis import Analysis
from service.parsing.names import country_of

_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameClass:
    """What a name is good for in a sentence: only names of one class can take each other's place.

    ``form`` tells demonyms from names ("Kazakh" from "Kazakhstan"), countries from cities, and
    the names that need an article from those that do not ("the EU", "AFP").
    """

    kind: NameKind
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusNames:
    """Spellings by class and key, each list in alphabetical order."""

    spellings: Mapping[NameClass, Mapping[str, tuple[str, ...]]]

    def other_spellings(self, text: str, name: Name) -> tuple[str, ...]:
        """The other ways in which the corpus writes the name."""
        known = self.spellings.get(class_of(text, name), {}).get(name.key, ())
        return tuple(spelling for spelling in known if spelling != name.text)

    def others(self, text: str, name: Name, *, besides: frozenset[str]) -> tuple[str, ...]:
        """Names of the same class whose keys are not in ``besides``, one spelling each."""
        known = self.spellings.get(class_of(text, name), {})
        return tuple(texts[0] for key, texts in sorted(known.items()) if key not in besides)


def class_of(text: str, name: Name) -> NameClass:
    """The class of a name that stands in the text."""
    if name.country:
        return NameClass(kind=name.kind, form="people" if name.text.endswith("s") else "demonym")
    if name.kind is NameKind.PLACE:
        return NameClass(
            kind=name.kind, form="country" if country_of(name.key) == name.key else "place"
        )
    article = _ARTICLE.search(text[: name.span.start])
    return NameClass(kind=name.kind, form="after an article" if article else "alone")


def gather_names(analyses: Iterable[Analysis]) -> CorpusNames:
    """Every name of the corpus but those whose kind is not known."""
    gathered: dict[NameClass, dict[str, set[str]]] = {}
    for analysis in analyses:
        for name in analysis.names:
            if name.kind is not NameKind.OTHER:
                gathered.setdefault(class_of(analysis.text, name), {}).setdefault(
                    name.key, set()
                ).add(name.text)
    return CorpusNames(
        spellings={
            one: {key: tuple(sorted(texts)) for key, texts in by_key.items()}
            for one, by_key in gathered.items()
        }
    )
