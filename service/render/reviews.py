"""What editors ruled on a check, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.reviews import Review
from service.render.wrapping import wrapped


def render_reviews(reviews: Sequence[Review]) -> str:
    """The reviews in lines of at most 80 columns; nothing where there are none."""
    if not reviews:
        return ""
    blocks = ["Reviewed by editors, beside the verdict above", *(_review(one) for one in reviews)]
    return "\n" + "\n\n".join(blocks) + "\n"


def _review(review: Review) -> str:
    ruling = review.ruling
    day = review.reviewed_at.date().isoformat()
    head = f"{ruling.verdict.upper()}, {ruling.reviewer}, {day}, corpus revision {review.revision}"
    lines = wrapped(head, first="  * ", rest="    ")
    if ruling.headline is not None:
        lines += wrapped(f'"{ruling.headline}"', first="      ")
    lines += wrapped(ruling.reason, first="      ")
    if review.stale:
        lines += wrapped(
            f"Stale: the verdict was {review.machine_verdict} then, and has changed since.",
            first="      ",
        )
    return "\n".join(lines)
