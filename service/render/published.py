"""A check as it is published: the answer, and all that a page says around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from service.domain.check import Answer
from service.domain.rechecks import CheckChange
from service.domain.reviews import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """In whose name checks are published."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCheck:
    """``address`` is where the check can be read; an unsaved one has no id.

    ``reviews`` and ``history`` are oldest first; a check that was not saved has none.
    """

    answer: Answer
    check_id: str | None
    checked_at: datetime
    address: str
    publisher: Publisher
    reviews: tuple[Review, ...] = ()
    history: tuple[CheckChange, ...] = ()

    @property
    def standing_review(self) -> Review | None:
        """The newest review of the verdict as it is; one of an earlier verdict is past."""
        current = [review for review in self.reviews if not review.stale]
        return current[-1] if current else None

    @property
    def other_reviews(self) -> tuple[Review, ...]:
        """The reviews but for the standing one."""
        return tuple(review for review in self.reviews if review is not self.standing_review)

    def in_form(self, name: str) -> str:
        """The address of another form of the check."""
        return f"{self.address}{'&' if '?' in self.address else '?'}format={name}"


def web_address(url: str | None) -> str | None:
    """The address, if a browser may be led to it: http or https, with a host, and no blanks."""
    if url is None or any(char.isspace() or not char.isprintable() for char in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None
