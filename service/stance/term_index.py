"""A claim's terms, by all that a statement's term may be linked to them by."""

from __future__ import annotations

import re

from service.domain.mentions import Name, NameKind
from service.parsing.analysis import Analysis, Term
from service.parsing.lexicon import Lexicon
from service.parsing.stemming import is_plural
from service.stance.descriptions import bearers_in


class TermIndex:
    """The claim's terms by stem, concept (implied ones included) and name."""

    def __init__(self, analysis: Analysis, lexicon: Lexicon) -> None:
        self.text = analysis.text
        self.terms = analysis.terms
        self.by_stem: dict[str, list[int]] = {}
        self.by_concept: dict[str, list[int]] = {}
        self.by_implied: dict[str, list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        self.borne_by = bearers_in(analysis)
        self.speaker_recurs = _speaker_recurs(analysis)
        self.name_kinds = frozenset(n.kind for n in analysis.names if not n.country)
        for index, term in enumerate(analysis.terms):
            if term.name is not None:
                self.by_name.setdefault(term.name.key, []).append(index)
                continue
            self.by_stem.setdefault(term.stem, []).append(index)
            for concept in term.concepts:
                self.by_concept.setdefault(concept, []).append(index)
                for wider in lexicon.broader(concept) | {concept}:
                    self.by_implied.setdefault(wider, []).append(index)
        self.implied = frozenset(self.by_implied)
        self.keys = self.implied.union(self.by_stem, self.by_name)

    def may_stand(self, index: int, term: Term) -> bool:
        """Whether a name of the claim may be the statement's.

        Who only says something ("Tokayev said that 26 were killed") takes no part in it, unless
        what is said comes back to the speaker ("that he had ordered", "its flights").
        """
        return term.in_frame or not self.terms[index].in_frame or self.speaker_recurs

    def may_act(self, index: int) -> bool:
        """Whether a name is a party here: "Moscow" does not stand in for "Russia's largest city"."""
        term = self.terms[index]
        owns = self.text[term.span.end : term.span.end + 2] == "'s"
        return not (term.is_place or term.is_predicate or owns or self._tells_where(index))

    def _tells_where(self, index: int) -> bool:
        """Whether a name only says where another one lies: the country of "Almaty, Kazakhstan"."""
        if index == 0 or self.terms[index - 1].name is None:
            return False
        start = self.terms[index].span.start
        return self.text[self.terms[index - 1].span.end : start] == ", "

    def may_be(self, index: int, name: Name) -> bool:
        """Whether a noun may be what the claim calls a certain one of this kind: "the airline".

        Of whom it says by name that he is the president is no other one.
        """
        term, kind = self.terms[index], name.kind
        if name.key not in self.borne_by.get(index, {name.key}):
            return False
        before = self.text[: term.span.start]
        if term.counted_by is not None or _OF_OTHERS.search(before):
            return False
        if not is_plural(term.text):
            return True
        return kind is not NameKind.PERSON and bool(_DEFINITE.search(before))


_DEFINITE = re.compile(
    r"\b(?:the|these|those|its|his|her|their) (?:(?!and |or )[\w-]+ ){0,2}$", re.I
)
_OF_OTHERS = re.compile(
    r"\b(?:other|another|any|no|each|every|some|several|many|few|most|all) (?:[\w-]+ )?$",
    re.IGNORECASE,
)

# So near to its beginning what is said names its speaker again ("that he had ordered").
_NEAR = 30
_COMES_BACK = re.compile(r"\b(?:he|she|it|its|his|her|him|they|their|them|we|our|i|my)\b", re.I)


def _speaker_recurs(analysis: Analysis) -> bool:
    if analysis.attribution is None:
        return False
    span = analysis.attribution.content_span
    content = analysis.text[span.start : span.end][:_NEAR]
    return bool(_COMES_BACK.search(content)) or content.startswith('"')
