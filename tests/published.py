"""Published checks to render: one of everything, and any text in every place."""

from __future__ import annotations

from dataclasses import replace

from service.domain.check import (
    Abstention,
    AbstentionCode,
    Answer,
    AssertionVerdict,
    AttributionVerdict,
    SideAgreement,
    Verdict,
)
from service.domain.evidence import Evidence, Passage, Reason, ReasonType, Stance
from service.domain.mentions import Span
from service.render.published import HumanReview, PastVerdict, PublishedCheck, Publisher
from tests.factories import make_claim, make_source, make_statement
from tests.fakes import NOW
from tests.fakes_api import make_answer, make_evidence

ADDRESS = "https://facts.example/v1/checks/chk_1"
ONE = SideAgreement(publishers=1, origins=1)


def make_published(answer: Answer | None = None, **overrides: object) -> PublishedCheck:
    """A saved check without reviews; the answer is a refutation by one source."""
    published = PublishedCheck(
        answer=answer or make_answer(make_statement()),
        check_id="chk_1",
        checked_at=NOW,
        address=ADDRESS,
        publisher=Publisher(name="The Town Paper", url="https://town.example"),
    )
    return replace(published, **overrides)  # type: ignore[arg-type]  # As the factories do.


def make_review(**overrides: object) -> HumanReview:
    review = HumanReview(
        reviewer="A. Editor", at=NOW, verdict=Verdict.REFUTED, note="Confirmed by telephone."
    )
    return replace(review, **overrides)  # type: ignore[arg-type]  # As the factories do.


def make_past(**overrides: object) -> PastVerdict:
    past = PastVerdict(at=NOW, revision=3, verdict=Verdict.SUPPORTED, confidence=0.91)
    return replace(past, **overrides)  # type: ignore[arg-type]  # As the factories do.


def everywhere(text: str) -> PublishedCheck:
    """A check with every part there is, in which the text stands wherever a text can stand."""
    whole = Passage(text=text, span=Span(start=0, end=len(text)))
    reason = Reason(type=ReasonType.NUMBER, statement=whole, claim=whole, detail=text)

    def evidence(stance: Stance) -> Evidence:
        return make_evidence(
            stance,
            claim=make_claim(text=text, quote=f"{text} or so", speaker=text),
            source=make_source(publisher=text, title=text, url=text, origin=text),
            reasons=(reason,),
            superseded_by="kz-dpa-20",
        )

    part = AssertionVerdict(text=text, span=whole.span, verdict=Verdict.REFUTED)
    answer = make_answer(
        make_statement(statement=text),
        verdict=Verdict.DISPUTED,
        summary=text,
        abstention=Abstention(code=AbstentionCode.OTHER_SCOPE, detail=text, missing=text),
        attribution=AttributionVerdict(
            speaker=text, said=Verdict.SUPPORTED, content=Verdict.UNVERIFIED
        ),
        assertions=(part, part),
        supporting=(evidence(Stance.SUPPORTING),),
        conflicting=(evidence(Stance.CONFLICTING),),
        unverified=(evidence(Stance.UNVERIFIED),),
        agreement_supporting=ONE,
        safe_wording=text,
        partial=text,
    )
    return make_published(
        answer,
        publisher=Publisher(name=text, url="https://town.example"),
        history=(make_past(), make_past(revision=9, verdict=Verdict.DISPUTED)),
        reviews=(make_review(reviewer=text, note=text),),
    )
