"""A check as Markdown (CommonMark), to paste into a story's notes or a chat.

Every text that is not ours is escaped: neither Markdown nor HTML in a statement or a source's
words takes effect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from service.domain.check import SideAgreement
from service.domain.evidence import Evidence, Passage, Reason
from service.domain.reviews import Review
from service.render.marking import Mark, Stretch, marked_claim, marked_statement
from service.render.phrases import (
    checked_when,
    counted,
    day_and_time,
    given,
    outlet_of,
    provenance,
    related_title,
    speaker_of,
    staleness,
    superseded,
    title_of,
    voices,
    what_changed,
)
from service.render.published import PublishedCheck, web_address
from service.render.wrapping import harmless

# What opens an element anywhere in a line, or (after :) makes an address a link.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$^{}#@]|(?<=[A-Za-z])://|(?i:(?<=www)\.)")
# What makes a line a heading, a list, a quotation or a rule where the line begins with it.
_OPENING = re.compile(r"([-+=]|\d{1,9}(?=[.)]))")
_BLANKS = re.compile(r"\s+")
_RELATED = 3


def render_markdown(check: PublishedCheck) -> str:
    """The check in Markdown, ending in a newline."""
    answer = check.answer
    blocks = [
        f"# {title_of(check)}",
        _standing_review(check),
        f"> {_marked(marked_statement(answer))}",
        escaped(answer.summary),
        "" if answer.partial is None else f"**Partial:** {escaped(answer.partial)}",
        f"{escaped(provenance(check))} {checked_when(check)}",
        _why_not(check),
        _attribution(check),
        _parts(check),
        _side("Conflicting", answer.conflicting, answer.agreement_conflicting),
        _side("Supporting", answer.supporting, answer.agreement_supporting),
        _side(related_title(answer), answer.unverified[:_RELATED], None),
        _safe_wording(check),
        _reviews(check),
        _history(check),
        _foot(check),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """The text as one line that Markdown shows as it is."""
    return _escaped_opening(_escaped_words(text).strip())


def _escaped_words(text: str) -> str:
    """The text, to stand within a line; the blanks around it stay."""
    return _SPECIAL.sub(_escaped_match, _BLANKS.sub(" ", harmless(text)))


def _escaped_opening(line: str) -> str:
    opening = _OPENING.match(line)
    if opening is None:
        return line
    if opening[0].isascii() and opening[0].isdigit():
        return f"{opening[0]}\\{line[opening.end() :]}"
    return f"\\{line}"


def _escaped_match(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _marked(stretches: Sequence[Stretch]) -> str:
    """A text in one line, the words that a comparison rests on in bold.

    Bold needs a letter or a digit next to its marks, so other stretches stay as they are.
    """
    parts = [
        f"**{words}**" if _can_be_bold(stretch) else words
        for stretch in stretches
        if (words := _escaped_words(stretch.text))
    ]
    return _escaped_opening("".join(parts).strip())


def _can_be_bold(stretch: Stretch) -> bool:
    text = stretch.text
    return stretch.mark is not Mark.PLAIN and text[0].isalnum() and text[-1].isalnum()


def _why_not(check: PublishedCheck) -> str:
    abstention = check.answer.abstention
    if abstention is None:
        return ""
    lines = [f"## Why there is no verdict\n\n{escaped(abstention.detail)} (`{abstention.code}`)"]
    if abstention.missing is not None:
        lines.append(f"What a source would have to say: {escaped(abstention.missing)}")
    return "\n\n".join(lines)


def _attribution(check: PublishedCheck) -> str:
    attribution = check.answer.attribution
    if attribution is None:
        return ""
    return (
        f"- {escaped(attribution.speaker)} said it: **{attribution.said}**\n"
        f"- What was said, by itself: **{attribution.content}**"
    )


def _parts(check: PublishedCheck) -> str:
    parts = check.answer.assertions
    if len(parts) < 2:
        return ""
    lines = [f"- **{part.verdict}**: {escaped(part.text)}" for part in parts]
    return "## Part by part\n\n" + "\n".join(lines)


def _side(title: str, pieces: Sequence[Evidence], agreement: SideAgreement | None) -> str:
    if not pieces:
        return ""
    count = "" if agreement is None else f" ({voices(agreement)})"
    return "\n\n".join([f"## {title}{count}", *map(_evidence, pieces)])


def _evidence(piece: Evidence) -> str:
    source, claim = piece.source, piece.claim
    paragraph = claim.locator.paragraph
    known = [source.published_at, None if paragraph is None else f"paragraph {paragraph}"]
    head = ", ".join([f"**{escaped(outlet_of(source))}**", _title(piece), *given(known)])
    lines = [f"- {head}", "", f"  > {_marked(marked_claim(piece))}", ""]
    if claim.quote is not None and claim.quote != claim.text:
        lines += [f"  In the words “{escaped(claim.quote)}”", ""]
    said = "; ".join(given([speaker_of(piece), superseded(piece)]))
    lines.append(f"  {escaped(said)}")
    if piece.reasons:
        lines += ["", *(f"  - {_reason(reason)}" for reason in piece.reasons)]
    return "\n".join(lines)


def _title(piece: Evidence) -> str:
    title, url = escaped(piece.source.title), web_address(piece.source.url)
    if url is None:
        return title
    return f"[{title}](<{quote(url, safe=':/?#@!$&*+,;=%~._-')}>)"


def _reason(reason: Reason) -> str:
    words = [
        f"{label} “{escaped(passage.text)}”"
        for label, passage in _sides_of(reason)
        if passage is not None
    ]
    quoted = f" ({', '.join(words)})" if words else ""
    return f"{reason.type}: {escaped(reason.detail)}{quoted}"


def _sides_of(reason: Reason) -> list[tuple[str, Passage | None]]:
    return [("the statement has", reason.statement), ("the source has", reason.claim)]


def _safe_wording(check: PublishedCheck) -> str:
    wording = check.answer.safe_wording
    return "" if wording is None else f"## Safe to print\n\n> {escaped(wording)}"


def _standing_review(check: PublishedCheck) -> str:
    """What an editor ruled, right below the verdict of the machine."""
    review = check.standing_review
    return "" if review is None else f"**Editor's review:** {_review(review)}"


def _reviews(check: PublishedCheck) -> str:
    if not check.other_reviews:
        return ""
    lines = [f"- {_review(one)}" for one in reversed(check.other_reviews)]
    return "## Other reviews\n\n" + "\n".join(lines)


def _review(review: Review) -> str:
    ruling = review.ruling
    said = given([ruling.headline, ruling.reason, staleness(review)])
    return (
        f"**{ruling.verdict}**, {escaped(ruling.reviewer)}, {day_and_time(review.reviewed_at)}. "
        + " ".join(map(escaped, said))
    )


def _history(check: PublishedCheck) -> str:
    if not check.history:
        return ""
    lines = [
        f"- {day_and_time(one.changed_at)}, revision {one.revision}: from {one.before.verdict} to"
        f" **{one.after.verdict}** ({one.after.confidence:.2f}), {escaped(what_changed(one))}"
        for one in check.history
    ]
    return "## How the verdict changed\n\n" + "\n".join(lines)


def _foot(check: PublishedCheck) -> str:
    corpus, engine = check.answer.corpus, check.answer.engine
    where = "" if check.check_id is None else f" [This check](<{check.address}>)."
    return (
        f"Corpus revision {corpus.revision}, {counted(corpus.claims, 'claim')}. "
        f"Engine {engine.version}, {_escaped_words(engine.model or 'no language model')}.{where}"
    )
