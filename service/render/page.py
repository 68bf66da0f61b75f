"""A check as one page for a browser: no script, no request to anywhere, no word of it trusted."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from service.domain.check import Verdict
from service.render.claim_review import embedded_claim_review
from service.render.marking import Mark, marked_claim, marked_statement
from service.render.phrases import (
    checked_when,
    counted,
    day_and_time,
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

_TEMPLATES = Path(__file__).with_name("templates")
# A shape beside each colour, for those who do not see the colours.
_SIGN = {
    Verdict.SUPPORTED.value: "✓",
    Verdict.REFUTED.value: "✕",
    Verdict.DISPUTED.value: "⇄",
    Verdict.UNVERIFIED.value: "?",
    "supporting": "✓",
    "conflicting": "✕",
}
_MARK = {
    Mark.AGREES: "agrees",
    Mark.DIFFERS: "differs",
    Mark.DISPUTED: "in dispute",
    Mark.OPEN: "leaves open",
}
_FORMS = (
    ("json", "JSON"),
    ("text", "plain text"),
    ("markdown", "Markdown"),
    ("claimreview", "ClaimReview"),
)


def render_page(check: PublishedCheck) -> str:
    """The whole page. Its only style is the one that ``page_policy`` allows."""
    template = _environment().get_template("check.html")
    review = embedded_claim_review(check)
    # Nothing but our own style sheet and escaped JSON is taken as it stands.
    return template.render(check=check, style=Markup(_style()), claim_review=Markup(review))  # noqa: S704


@cache
def page_policy() -> str:
    """The Content-Security-Policy of the page: its own style sheet by hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


@cache
def _style() -> str:
    return (_TEMPLATES / "check.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals.update(
        FORMS=_FORMS,
        MARK=_MARK,
        SIGN=_SIGN,
        checked_when=checked_when,
        counted=counted,
        day_and_time=day_and_time,
        marked_claim=marked_claim,
        marked_statement=marked_statement,
        outlet_of=outlet_of,
        provenance=provenance,
        related_title=related_title,
        speaker_of=speaker_of,
        staleness=staleness,
        superseded=superseded,
        title_of=title_of,
        verdict_word=str.capitalize,
        voices=voices,
        what_changed=what_changed,
        web_address=web_address,
    )
    return environment


def _shown(value: object) -> object:
    """Every text that the template prints, with control codes and reordering marks spelled out."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return harmless(value)
    return value
