"""The stance of each claim to one assertion.

Symbols decide what symbols can decide. Where they leave a claim open, a calibrated combination of
symbols and language model judges the wording; where they do not, the model may only raise doubt.
What neither can settle is related at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.domain.corpus import Candidate
from service.domain.evidence import (
    Judgement,
    Passage,
    Reason,
    ReasonType,
    Stance,
    StanceProbabilities,
)
from service.domain.mentions import Name, Span
from service.parsing.analysis import analyse
from service.parsing.lexicon import Lexicon
from service.ports import StanceModel
from service.stance.alignment import term_weights
from service.stance.asking import evidence_text, statement_text, worth_asking
from service.stance.belonging import Member
from service.stance.claims import ReadClaim, read_claim
from service.stance.combination import Combination, features, fitted
from service.stance.compared import Compared
from service.stance.comparing import Assertion, compare
from service.stance.descriptions import Descriptions, gathered
from service.stance.permitted import may_contradict, may_support
from service.stance.policy import POLICY, Policy
from service.stance.respelling import recased, repaired
from service.stance.settling import is_settled_alone
from service.stance.strangers import strangers
from service.stance.superseding import Count, counts_in, up_to_date
from service.stance.sureness import differs_measurably, least_to_conflict, least_to_support
from service.stance.symbols import decide_by_symbols
from service.stance.utterances import is_utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceJudge:
    """Judges the candidates of one assertion.

    ``as_of`` is the day from which the assertion's weekdays count; None reads them from the day
    of each source. ``likeness`` is the cosine of meaning by claim id, of the candidates for which
    it is known. ``setting`` are the names in the rest of the statement.
    """

    text: str
    as_of: date | None
    candidates: Sequence[Candidate]
    rarity: Mapping[str, float]
    likeness: Mapping[str, float]
    setting: frozenset[str]
    model: StanceModel
    policy: Policy = POLICY

    def judgements(self) -> tuple[tuple[Candidate, Judgement], ...]:
        """Every candidate that has to do with the assertion, in the order given."""
        compared = self.compared()
        by_model = self._asked(compared)
        settled = frozenset(one.by_symbols.stance for one in compared)
        judged = []
        for position, one in enumerate(compared):
            judgement = one.by_symbols
            if position in by_model:
                judgement = combine(one, by_model[position], fitted(), self.policy, settled)
            if judgement.stance is not Stance.UNVERIFIED or self._is_related(one):
                judged.append((one, judgement))
        counts = [_counts(one) for one, _ in judged]
        current = up_to_date([judgement for _, judgement in judged], counts)
        return tuple(
            (one.candidate, _published(judgement, one.claim))
            for (one, _), judgement in zip(judged, current, strict=True)
        )

    def compared(self) -> list[Compared]:
        """Every candidate that shares anything worth a comparison with the assertion."""
        lexicon = Lexicon.load()
        days = [candidate.source.published_on for candidate in self.candidates]
        claims = [
            read_claim(candidate.claim.text, day)
            for candidate, day in zip(self.candidates, days, strict=True)
        ]
        descriptions = gathered(claim.descriptions for claim in claims)
        common = _common_names(claims) | self.setting
        names = [name for claim in claims for name in claim.analysis.names]
        members = frozenset(member for claim in claims for member in claim.members)
        undated = self._assertion(descriptions, common, names, members)
        assertions: dict[date | None, Assertion] = {}
        nearest = self._nearest()
        highest = max((self.likeness.get(c.claim.id, 0.0) for c in self.candidates), default=0.0)
        is_settled = is_settled_alone(undated.analysis) or is_utterance(undated.analysis)
        compared = []
        for candidate, claim, published_on in zip(self.candidates, claims, days, strict=True):
            day = self.as_of or published_on
            assertion = assertions.get(day)
            if assertion is None:
                assertion = assertions[day] = _dated(undated, day)
            likeness = self.likeness.get(candidate.claim.id, 0.0)
            any_words = is_settled or candidate.claim.id in nearest
            least = 0.0 if any_words else self.policy.least_touched
            reading = compare(assertion, candidate, claim, lexicon, self.policy, least)
            if reading is not None:
                by_symbols = decide_by_symbols(assertion, reading, claim.analysis, self.policy)
                compared.append(
                    Compared(
                        candidate=candidate,
                        likeness=likeness,
                        behind=highest - likeness,
                        claim=claim,
                        assertion=assertion,
                        reading=reading,
                        by_symbols=by_symbols,
                    )
                )
        return compared

    def _nearest(self) -> frozenset[str]:
        """The claims that are compared though they may share no word with the assertion."""
        given = {candidate.claim.id for candidate in self.candidates}
        near = [i for i in given & self.likeness.keys() if self.likeness[i] >= self.policy.near]
        near.sort(key=lambda i: (-self.likeness[i], i))
        return frozenset(near[: self.policy.nearest])

    def _assertion(
        self,
        descriptions: Descriptions,
        common_names: frozenset[str],
        names: Sequence[Name],
        members: frozenset[Member],
    ) -> Assertion:
        analysis = analyse(recased(self.text, names), None)
        terms = repaired(analysis.terms, self.rarity)
        if terms != analysis.terms:
            analysis = replace(analysis, terms=terms)
        weights = term_weights(analysis.text, terms, self.rarity, self.policy)
        unknown = strangers(analysis, self.rarity)
        return Assertion.weighed(analysis, weights, descriptions, common_names, members, unknown)

    def _is_related(self, one: Compared) -> bool:
        return (
            one.reading.alignment.touched >= self.policy.related_coverage
            or one.likeness >= self.policy.related_likeness
        )

    def _asked(self, compared: Sequence[Compared]) -> dict[int, StanceProbabilities]:
        """What the model says of the most promising pairs, by their position in ``compared``."""
        chosen = worth_asking(compared, self.policy)
        pairs = [(statement_text(compared[i]), evidence_text(compared[i])) for i in chosen]
        answers = self.model.judge(pairs) if pairs else None
        return dict(zip(chosen, answers, strict=True)) if answers is not None else {}


def _dated(assertion: Assertion, day: date | None) -> Assertion:
    """The assertion with its relative dates placed; all else does not depend on the day."""
    undated = assertion.analysis
    dates = analyse(undated.text, day).dates
    if dates == undated.dates:
        return replace(assertion, day=day)
    return replace(assertion, analysis=undated.dated(dates), day=day)


def _counts(one: Compared) -> list[Count]:
    return counts_in(one.assertion, one.reading, one.candidate, one.claim.analysis)


def compared_features(one: Compared, by_model: StanceProbabilities) -> tuple[float, ...]:
    """What the combination reads of a pair (see ``combination.FEATURES``)."""
    return features(
        one.reading,
        by_model,
        likeness=one.likeness,
        behind=one.behind,
        conflict=one.by_symbols.stance is Stance.CONFLICTING,
        support=one.by_symbols.stance is Stance.SUPPORTING,
    )


def combine(
    one: Compared,
    by_model: StanceProbabilities,
    combination: Combination,
    policy: Policy,
    settled: frozenset[Stance],
) -> Judgement:
    """Symbols first; the model where they leave it open, and as a doubt where it is sure.

    Where symbols and model disagree strongly, neither is believed. ``settled`` are the sides on
    which symbols alone have put any claim.
    """
    both = combination.probabilities(compared_features(one, by_model))
    match one.by_symbols.stance:
        case Stance.SUPPORTING if by_model.conflicting >= policy.strong_disagreement:
            return _abstained(one, both, by_model)
        case Stance.CONFLICTING if by_model.supporting >= policy.strong_disagreement:
            return _abstained(one, both, by_model)
        case Stance.UNVERIFIED:
            return _by_wording(one, both, by_model, policy, settled)
        case _:
            return one.by_symbols


def _by_wording(
    one: Compared,
    both: StanceProbabilities,
    by_model: StanceProbabilities,
    policy: Policy,
    settled: frozenset[Stance],
) -> Judgement:
    """What the model makes of a pair that the symbols leave open.

    Nearness alone decides nothing: the model itself must think more of that side than of the other,
    unless figures or times differ, which a network that reads words may overlook.
    """
    leaning = by_model.supporting - by_model.conflicting
    to_support = least_to_support(one, policy, settled)
    to_conflict = least_to_conflict(one, policy, settled, leaning)
    if leaning > 0.0 and both.supporting >= to_support and may_support(one):
        return _decided(one, Stance.SUPPORTING, both.supporting)
    if (
        (leaning < 0.0 or differs_measurably(one))
        and both.conflicting >= to_conflict
        and may_contradict(one)
    ):
        return _decided(one, Stance.CONFLICTING, both.conflicting)
    return replace(one.by_symbols, confidence=round(both.unverified, 4))


def _decided(one: Compared, stance: Stance, confidence: float) -> Judgement:
    """Names the probability that decided, of symbols and model combined, not the model's alone."""
    reason = _model_reason(one, f"its wording reads as {stance.value} ({confidence:.2f})")
    return Judgement(stance=stance, confidence=round(confidence, 4), reasons=(reason,))


def _abstained(
    one: Compared, both: StanceProbabilities, by_model: StanceProbabilities
) -> Judgement:
    shares = f"{by_model.supporting:.2f} supporting, {by_model.conflicting:.2f} conflicting"
    reason = _model_reason(
        one, f"the comparison says {one.by_symbols.stance.value}, the language model {shares}"
    )
    return Judgement(
        stance=Stance.UNVERIFIED,
        confidence=round(both.unverified, 4),
        reasons=(*one.by_symbols.reasons, reason),
    )


def _model_reason(one: Compared, detail: str) -> Reason:
    """The model judges whole sentences, so its passages are the whole texts."""
    statement, claim = one.assertion.analysis.text, one.claim.analysis.text
    return Reason(
        type=ReasonType.WORDING,
        statement=Passage(text=statement, span=Span(start=0, end=len(statement))),
        claim=Passage(text=claim, span=Span(start=0, end=len(claim))),
        detail=detail,
    )


# A name that so many of the candidates carry is the setting of them all.
_COMMON = 0.3
_LEAST_COMMON = 4


def _common_names(claims: Sequence[ReadClaim]) -> frozenset[str]:
    counts = Counter(key for claim in claims for key in claim.index.by_name)
    least = max(_COMMON * len(claims), _LEAST_COMMON)
    return frozenset(key for key, count in counts.items() if count >= least)


def _published(judgement: Judgement, claim: ReadClaim) -> Judgement:
    return replace(judgement, reasons=tuple(claim.published(r) for r in judgement.reasons))
