"""An answer as plain text for a terminal: the verdict, then each side in its own words."""

from __future__ import annotations

from service.domain.check import Answer, SideAgreement, Verdict
from service.domain.evidence import Evidence, Passage, Reason
from service.render.phrases import counted, given, related_title, speaker_of, superseded, voices
from service.render.wrapping import wrapped

# Evidence that settles nothing is there to look further, not to be read through.
_RELATED = 3


def render_text(answer: Answer) -> str:
    """The answer in lines of at most 80 columns, ending in a newline. Raises nothing."""
    blocks = [
        _head(answer),
        _why_not(answer),
        _attribution(answer),
        _assertions(answer),
        _side("Conflicting", answer.conflicting, answer.agreement_conflicting),
        _side("Supporting", answer.supporting, answer.agreement_supporting),
        _side(related_title(answer), answer.unverified[:_RELATED], None),
        _left_out(len(answer.unverified) - _RELATED),
        _safe_wording(answer),
        _foot(answer),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(answer: Answer) -> list[str]:
    sure = f"{answer.confidence:.2f}"
    return [
        f"{answer.verdict.upper()}  (confidence {sure})",
        *wrapped(f'"{answer.statement}"'),
        "",
        *wrapped(answer.summary),
        *([] if answer.partial is None else wrapped(answer.partial, first="Partial:  ")),
    ]


def _why_not(answer: Answer) -> list[str]:
    abstention = answer.abstention
    if abstention is None:
        return []
    # The summary often says it in the same words already.
    known = abstention.detail in answer.summary
    why = abstention.code if known else f"{abstention.detail} ({abstention.code})"
    lines = wrapped(why, first="Why:      ")
    if abstention.missing is not None:
        lines += wrapped(abstention.missing, first="Missing:  ")
    return lines


def _attribution(answer: Answer) -> list[str]:
    attribution = answer.attribution
    if attribution is None:
        return []
    return [
        *wrapped(f"{attribution.speaker} said it: {attribution.said}."),
        *wrapped(f"What was said, by itself: {attribution.content}."),
    ]


def _assertions(answer: Answer) -> list[str]:
    """A compound's parts; a statement of one part has been named already."""
    if len(answer.assertions) < 2:
        return []
    column = max(len(verdict) for verdict in Verdict) + 2
    lines = ["Part by part"]
    for part in answer.assertions:
        lines += wrapped(part.text, first=f"  {part.verdict:<{column}}")
    return lines


def _side(title: str, evidence: tuple[Evidence, ...], agreement: SideAgreement | None) -> list[str]:
    if not evidence:
        return []
    lines = [title if agreement is None else f"{title} ({voices(agreement)})"]
    for piece in evidence:
        lines += ["", *_evidence(piece)]
    return lines


def _left_out(count: int) -> list[str]:
    return [f"  and {count} more in the JSON form"] if count > 0 else []


def _evidence(piece: Evidence) -> list[str]:
    source, claim = piece.source, piece.claim
    known = (source.publisher, source.id, source.published_at)
    paragraph = claim.locator.paragraph
    place = [] if paragraph is None else [f"paragraph {paragraph}"]
    lines = wrapped(", ".join([*given(known), *place]), first="  * ", rest="    ")
    lines += wrapped(source.title, first="    ")
    lines += wrapped(f'"{claim.text}"', first="      ")
    if claim.quote is not None and claim.quote != claim.text:
        lines += wrapped(f'"{claim.quote}"', first="      in the words ")
    lines += wrapped(f"- {speaker_of(piece)}", first="      ")
    for note in given([superseded(piece)]):
        lines += wrapped(note, first="      ")
    for reason in piece.reasons:
        lines += _reason(reason)
    return lines


def _reason(reason: Reason) -> list[str]:
    lines = wrapped(reason.detail, first=f"      {reason.type}: ", rest="        ")
    lines += _words_of("the statement has", reason.statement)
    lines += _words_of("the source has   ", reason.claim)
    return lines


def _words_of(label: str, passage: Passage | None) -> list[str]:
    if passage is None:
        return []
    return wrapped(f'"{passage.text}"', first=f"        {label} ")


def _safe_wording(answer: Answer) -> list[str]:
    if answer.safe_wording is None:
        return []
    return ["Nothing in the corpus conflicts with", *wrapped(answer.safe_wording, first="  ")]


def _foot(answer: Answer) -> list[str]:
    corpus, engine = answer.corpus, answer.engine
    model = engine.model or "no language model"
    return wrapped(
        f"Corpus revision {corpus.revision}, {counted(corpus.claims, 'claim')}. "
        f"Engine {engine.version}, {model}."
    )
