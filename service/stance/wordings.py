"""Quotations of two peers: one utterance between quotation marks in two wordings."""

from __future__ import annotations

from service.domain.evidence import Passage, ReasonType
from service.domain.mentions import Quote
from service.parsing.analysis import Analysis, TermKind
from service.parsing.tokens import tokenize
from service.stance.peers import Difference, Meeting, shared_share
from service.stance.policy import POLICY

# So many telling words besides the quotation must be shared, names apart, before two quotations
# are taken for one utterance.
_LEAST_FRAME = 2


def other_wording(meeting: Meeting) -> Difference | None:
    """The first quotation of each side that the other does not have, if the frames are alike."""
    left, right = meeting.left.analysis, meeting.right.analysis
    ours = _not_in(left, right, meeting.right.candidate.claim.quote)
    theirs = _not_in(right, left, meeting.left.candidate.claim.quote)
    if ours is None or theirs is None or _frame(meeting) < _LEAST_FRAME:
        return None
    shares = sorted(
        (
            shared_share(meeting.forward, ours.span),
            shared_share(meeting.backward, theirs.span),
        )
    )
    return Difference(
        type=ReasonType.QUOTE,
        left=Passage(text=ours.text, span=ours.span),
        right=Passage(text=theirs.text, span=theirs.span),
        low=shares[0],
        high=shares[1],
        detail=f'the quoted words are "{ours.text}", or "{theirs.text}"',
    )


def is_quoted(meeting: Meeting, difference: Difference) -> bool:
    """Whether the disputed words of a side stand between quotation marks: they are a wording."""
    sides = zip(meeting.peers, (difference.left, difference.right), strict=True)
    return any(
        quote.span.overlaps(passage.span)
        for peer, passage in sides
        for quote in peer.analysis.quotes
    )


def _not_in(analysis: Analysis, other: Analysis, words: str | None) -> Quote | None:
    heard = {token.stem for token in tokenize(f"{other.text} {words or ''}")}
    for quote in analysis.quotes:
        tokens = tokenize(quote.text)
        stems = [t.stem for t in tokens if not t.is_stop] or [t.stem for t in tokens]
        if stems and sum(s in heard for s in stems) / len(stems) < POLICY.quote_overlap:
            return quote
    return None


def _frame(meeting: Meeting) -> int:
    """How many telling words outside the quotations both sides have."""
    left, right = meeting.left.analysis, meeting.right.analysis
    return sum(
        link.link.entails
        and link.statement.kind is TermKind.WORD
        and not any(quote.span.overlaps(link.statement.span) for quote in left.quotes)
        and not any(quote.span.overlaps(link.claim.span) for quote in right.quotes)
        for link in meeting.forward.alignment.links
    )
