"""The page: whole and safe with any text, and legible by eye, keyboard and screen reader."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.check import Verdict
from service.domain.evidence import Stance
from service.render.page import page_policy, render_page
from tests.factories import make_source, make_statement
from tests.fakes_api import make_abstention, make_answer, make_evidence
from tests.published import everywhere, make_change, make_published, make_review

VOID = {"meta", "link", "br", "hr", "img", "input"}
HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "\" onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "<!-- ]]> -->&lt;b&gt;",
    "A\u202eB\u2066C",
    "W" * 4_000,
    "Z" + "\u0301" * 500,
    "\x1b[31m\x07",
]


class Page(HTMLParser):
    """A page taken apart; raises AssertionError where its elements are not nested."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]

    def text_of(self, tag: str) -> str:
        return "".join(data for inside, data in self.texts if inside == tag)

    def values(self, attribute: str) -> list[str | None]:
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]


def test_words_that_differ_are_marked_and_named_in_the_statement() -> None:
    html = render_page(make_published())

    assert (
        '“<mark class="differs"><span class="unseen"> [differs: </span>More than'
        '<span class="unseen">] </span></mark> 5,000 people were arrested in Kazakhstan.”'
    ) in html


def test_both_sides_stand_beside_each_other_even_where_one_is_empty() -> None:
    page = Page(render_page(make_published()))

    text = page.text_of("p")
    assert "1 publisher, 1 independent origin" in text
    assert "No source on file supports the whole statement." in text


def test_an_abstention_says_why_and_what_is_missing() -> None:
    html = render_page(make_published(make_abstention(make_statement())))

    assert "Why there is no verdict" in html
    assert "Nothing was found." in html
    assert "What a source would have to say: a record of it" in html


def test_a_machine_verdict_says_that_nobody_reviewed_it() -> None:
    page = Page(render_page(make_published()))

    assert page.text_of("strong").startswith("Refuted by the sources on file")
    assert "not reviewed by a person" in page.text_of("p")


def test_the_newest_review_stands_beside_the_verdict_of_the_machine_which_leads() -> None:
    reviews = (make_review(verdict=Verdict.DISPUTED), make_review(verdict=Verdict.SUPPORTED))

    html = render_page(make_published(reviews=reviews, history=(make_change(),)))

    page = Page(html)
    heads = [
        attrs["class"] for _, attrs in page.elements if "verdict" in (attrs.get("class") or "")
    ]
    assert heads == ["verdict refuted", "verdict supported"]
    assert page.text_of("strong").startswith("Refuted by the sources on fileSupported")
    assert page.text_of("title").startswith("Refuted by the sources on file")
    assert "Machine: <strong>Refuted" in html
    assert "Editor’s review: <strong>Supported</strong>" in html
    assert '<p class="summary">Conflicting: one source reports 3,700 arrests.</p>' in html
    assert "Found by machine, reviewed by a person." in html
    assert html.count("Confirmed by telephone.") == 3  # Each review once, and the ClaimReview.
    assert html.index("Other reviews") < html.index("How the verdict changed")


def test_a_review_of_an_earlier_verdict_is_listed_and_holds_no_more() -> None:
    html = render_page(make_published(reviews=(make_review(stale=True),)))

    assert "<strong>Refuted by the sources on file</strong>" in html
    assert "not reviewed by a person" in html
    assert "Stale: the verdict was refuted then, and has changed since." in html


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://example.org/a?b=1&c=2", 1),
        ("HTTP://example.org", 1),
        ("javascript:alert(1)", 0),
        ("data:text/html,x", 0),
        ("https://", 0),
        ("https://[::1", 0),
        ("https://a b", 0),
        ("//example.org", 0),
        (None, 0),
    ],
)
def test_only_web_addresses_become_links(url: str | None, links: int) -> None:
    evidence = make_evidence(Stance.CONFLICTING, source=make_source(url=url))

    page = Page(render_page(make_published(make_answer(make_statement(), conflicting=(evidence,)))))

    found = [attrs for tag, attrs in page.elements if tag == "a" and "rel" in attrs]
    assert len(found) == links
    assert all(attrs["rel"] == "noopener noreferrer" for attrs in found)
    assert all(attrs["href"] == url for attrs in found)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    html = render_page(everywhere(text))

    page, harmless = Page(html), Page(render_page(everywhere("Any text.")))
    assert page.tags == harmless.tags
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    assert not {"\u202e", "\u2066", "\x1b", "\x07"} & set(html)
    assert "\u0301" * 5 not in html
    assert json.loads(page.text_of("script"))["claimReviewed"] == text


@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1))
def test_no_text_changes_what_the_page_is_made_of(text: str) -> None:
    page = Page(render_page(everywhere(text)))

    assert page.tags == Page(render_page(everywhere("Any text."))).tags


def test_what_is_partial_or_superseded_says_so() -> None:
    page = Page(render_page(everywhere("Any text.")))

    assert "Partial:" in page.text_of("strong")
    assert "superseded by a later, greater count: kz-dpa-20" in page.text_of("p")


def test_nothing_is_fetched_and_no_script_runs() -> None:
    page = Page(render_page(everywhere("Any text.")))

    assert not {"src", "srcset", "style", "action"} & {n for _, a in page.elements for n in a}
    assert [attrs for tag, attrs in page.elements if tag == "script"] == [
        {"type": "application/ld+json"}
    ]
    assert "url(" not in page.text_of("style")
    assert page_policy().startswith("default-src 'none'; style-src 'sha256-")


def test_the_headings_are_in_order_and_the_landmarks_have_names() -> None:
    page = Page(render_page(everywhere("Any text.")))

    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for landmark in ("header", "main", "footer", "nav"):
        assert page.tags.count(landmark) == 1
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    assert set(page.values("aria-labelledby")) <= set(ids)
    assert page.elements[0] == ("html", {"lang": "en"})
    skip = next(attrs for tag, attrs in page.elements if tag == "a")
    assert skip["href"] in {f"#{name}" for name in ids}


def palettes() -> list[dict[str, str]]:
    """The colours by name, of each scheme that the style sheet has."""
    style = Page(render_page(make_published())).text_of("style")
    return [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    ]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lesser, greater = sorted((luminance(one), luminance(other)))
    return (greater + 0.05) / (lesser + 0.05)


def test_every_colour_of_letters_stands_out_from_its_ground() -> None:
    light, dark, printed = palettes()

    for palette in (light, dark, {**light, **printed}):
        for mark in ("differs", "agrees", "disputed", "open"):
            assert contrast(palette[mark], palette[f"{mark}-ground"]) >= 4.5, mark
            assert contrast(palette[mark], palette["card"]) >= 4.5, mark
        for ink in ("ink", "faint", "link"):
            assert contrast(palette[ink], palette["card"]) >= 4.5, ink
            assert contrast(palette[ink], palette["page"]) >= 4.5, ink
