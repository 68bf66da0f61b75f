"""The self-test: variants of the corpus's own claims, and how the engine took them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from service.domain.check import Engine, Verdict
from service.domain.corpus import CorpusState
from service.domain.evidence import Stance


class VariantKind(StrEnum):
    """What was done to the claim's words."""

    VERBATIM = "verbatim"
    NUMBER_IN_WORDS = "number_in_words"
    LOWER_BOUND = "lower_bound"
    DROPPED_ADJUNCT = "dropped_adjunct"
    SYNONYM = "synonym"
    PASSIVE = "passive"
    NAME_SPELLING = "name_spelling"
    NUMBER_RAISED = "number_raised"
    NUMBER_LOWERED = "number_lowered"
    NEGATED = "negated"
    ANTONYM = "antonym"
    SIBLING = "sibling"
    NAME_SWAPPED = "name_swapped"
    SCOPE_CHANGED = "scope_changed"
    DATE_SHIFTED = "date_shifted"

    @property
    def is_paraphrase(self) -> bool:
        """Whether the claim still says the variant; every other kind is a flip."""
        return self in PARAPHRASES


PARAPHRASES = frozenset(
    {
        VariantKind.VERBATIM,
        VariantKind.NUMBER_IN_WORDS,
        VariantKind.LOWER_BOUND,
        VariantKind.DROPPED_ADJUNCT,
        VariantKind.SYNONYM,
        VariantKind.PASSIVE,
        VariantKind.NAME_SPELLING,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A statement made from a claim."""

    kind: VariantKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One variant asked. ``own`` is the stance of the very claim that it was made from.

    A claim that the answer does not show settles nothing, so it counts as unverified.
    ``original`` is the verdict on the claim's own words, ``verdict`` that on the variant.
    """

    claim_id: str
    claim_text: str
    variant: Variant
    own: Stance
    confidence: float
    original: Verdict
    verdict: Verdict

    @property
    def is_wrong(self) -> bool:
        """A flip that its own claim supports, or a paraphrase that it contradicts."""
        wrong = Stance.CONFLICTING if self.variant.kind.is_paraphrase else Stance.SUPPORTING
        return self.own is wrong

    @property
    def is_false_support(self) -> bool:
        return self.is_wrong and not self.variant.kind.is_paraphrase

    @property
    def is_as_it_must(self) -> bool:
        """A paraphrase must be supported by its own claim; a flip must not be."""
        if self.variant.kind.is_paraphrase:
            return self.own is Stance.SUPPORTING
        return self.own is not Stance.SUPPORTING

    @property
    def moved(self) -> bool:
        """Whether the verdict is another than that on the claim's own words."""
        return self.verdict is not self.original


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigures:
    """Counts over the trials of one kind; ``supporting`` and so on are of the own claim."""

    kind: VariantKind
    asked: int
    as_it_must: int
    wrong: int
    supporting: int
    conflicting: int
    unverified: int
    verdict_moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestReport:
    """Figures by kind, and the worst trials in the order of ``worst_of``."""

    corpus: CorpusState
    engine: Engine
    seed: int
    claims: int
    kinds: tuple[KindFigures, ...]
    worst: tuple[Trial, ...]

    @property
    def paraphrases(self) -> int:
        return sum(row.asked for row in self.kinds if row.kind.is_paraphrase)

    @property
    def flips(self) -> int:
        return sum(row.asked for row in self.kinds if not row.kind.is_paraphrase)

    @property
    def false_supports(self) -> int:
        """Flips that were supported by the claim that they were made from."""
        return sum(row.wrong for row in self.kinds if not row.kind.is_paraphrase)


def figures_by_kind(trials: Iterable[Trial]) -> tuple[KindFigures, ...]:
    """One row for each kind that was asked at all, in the order of the kinds."""
    by_kind: dict[VariantKind, list[Trial]] = {kind: [] for kind in VariantKind}
    for trial in trials:
        by_kind[trial.variant.kind].append(trial)
    return tuple(
        KindFigures(
            kind=kind,
            asked=len(own),
            as_it_must=sum(trial.is_as_it_must for trial in own),
            wrong=sum(trial.is_wrong for trial in own),
            supporting=sum(trial.own is Stance.SUPPORTING for trial in own),
            conflicting=sum(trial.own is Stance.CONFLICTING for trial in own),
            unverified=sum(trial.own is Stance.UNVERIFIED for trial in own),
            verdict_moved=sum(trial.moved for trial in own),
        )
        for kind, own in by_kind.items()
        if own
    )


def worst_of(trials: Iterable[Trial], *, limit: int) -> tuple[Trial, ...]:
    """What did not go as it must: false supports, contradicted paraphrases, unsupported ones.

    Within each group the most confident stand first.
    """
    failed = [trial for trial in trials if not trial.is_as_it_must]
    failed.sort(
        key=lambda trial: (
            not trial.is_false_support,
            not trial.is_wrong,
            -trial.confidence,
            trial.claim_id,
            trial.variant.kind.value,
        )
    )
    return tuple(failed[:limit])
