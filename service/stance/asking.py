"""Which pairs the language model is asked about, and what it reads of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.evidence import Stance
from service.domain.mentions import Manner, Span
from service.domain.ordering import one_of_each_first
from service.parsing.analysis import Analysis
from service.parsing.spelling import respelt
from service.parsing.stemming import stem_word
from service.stance.compared import Compared
from service.stance.counterparts import Link
from service.stance.marking import marked
from service.stance.permitted import may_take_a_side
from service.stance.policy import Policy
from service.stance.symbols import denies


def worth_asking(compared: Sequence[Compared], policy: Policy) -> list[int]:
    """Positions of the pairs for the model, best first: one of each source before the second.

    Only of those whose stance it can change.
    """
    open_pairs = [i for i, one in enumerate(compared) if may_matter(one)]
    by_promise = sorted(open_pairs, key=lambda i: (-promise(compared[i], policy), i))
    varied = one_of_each_first(by_promise, by=lambda i: compared[i].candidate.source.id)
    return varied[: policy.pairs_for_model]


def promise(one: Compared, policy: Policy) -> float:
    """How likely a claim is to settle the assertion: by the words it shares and by its meaning."""
    return one.reading.alignment.touched + policy.meaning_weight * one.likeness


def may_matter(one: Compared) -> bool:
    """Whether a word of the model could change the stance of a pair."""
    return one.by_symbols.stance is not Stance.UNVERIFIED or may_take_a_side(one)


def statement_text(one: Compared) -> str:
    """What the model reads of the assertion: names as the claim writes them, slips of the pen
    mended, and what arithmetic knows written into it.
    """
    analysis = one.assertion.analysis
    respelt_words = [*_names_of_the_claim(one), *_mended(analysis)]
    return marked(analysis.text, analysis, one.claim.analysis, respelt_words)


def _names_of_the_claim(one: Compared) -> Iterator[tuple[Span, str]]:
    """Names that the claim has in another spelling ("Abliazov"), and how it spells them."""
    for ours, theirs, link, _ in one.reading.alignment.links:
        if ours.name is None or theirs.name is None or link is not Link.SAME:
            continue
        if set(ours.text.lower().split()).isdisjoint(theirs.text.lower().split()):
            yield ours.span, theirs.text


def _mended(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    """Words that were read as slips of known ones, and those ones."""
    for term in analysis.terms:
        if term.name is None and term.stem != stem_word(term.text):
            word = respelt(term.text)
            if word is not None and stem_word(word) == term.stem:
                yield term.span, word


def evidence_text(one: Compared) -> str:
    """What the model reads of a claim: its content alone where the statement names no speaker.

    Whoever denies something, asks it or does not say it, is read in whole, and so is a speaker of
    whom the statement speaks in any other way ("Lind puts the blame on").
    """
    analysis = one.claim.analysis
    attribution = analysis.attribution
    if attribution is None or one.assertion.analysis.attribution is not None:
        return analysis.text
    if denies(analysis) or attribution.manner is Manner.ASKED:
        return analysis.text
    if any(a.claim.span.overlaps(attribution.speaker_span) for a in one.reading.alignment.links):
        return analysis.text
    ours = {name.key for name in one.assertion.analysis.names}
    if any(n.key in ours and attribution.speaker_span.covers(n.span) for n in analysis.names):
        return analysis.text
    span = attribution.content_span
    content = analysis.text[span.start : span.end]
    return content[:1].upper() + content[1:]
