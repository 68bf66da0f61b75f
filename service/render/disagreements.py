"""Disagreements for a terminal: each question with its answers, in lines of at most 80 columns."""

from __future__ import annotations

from service.domain.corpus import Candidate, Standing
from service.domain.disagreements import Disagreements, GivenAnswer, Question
from service.render.phrases import counted
from service.render.wrapping import wrapped


def render_disagreements(page: Disagreements, *, more: str | None) -> str:
    """The questions of a page; ``more`` says how to get the next one. Ends in a newline."""
    blocks = [_question(question) for question in page.questions]
    if not blocks:
        blocks = [["No disagreement was found."]]
    foot = wrapped(
        f"Corpus revision {page.corpus.revision}, {counted(page.corpus.claims, 'claim')}."
    )
    if page.pending:
        foot += wrapped(f"{page.pending} changed claims are not compared yet: this is partial.")
    if more is not None:
        foot += wrapped(more)
    return "\n\n".join("\n".join(block) for block in [*blocks, foot]) + "\n"


def _question(question: Question) -> list[str]:
    lines = wrapped(f"{question.title}  ({question.type})")
    for answer in question.answers:
        lines += wrapped(f"{answer.text} - {_voices(answer)}", first="  * ", rest="    ")
        for candidate in answer.claims:
            lines += _claim(candidate)
    return lines


def _claim(candidate: Candidate) -> list[str]:
    claim, source = candidate.claim, candidate.source
    known = [source.publisher, source.id, claim.event_at or source.published_at, claim.id]
    lines = wrapped(", ".join(dict.fromkeys(part for part in known if part)), first="      ")
    lines += wrapped(f'"{claim.text}"', first="        ")
    if claim.speaker is not None or claim.standing is not Standing.ASSERTED:
        lines += wrapped(f"- {claim.speaker or 'no speaker'} ({claim.standing})", first="        ")
    return lines


def _voices(answer: GivenAnswer) -> str:
    publishers, origins = answer.publishers, answer.origins
    return (
        f"{publishers} publisher{'' if publishers == 1 else 's'}, "
        f"{origins} origin{'' if origins == 1 else 's'}"
    )


def table_rows(page: Disagreements) -> list[tuple[str, str, str, str]]:
    """Question, type, answer and who gives it, a row an answer; a question is named once."""
    rows = []
    for question in page.questions:
        title, kind = question.title, question.type.value
        for answer in question.answers:
            sources = dict.fromkeys(one.source.publisher or one.source.id for one in answer.claims)
            rows.append((title, kind, answer.text, ", ".join(sources)))
            title, kind = "", ""
    return rows
