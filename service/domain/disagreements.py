"""Where the corpus answers one question in more than one way.

Two claims of different sources that conflict are a ``Pair``. Pairs that share a claim, and the
words of it that are in dispute, are about one ``Question``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.corpus import Candidate, CorpusState, Filters


class DisagreementType(StrEnum):
    """What the answers differ in."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"
    PLACE = "place"
    ACTOR = "actor"
    OUTCOME = "outcome"
    POLARITY = "polarity"
    SCOPE = "scope"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One claim's answer: its disputed words, where they begin in the claim's cleaned text.

    ``key`` is equal for words that give the same answer ("3,000" and "three thousand").
    """

    claim_id: str
    start: int
    answer: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two claims that cannot both be right, the one with the lesser id on the left.

    ``topic`` are the words that both share. A pair that is not ``firm`` has a side from which its
    outlet keeps its distance, or of which it is unsure: it is shown, but makes no question.
    """

    type: DisagreementType
    left: Side
    right: Side
    detail: str
    topic: str
    firm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedClaim:
    """A claim that was added or changed since it was last compared with the others.

    ``seen`` is the newest change that there was of any claim when it was read; ``usable`` is False
    for a claim that is no evidence any more.
    """

    seen: int
    candidate: Candidate
    usable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldQuestion:
    """The pairs of one question as they are kept, with the claims that they name by id."""

    label: str
    pairs: tuple[Pair, ...]
    claims: Mapping[str, Candidate]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """One answer, with the claims that give it, by source and id.

    ``publishers`` and ``origins`` count independent voices: papers that print one agency's text
    are several publishers and one origin. A source without a publisher counts as its own.
    """

    text: str
    publishers: int
    origins: int
    claims: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to which sources give at least two answers, and why these exclude each other."""

    id: str
    type: DisagreementType
    title: str
    answers: tuple[GivenAnswer, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementQuery:
    """A list request for questions, by label; ``after`` is a label, exclusive.

    A question is listed, and whole, if one of its claims meets ``q`` and the filters together.
    """

    types: tuple[DisagreementType, ...] = ()
    q: str = ""
    filters: Filters = Filters()
    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreements:
    """A page of questions; ``pending`` claims have changed and are not yet compared."""

    questions: tuple[Question, ...]
    next_label: str | None
    pending: int
    corpus: CorpusState


def labels_of(pairs: Iterable[Pair]) -> dict[tuple[str, str], str]:
    """The label of the question that each pair belongs to, by the ids of its two claims.

    Pairs of one type that share a claim and its disputed words have one label: that of the least
    claim among all that are joined so.
    """
    known = list(pairs)
    parents: dict[str, str] = {}

    def root(node: str) -> str:
        parents.setdefault(node, node)
        while parents[node] != node:
            parents[node] = parents[parents[node]]
            node = parents[node]
        return node

    for pair in known:
        left, right = sorted(map(root, _nodes(pair)))
        parents[right] = left
    return {(p.left.claim_id, p.right.claim_id): root(_nodes(p)[0]) for p in known}


def _nodes(pair: Pair) -> Sequence[str]:
    return [
        f"{side.claim_id} {pair.type.value} {side.start:05}" for side in (pair.left, pair.right)
    ]
