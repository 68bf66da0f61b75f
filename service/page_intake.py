"""A page of the web as an article: fetched, read, and described by what it says of itself."""

from __future__ import annotations

from service.article_ports import PageFetcher, PageReader
from service.domain.articles import PageRequest
from service.domain.corpus import Source
from service.domain.errors import NotOffered, PageUnusable, TargetFailed, TargetRefused

# Characters, as many as an article may be submitted with.
LONGEST_ARTICLE = 100_000
_DEFAULT_LANGUAGE = "en"
_LONGEST_TITLE = 1_000


class PageIntake:
    """Reads the pages that requests name."""

    def __init__(self, fetcher: PageFetcher, reader: PageReader) -> None:
        self._fetcher = fetcher
        self._reader = reader

    def article(self, asked: PageRequest) -> tuple[Source, str]:
        """The source of a page, and the text of its article with the headline as first line.

        What the request says of the article comes before what the page says.
        Raises PageUnusable, NotOffered.
        """
        try:
            fetched = self._fetcher.fetch(asked.url)
        except (TargetRefused, TargetFailed) as error:
            raise PageUnusable(str(error)) from error
        page = self._reader.read(fetched)
        title = asked.title or page.title
        if not page.text.strip():
            raise PageUnusable("the page holds no article")
        first_line = page.text.strip().splitlines()[0].strip()
        has_headline = title is None or first_line == title
        text = page.text if has_headline else f"{title}\n\n{page.text}"
        if len(text) > LONGEST_ARTICLE:
            raise PageUnusable(f"the article is longer than {LONGEST_ARTICLE:,} characters")
        source = Source(
            id=asked.id,
            publisher=asked.publisher or page.publisher,
            title=(title or first_line)[:_LONGEST_TITLE],
            url=page.url,
            published_at=asked.published_at or page.published_at,
            language=asked.language or page.language or _DEFAULT_LANGUAGE,
            origin=asked.origin or asked.id,
        )
        return source, text


class PagesOff:
    """Stands for ``PageIntake`` where the operator has not allowed it."""

    def article(self, asked: PageRequest) -> tuple[Source, str]:
        """Raises NotOffered."""
        raise NotOffered(
            "this service fetches no pages (FACTCHECK_FETCH=on would allow it); send the text"
        )
