"""Published checks to render: one of everything, and any text in every place."""

from __future__ import annotations

from dataclasses import replace

from service.domain.changes import ChangeAction, RecordKind
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
from service.domain.rechecks import Cause, CheckChange, Finding
from service.domain.reviews import Review, Ruling
from service.render.published import PublishedCheck, Publisher
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


def make_review(**overrides: object) -> Review:
    """A standing review; ``overrides`` are of the review or of its ruling."""
    ruling = Ruling(
        verdict=Verdict.REFUTED,
        reason="Confirmed by telephone.",
        reviewer="A. Editor",
        headline=None,
    )
    review = Review(
        number=1,
        id="rev_1",
        check_id="chk_1",
        ruling=ruling,
        reviewed_at=NOW,
        machine_verdict=Verdict.REFUTED,
        revision=1,
        stale=False,
        superseded=False,
    )
    ours = {name: overrides.pop(name) for name in tuple(overrides) if hasattr(ruling, name)}
    changed = replace(ruling, **ours)  # type: ignore[arg-type]  # As the factories do.
    return replace(review, ruling=changed, **overrides)  # type: ignore[arg-type]  # The same.


def make_change(**overrides: object) -> CheckChange:
    """A change that the retraction of a claim brought."""
    change = CheckChange(
        number=1,
        check_id="chk_1",
        revision=3,
        changed_at=NOW,
        before=Finding(verdict=Verdict.REFUTED, confidence=0.97, summary="Conflicting."),
        after=Finding(verdict=Verdict.SUPPORTED, confidence=0.91, summary="Supported."),
        cause=Cause(
            kind=RecordKind.CLAIM,
            id="kz-dpa-07",
            action=ChangeAction.RETRACTED,
            version_before=1,
            version_after=3,
            changed_at=NOW,
            changed_by=None,
            reason="Withdrawn.",
        ),
    )
    return replace(change, **overrides)  # type: ignore[arg-type]  # As the factories do.


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
        reviews=(make_review(reviewer=text, reason=text, headline=text), make_review(stale=True)),
        history=(make_change(), make_change(revision=9, cause=None)),
    )
