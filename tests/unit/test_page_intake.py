"""Pages of the web as articles, from a real server on this machine."""

from __future__ import annotations

import pytest

from service.assembly import pages_for
from service.config import load_settings
from service.domain.articles import PageRequest
from service.domain.errors import NotOffered, PageUnusable
from service.domain.outbound import Fetched
from service.page_intake import PageIntake, PagesOff
from service.readable_pages import ReadableText
from tests.receiving import answering, receiver

PAGE = """<!doctype html><html lang="en-GB"><head><title>Ferry sinks off Brisk</title>
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2023-03-16T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article>
<h1>Ferry sinks off Brisk</h1>
<p>The ferry Halmora Star capsized off Brisk on Tuesday evening. 61 people died, the coastguard
said on Thursday, when the search for the missing went on.</p>
<p>A further 38 people were still missing, commander Joris Tammel said. Rescue crews had recovered
61 bodies by Thursday morning, and the search was to go on until Sunday.</p></article>
<footer>All rights reserved</footer></body></html>"""


def asked(url: str, **given: str) -> PageRequest:
    described = dict.fromkeys(("title", "publisher", "published_at", "language", "origin"))
    return PageRequest(id="ferry", url=url, **{**described, **given})


def intake() -> PageIntake | PagesOff:
    settings = {"FACTCHECK_FETCH": "on", "FACTCHECK_OUTBOUND_ALLOW": "127.0.0.0/8"}
    return pages_for(load_settings(settings))


def test_a_page_says_of_itself_who_published_it_and_when() -> None:
    pytest.importorskip("trafilatura", reason="the extra `articles` is not installed")
    with receiver(answering(200, PAGE.encode(), Content_Type="text/html; charset=utf-8")) as server:
        source, text = intake().article(asked(f"{server.url}/ferry"))
    assert (source.title, source.publisher) == ("Ferry sinks off Brisk", "The Paper")
    assert (source.published_at, source.language) == ("2023-03-16", "en")
    assert source.url == f"{server.url}/ferry"
    assert text.startswith("Ferry sinks off Brisk\n")
    assert "61 people died" in text
    assert "Sport" not in text
    assert "All rights reserved" not in text


def test_what_the_request_says_comes_first() -> None:
    with receiver(answering(200, b"61 died.", Content_Type="text/plain")) as server:
        given = {"title": "61 dead", "publisher": "NNA", "published_at": "2023-03-17"}
        source, text = intake().article(asked(server.url, **given))
    assert (source.title, source.publisher, source.published_at) == ("61 dead", "NNA", "2023-03-17")
    assert text == "61 dead\n\n61 died."


@pytest.mark.parametrize(
    ("media", "body", "reason"),
    [
        ("application/pdf", b"%PDF", "application/pdf"),
        ("text/html", b"<html><body></body></html>", "no article"),
        ("text/html", b"<div>" * 20_000, "nested too deeply"),
        ("text/html", b"x" * 2_000_001, "longer than"),
        ("text/plain", b" \n ", "no article"),
        ("text/plain", b"a " * 60_000, "longer than"),
    ],
)
def test_what_holds_no_article_is_refused_with_the_reason(
    media: str, body: bytes, reason: str
) -> None:
    pytest.importorskip("trafilatura", reason="the extra `articles` is not installed")
    with (
        receiver(answering(200, body, Content_Type=media)) as server,
        pytest.raises(PageUnusable, match=reason) as refused,
    ):
        intake().article(asked(server.url))
    assert refused.value.pointer == "/url"


def test_an_address_of_this_machine_is_not_fetched_unless_allowed() -> None:
    pages = pages_for(load_settings({"FACTCHECK_FETCH": "on"}))
    with (
        receiver(answering(200, b"secret", Content_Type="text/plain")) as server,
        pytest.raises(PageUnusable),
    ):
        pages.article(asked(server.url))
    assert server.received == []


def test_nothing_is_fetched_unless_that_was_allowed() -> None:
    with pytest.raises(NotOffered, match="FACTCHECK_FETCH"):
        pages_for(load_settings({})).article(asked("https://paper.example/"))


def test_without_the_extra_a_page_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    page = Fetched(final_url="https://a.example/", media="text/html", charset=None, body=b"<p>a")
    with pytest.raises(NotOffered, match="extra"):
        ReadableText().read(page)


@pytest.mark.parametrize("charset", ["latin-1", "no-such-charset", "hex", "idna", None])
def test_any_charset_gives_text_that_can_be_kept(charset: str | None) -> None:
    page = Fetched(
        final_url="https://a.example/", media="text/plain", charset=charset, body=b"a\x00\xff\xe9"
    )
    text = ReadableText().read(page).text
    assert "\0" not in text
    assert text.encode("utf-8")
