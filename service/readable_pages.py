"""The article in a page of the web, without menus, teasers and comments.

The libraries that find it are an extra (``pip install factcheck-service[articles]``), loaded when
the first page is read.
"""

from __future__ import annotations

import re
from datetime import date

from service.domain.articles import ReadablePage
from service.domain.errors import NotOffered, PageUnusable
from service.domain.outbound import Fetched

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = "text/plain"
# Bytes. An article's page is a tenth of that; what a page may cost to read grows with its size.
_LONGEST_PAGE = 2_000_000
_LONGEST_NAME = 200
# Elements within each other. Pages of people have some dozens; the libraries recurse into them.
_DEEPEST = 500
_TAG = re.compile(r"<(?P<end>/?)(?:div|span|p|b|i|em|font|section|article|ul|ol|li|table|td|tr)\b")
_LANGUAGE = re.compile(
    r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?(?P<code>[A-Za-z]{2,3})\b", re.IGNORECASE
)
_BLANKS = re.compile(r"\s+")
_NO_DATE_GUESSES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}


class ReadableText:
    """The ``PageReader`` over trafilatura."""

    def read(self, page: Fetched) -> ReadablePage:
        """The article of an HTML page, or a plain text as it is. Raises PageUnusable, NotOffered."""
        if page.media not in _HTML and page.media != _PLAIN:
            raise PageUnusable(f"the address answers with {page.media[:100]}, not with a page")
        if len(page.body) > _LONGEST_PAGE:
            raise PageUnusable(f"the page is longer than {_LONGEST_PAGE:,} bytes")
        text = _decoded(page)
        if page.media == _PLAIN:
            return _page(page, text)
        return _article(page, text)


def _article(page: Fetched, html: str) -> ReadablePage:
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise NotOffered(
            "reading pages needs the extra `articles` (trafilatura, lxml_html_clean); send the text"
        ) from error
    if _depth(html) > _DEEPEST:
        raise PageUnusable("the elements of the page are nested too deeply to be read")
    found = bare_extraction(
        html,
        url=page.final_url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=dict(_NO_DATE_GUESSES),
    )
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise PageUnusable("no article was found in the page")
    language = _LANGUAGE.search(html[:20_000])
    return _page(
        page,
        found.text or "",
        title=_name(found.title),
        publisher=_name(found.sitename),
        published_at=_day(found.date),
        language=language["code"].lower() if language else None,
    )


def _page(
    page: Fetched,
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    published_at: str | None = None,
    language: str | None = None,
) -> ReadablePage:
    return ReadablePage(
        url=page.final_url,
        text=_storable(text),
        title=title,
        publisher=publisher,
        published_at=published_at,
        language=language,
    )


def _decoded(page: Fetched) -> str:
    """The page in the encoding of its header, of its own declaration, or else UTF-8."""
    declared = re.search(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", page.body[:4_096])
    named = [page.charset, declared[1].decode("ascii", "replace") if declared else None, "utf-8"]
    for name in filter(None, named):
        try:
            return page.body.decode(name, "replace")
        except (LookupError, ValueError):
            continue
    return page.body.decode("utf-8", "replace")


def _depth(html: str) -> int:
    """How deeply elements stand within each other, roughly: counted without a parser."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag["end"] else 1
        deepest = max(deepest, depth)
    return deepest


def _name(words: str | None) -> str | None:
    return _BLANKS.sub(" ", _storable(words or "")).strip()[:_LONGEST_NAME] or None


def _day(text: str | None) -> str | None:
    """A day of the calendar, or nothing: what a page says of itself may be anything."""
    try:
        return date.fromisoformat(text or "").isoformat()
    except ValueError:
        return None


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
